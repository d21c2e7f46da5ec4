"""CSV: a report a row, for spreadsheets; facts of one kind share a cell."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from archive.export.jsonl import BATCH, with_facts
from archive.models import Report
from archive.models.report import ReportQuerySet

COLUMNS = (
    "id", "source_id", "status", "is_report", "title", "published_on", "meeting_on", "province", "outlet", "source_url",
    "url", "organisers", "parties", "officials", "documents", "topics",
)  # fmt: skip
BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets read UTF-8 as something else


class Line:
    """What csv.writer writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def lines(reports: ReportQuerySet, site: str) -> Iterator[str]:
    writer = csv.writer(Line())
    yield BYTE_ORDER_MARK + writer.writerow(COLUMNS)
    for report in with_facts(reports).iterator(chunk_size=BATCH):
        yield writer.writerow([safe_cell(str(value if value is not None else "")) for value in _cells(report, site)])


def safe_cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _cells(report: Report, site: str) -> Sequence[object]:
    roles = report.agencyroles.all()
    return (
        report.accession,
        report.source_id,
        report.status,
        report.is_report,
        report.title,
        report.published_on,
        report.meeting_on,
        report.place.province.name if report.place else "",
        report.outlet,
        report.source_url,
        site + report.get_absolute_url(),
        _joined(role.agency.name for role in roles if role.role in ("organiser", "chair")),
        _joined(role.agency.name for role in roles if role.role == "party"),
        _joined(str(appearance) for appearance in report.appearances.all()),
        _joined(citation.document.name for citation in report.citations.all()),
        _joined(fact.topic.name for fact in report.reporttopics.all()),
    )


def _joined(names: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(names))
