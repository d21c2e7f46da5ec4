"""Which meeting is a report about? Reports of one day whose organisers and parties overlap strongly share one."""

from collections import defaultdict

from archive.models import AgencyRole, Meeting, Report

_TAKING_PART = (AgencyRole.Role.ORGANISER, AgencyRole.Role.CHAIR, AgencyRole.Role.PARTY)
_FEWEST_SHARED = 2
_SMALLEST_OVERLAP = 0.5
_MOST_REPORTS_OF_A_DAY = 300


def assign_meeting(report: Report) -> None:
    """Put the report into its meeting, shared or its own; the report is changed, not saved.

    Groups a person confirmed are left alone, from within and from without. What is no report has no meeting.
    """
    before = report.meeting
    if before and before.is_confirmed:
        return
    report.meeting = _shared_meeting(report) or _own_meeting(report, before) if report.is_report else None
    if before and before != report.meeting and not before.reports.exclude(pk=report.pk).exists():
        before.delete()


def _shared_meeting(report: Report) -> Meeting | None:
    if report.reprint_of and report.reprint_of.meeting and _dates_agree(report, report.reprint_of):
        return report.reprint_of.meeting
    if report.meeting_on is None or report.meeting_on.date is None:
        return None
    others = Report.objects.filter(meeting_on=report.meeting_on, meeting__isnull=False, meeting__is_confirmed=False)
    others = others.exclude(pk=report.pk).select_related("meeting", "place").order_by("pk")[:_MOST_REPORTS_OF_A_DAY]
    if not others:
        return None
    parts = _parts([report, *others])
    same = (other for other in others if _is_same(report, parts[report.pk], other, parts[other.pk]))
    return next((other.meeting for other in same), None)


def _own_meeting(report: Report, before: Meeting | None) -> Meeting:
    """The meeting the report has to itself, brought up to date, or a new one."""
    is_alone = before is not None and not before.reports.exclude(pk=report.pk).exists()
    meeting = before if before is not None and is_alone else Meeting()
    meeting.title, meeting.held_on, meeting.place = report.title, report.meeting_on, report.place
    meeting.save()
    return meeting


def _dates_agree(report: Report, other: Report) -> bool:
    return report.meeting_on is None or other.meeting_on is None or report.meeting_on == other.meeting_on


def _parts(reports: list[Report]) -> dict[int, dict[int, str]]:
    """By report, the agencies that organised, chaired or were a party, each with its level."""
    rows = AgencyRole.objects.standing().filter(report__in=reports, role__in=_TAKING_PART).order_by()
    parts: dict[int, dict[int, str]] = defaultdict(dict)
    for report, agency, level in rows.values_list("report", "agency", "agency__level"):
        parts[report][agency] = level
    return parts


def _is_same(report: Report, parts: dict[int, str], other: Report, other_parts: dict[int, str]) -> bool:
    """Two local meetings may have forces of the same general name: in two provinces only central bodies count."""
    shared = parts.keys() & other_parts.keys()
    if report.place and other.place and report.place.province != other.place.province:
        shared = {agency for agency in shared if parts[agency] == "central"}
    overlap = len(shared) / max(len(parts.keys() | other_parts.keys()), 1)
    return len(shared) >= _FEWEST_SHARED and overlap >= _SMALLEST_OVERLAP
