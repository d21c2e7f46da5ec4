"""Undo puts back exactly what an act changed, or says why it cannot."""

import pytest

from archive import publication
from archive.models import Change
from archive.review import decide, history
from tests.archive.review.conftest import role


def test_a_later_change_is_undone_first(report, police, by):
    fact = role(report, police)
    first, second = decide.accept(fact, by), decide.reject(fact, by)
    with pytest.raises(history.UndoError):
        history.undo(first, by)
    history.undo(second, by)
    history.undo(first, by)
    fact.refresh_from_db()
    assert (fact.state, fact.decided_by, fact.decided_at) == ("suggested", None, None)


def test_nothing_is_undone_twice(report, police, by):
    change = decide.accept(role(report, police), by)
    history.undo(change, by)
    with pytest.raises(history.UndoError):
        history.undo(change, by)


def test_an_undo_can_be_undone(report, police, by):
    fact = role(report, police)
    undone = history.undo(decide.reject(fact, by), by)
    history.undo(undone, by)
    fact.refresh_from_db()
    assert fact.state == "rejected"


def test_a_refused_undo_leaves_everything_as_it_was(report, police, guards, by):
    facts = [role(report, police), role(report, guards)]
    change = decide.accept_above(report, 0.9, by)
    decide.reject(facts[0], by)
    with pytest.raises(history.UndoError):
        history.undo(change, by)
    facts[1].refresh_from_db()
    assert facts[1].state == "accepted"
    assert not Change.objects.filter(action="undo").exists()


def test_publishing_is_undone_like_anything_else(report, by):
    publication.withdraw(report, by=by, reason="trùng")
    history.undo(Change.objects.get(), by)
    report.refresh_from_db()
    assert (report.status, report.withdrawal_reason) == ("published", "")


def test_an_undo_queues_the_report_for_the_index(report, police, by):
    change = decide.accept(role(report, police), by)
    history.undo(change, by)
    report.refresh_from_db()
    assert report.revision == 3
