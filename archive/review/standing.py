"""What a report says of itself by the facts that stand: its dates, its place and its meeting."""

from archive.ingest.facts import best
from archive.ingest.meetings import assign_meeting
from archive.models import Report, ReportDate


def settle(report: Report) -> None:
    """Bring the report's own dates, place and meeting up to its facts. Call within the transaction of the change."""
    dates = list(report.reportdates.standing())
    report.published_on = best((row for row in dates if row.kind == ReportDate.Kind.PUBLISHED), "value")
    report.meeting_on = best((row for row in dates if row.kind == ReportDate.Kind.MEETING), "value")
    report.place = best(report.reportplaces.standing().select_related("place"), "place")
    assign_meeting(report)
    report.save(update_fields=["published_on", "meeting_on", "place", "meeting"])
