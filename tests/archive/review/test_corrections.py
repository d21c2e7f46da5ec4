"""A reader's words reach the desk with their place, and are answered."""

import pytest

from archive.models import Correction
from archive.review import corrections, history
from tests.archive.review.conftest import role, span


def test_a_correction_lands_with_the_span_of_its_fact(report, police):
    fact = role(report, police, **span(report, "Công an tỉnh Bình Phước"))
    correction = corrections.receive(report, "Đây là Công an huyện", fact)
    assert (correction.fact_kind, correction.fact_id) == ("agency", fact.pk)
    assert report.source_text[correction.start : correction.end] == correction.quote == "Công an tỉnh Bình Phước"


def test_a_correction_of_words_finds_them_in_the_text(report):
    correction = corrections.receive(report, "Thừa chữ", quote="tại Đồng Xoài")
    assert report.source_text[correction.start : correction.end] == "tại Đồng Xoài"


def test_a_flood_is_stopped(report, monkeypatch):
    monkeypatch.setattr(corrections, "MOST_OPEN_PER_REPORT", 2)
    corrections.receive(report, "một")
    corrections.receive(report, "hai")
    with pytest.raises(corrections.TooMany):
        corrections.receive(report, "ba")


def test_an_answer_is_in_the_history_and_can_be_taken_back(report, by):
    correction = corrections.receive(report, "Sai ngày")
    change = corrections.resolve(correction, Correction.State.ACCEPTED, by, "đã sửa")
    correction.refresh_from_db()
    assert (correction.state, correction.answer, correction.resolved_by) == ("accepted", "đã sửa", by)
    history.undo(change, by)
    correction.refresh_from_db()
    assert (correction.state, correction.resolved_by, correction.resolved_at) == ("open", None, None)
