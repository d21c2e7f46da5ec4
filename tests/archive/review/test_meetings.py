"""A person says which reports are about one meeting: extraction keeps away, and undo brings everything back."""

import pytest

from archive.ingest.meetings import assign_meeting
from archive.models import Meeting, Report
from archive.review import history, meetings
from archive.vietnamese.dates import PartialDate
from tests.archive.review.conftest import make_report, role

DAY = PartialDate(2019, 4, 3)


@pytest.fixture
def group(police, guards) -> list[Report]:
    """Three reports that extraction takes to be about one meeting."""
    return [read(police, guards) for _ in range(3)]


def read(*agencies) -> Report:
    report = make_report(meeting_on=DAY)
    for agency in agencies:
        role(report, agency)
    return read_again(report)


def read_again(report: Report) -> Report:
    report.refresh_from_db()
    assign_meeting(report)
    report.save()
    return report


def everything() -> list:
    reports = list(Report.objects.order_by("pk").values_list("pk", "meeting"))
    return [reports, list(Meeting.objects.order_by("pk").values())]


def test_extraction_groups_them_until_a_person_says_otherwise(group, by):
    assert len({report.meeting_id for report in group}) == 1
    own = meetings.start(group[2], by)
    assert [read_again(report).meeting == own for report in group] == [False, False, True]
    assert (own.title, own.held_on, own.is_confirmed) == ("Giao ban quý I", DAY, True)


def test_a_moved_report_stays_where_it_was_put(group, police, by):
    other = read(police)
    left = other.meeting
    meetings.move(other, group[0].meeting, by)
    assert read_again(other).meeting == group[0].meeting
    assert not Meeting.objects.filter(pk=left.pk).exists()


def test_a_confirmed_group_takes_no_further_report(group, police, guards, by):
    meetings.confirm(group[0].meeting, by)
    assert read(police, guards).meeting != group[0].meeting


def test_a_released_group_is_extractions_again(group, police, guards, by):
    meetings.confirm(group[0].meeting, by)
    meetings.confirm(group[0].meeting, by, is_confirmed=False)
    assert read(police, guards).meeting == group[0].meeting


def test_a_report_of_no_meeting_is_put_into_one_and_stays(group, by):
    other = read_again(make_report(is_report=False))
    meetings.move(other, group[0].meeting, by)
    assert read_again(other).meeting == group[0].meeting


@pytest.mark.parametrize("act", ["move", "start", "confirm"])
def test_every_act_is_undone_to_the_last_row(group, police, by, act):
    other = read(police)
    before = everything()
    if act == "move":
        meetings.move(other, group[0].meeting, by)
    elif act == "start":
        meetings.start(group[0], by)
    else:
        meetings.confirm(group[0].meeting, by)
    assert everything() != before
    history.undo(history.Change.objects.first(), by)
    assert everything() == before


def test_moving_counts_a_revision_and_leaves_a_line(group, police, by):
    other = read(police)
    change = meetings.move(other, group[0].meeting, by)
    assert (change.action, change.model, change.made_by) == ("regroup", "report", by)
    assert Report.objects.get(pk=other.pk).revision == other.revision + 1


def test_a_meeting_others_joined_is_not_taken_away_by_an_undo(group, by):
    own = meetings.start(group[0], by)
    started = history.Change.objects.first()
    meetings.move(group[1], own, by)
    with pytest.raises(history.UndoError):
        history.undo(started, by)
    assert own.reports.count() == 2


def test_a_report_does_not_go_back_to_a_meeting_that_is_gone(group, by):
    meetings.start(group[0], by)
    started = history.Change.objects.first()
    Meeting.objects.filter(pk=group[1].meeting_id).delete()
    with pytest.raises(history.UndoError):
        history.undo(started, by)


def test_meetings_of_the_day_are_offered_and_groups_listed_unconfirmed_first(group, police, by):
    other = read(police)
    assert list(meetings.alike(other)) == [group[0].meeting]
    assert list(meetings.alike(make_report())) == []
    assert [meeting.report_count for meeting in meetings.grouped()] == [3]
