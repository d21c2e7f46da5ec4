"""A whole result as a file: CSV, JSON Lines or BibTeX, written row by row in the order of the keys given."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from archive.export import citation, jsonl
from archive.models import Report
from archive.models.report import ReportQuerySet

MOST = 20_000  # reports in one file
_BATCH = 500
_COLUMNS = ("id", "source_id", "title", "meeting_on", "published_on", "place", "outlet", "url")
_BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets read UTF-8 as something else


class _Line:
    """What csv.writer writes to: gives the line back."""

    def write(self, line: str) -> str:
        return line


def rows(names: Sequence[str], cells: Iterable[Sequence[object]]) -> Iterator[str]:
    """CSV, a line at a time, that spreadsheets read as UTF-8 and never as formulas."""
    writer = csv.writer(_Line())
    yield _BYTE_ORDER_MARK + writer.writerow(names)
    for row in cells:
        yield writer.writerow([safe_cell(str(value or "")) for value in row])


def as_csv(pks: Sequence[int], base: str) -> Iterator[str]:
    reports = _reports(pks, lambda found: found.select_related("place").defer("text", "source_text"))
    return rows(_COLUMNS, (_row(report, base) for report in reports))


def _row(report: Report, base: str) -> tuple[object, ...]:
    address = report.source_url or base + report.get_absolute_url()
    identity = (report.accession, report.source_id, report.title, report.meeting_on, report.published_on)
    return (*identity, report.place, report.outlet, address)


def safe_cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def as_jsonl(pks: Sequence[int], base: str) -> Iterator[str]:
    for report in _reports(pks, jsonl.with_facts):
        yield json.dumps(jsonl.record(report), ensure_ascii=False) + "\n"


def as_bibtex(pks: Sequence[int], base: str) -> Iterator[str]:
    for report in _reports(pks, lambda found: found.prefetch_related("passages").defer("text", "source_text")):
        yield citation.bibtex(report, base + report.get_absolute_url()) + "\n"


def _reports(pks: Sequence[int], shaped: Callable[[ReportQuerySet], ReportQuerySet]) -> Iterator[Report]:
    """The published ones of the first reports in their order, a batch in memory at a time."""
    for start in range(0, min(len(pks), MOST), _BATCH):
        batch = pks[start : start + _BATCH]
        found = shaped(Report.objects.published().order_by()).in_bulk(batch)
        yield from (found[pk] for pk in batch if pk in found)


# Name of the format: content type, and who writes it.
FORMATS: dict[str, tuple[str, Callable[[Sequence[int], str], Iterator[str]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "jsonl": ("application/x-ndjson; charset=utf-8", as_jsonl),
    "bib": ("application/x-bibtex; charset=utf-8", as_bibtex),
}
