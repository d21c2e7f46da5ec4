"""Dublin Core: one XML document of oai_dc records, as harvesters read them."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from archive.export.citation import ARCHIVE, authors
from archive.export.jsonl import BATCH, with_facts
from archive.models import Report
from archive.models.report import ReportQuerySet

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<records xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">
"""


def lines(reports: ReportQuerySet, site: str) -> Iterator[str]:
    yield _HEAD
    for report in with_facts(reports).iterator(chunk_size=BATCH):
        elements = "".join(f"<dc:{name}>{escape(value)}</dc:{name}>" for name, value in _elements(report, site))
        yield f"<oai_dc:dc>{elements}</oai_dc:dc>\n"
    yield "</records>\n"


def _elements(report: Report, site: str) -> Iterator[tuple[str, str]]:
    yield "identifier", site + report.get_absolute_url()
    yield "identifier", report.accession or ""
    yield "title", report.title
    yield from (("creator", name) for name in authors(report))
    yield from (("contributor", role.agency.name) for role in report.agencyroles.all() if role.role != "mentioned")
    yield from (("subject", fact.topic.name) for fact in report.reporttopics.all())
    yield from (("relation", citation.document.name) for citation in report.citations.all())
    if report.lead:
        yield "description", report.lead
    if report.published_on:
        yield "date", report.published_on.edtf
    yield from (("coverage", str(value)) for value in (report.place, report.meeting_on) if value)
    yield from (("source", value) for value in (report.source_url, report.outlet) if value)
    yield "publisher", ARCHIVE
    yield "language", "vi"
    yield "type", "Text"
