"""Many reports for a reference manager: BibTeX, RIS, CSL-JSON."""

import json
from collections.abc import Callable, Iterator

from archive.export import citation
from archive.export.jsonl import BATCH
from archive.models import Report
from archive.models.report import ReportQuerySet


def bibtex(reports: ReportQuerySet, site: str) -> Iterator[str]:
    return (f"{entry}\n" for entry in _each(reports, site, citation.bibtex))


def ris(reports: ReportQuerySet, site: str) -> Iterator[str]:
    return (f"{entry}\r\n" for entry in _each(reports, site, citation.ris))


def csl(reports: ReportQuerySet, site: str) -> Iterator[str]:
    """One list of items, an item a line."""
    start = "[\n"
    for entry in _each(reports, site, citation.csl):
        (item,) = json.loads(entry)
        yield start + json.dumps(item, ensure_ascii=False)
        start = ",\n"
    yield "[]\n" if start == "[\n" else "\n]\n"


def _each(reports: ReportQuerySet, site: str, write: Callable[[Report, str], str]) -> Iterator[str]:
    shaped = reports.defer("text", "source_text").prefetch_related("passages")
    return (write(report, site + report.get_absolute_url()) for report in shaped.iterator(chunk_size=BATCH))
