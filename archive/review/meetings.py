"""Which reports are about one meeting, when a person says so: extraction keeps away from what a person grouped."""

from django.db import transaction
from django.db.models import Count, QuerySet

from archive.models import Change, Meeting, Report
from archive.review.history import Act, User

_MOST_ALIKE = 8


@transaction.atomic
def move(report: Report, meeting: Meeting, by: User) -> Change | None:
    """The report is about that meeting; a meeting nothing is about any more goes. DoesNotExist."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    meeting = Meeting.objects.get(pk=meeting.pk)
    act = Act("regroup", report, by)
    left = report.meeting
    act.change(report, meeting=meeting)
    act.change(meeting, is_confirmed=True)
    _forget_if_empty(act, left)
    return act.close()


@transaction.atomic
def start(report: Report, by: User) -> Meeting:
    """The report is about a meeting of its own. DoesNotExist."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    act = Act("regroup", report, by)
    left = report.meeting
    meeting = Meeting(title=report.title, held_on=report.meeting_on, place=report.place, is_confirmed=True)
    act.add(meeting)
    act.change(report, meeting=meeting)
    _forget_if_empty(act, left)
    act.close()
    return meeting


@transaction.atomic
def confirm(meeting: Meeting, by: User, *, is_confirmed: bool = True) -> Change | None:
    """These reports, and no others, are about the meeting; or extraction may group them again."""
    act = Act("confirm" if is_confirmed else "release", meeting, by)
    act.change(meeting, is_confirmed=is_confirmed)
    return act.close()


def _forget_if_empty(act: Act, meeting: Meeting | None) -> None:
    if meeting is not None and not meeting.reports.exists():
        act.remove(meeting)


def grouped() -> QuerySet[Meeting]:
    """Meetings with several reports, each with `report_count`; those nobody confirmed first, then the newest."""
    counted = Meeting.objects.annotate(report_count=Count("reports")).filter(report_count__gt=1)
    return counted.select_related("place").order_by("is_confirmed", "-held_on", "pk")


def alike(report: Report) -> QuerySet[Meeting]:
    """Other meetings of the report's day, each with `report_count`: what it may be about."""
    if report.meeting_on is None:
        return Meeting.objects.none()
    others = Meeting.objects.filter(held_on=report.meeting_on).exclude(reports=report)
    counted = others.annotate(report_count=Count("reports")).filter(report_count__gt=0).select_related("place")
    return counted.order_by("-report_count", "pk")[:_MOST_ALIKE]
