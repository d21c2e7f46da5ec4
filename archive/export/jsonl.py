"""JSON Lines: a report a line, with its facts that stand (the rejected are left out)."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from archive.models import (
    AgencyRole,
    Appearance,
    Citation,
    Figure,
    Passage,
    Place,
    Report,
    ReportPlace,
    ReportTopic,
)
from archive.models.evidence import EvidenceState
from archive.models.report import ReportQuerySet

BATCH = 200

_FACTS = {
    ReportPlace: "reportplaces",
    AgencyRole: "agencyroles",
    Appearance: "appearances",
    Citation: "citations",
    Figure: "figures",
    ReportTopic: "reporttopics",
}
_BESIDE_FACT = {AgencyRole: ["agency"], Citation: ["document"], Figure: ["topic"], ReportTopic: ["topic"]}


def lines(reports: ReportQuerySet) -> Iterator[str]:
    """The reports as lines of JSON, BATCH of them in memory at a time."""
    for report in with_facts(reports).iterator(chunk_size=BATCH):
        yield json.dumps(record(report), ensure_ascii=False) + "\n"


def with_facts(reports: ReportQuerySet) -> ReportQuerySet:
    """The reports with all that `record` reads, in a fixed number of queries a batch."""
    facts = [
        Prefetch(name, model.objects.standing().select_related(*_BESIDE_FACT.get(model, [])))
        for model, name in _FACTS.items()
    ]
    return reports.select_related("place__parent__parent__parent").prefetch_related("passages", *facts)


def record(report: Report) -> dict[str, Any]:
    """One report in the words of the archive; dates in EDTF."""
    return {
        "id": report.accession,
        "source_id": report.source_id,
        "is_report": report.is_report,
        "status": report.status,
        "title": report.title,
        "lead": report.lead,
        "text": report.text,
        "url": report.get_absolute_url(),
        "source_url": report.source_url or None,
        "outlet": report.outlet or None,
        "published_on": report.published_on and report.published_on.edtf,
        "meeting_on": report.meeting_on and report.meeting_on.edtf,
        "byline": _texts(report, Passage.Kind.BYLINE),
        "captions": _texts(report, Passage.Kind.CAPTION),
        "place": _place(report),
        "agencies": [_agency(role) for role in report.agencyroles.all()],
        "officials": [_official(appearance) for appearance in report.appearances.all()],
        "documents": [_document(citation) for citation in report.citations.all()],
        "figures": [_figure(figure) for figure in report.figures.all()],
        "topics": [fact.topic.name for fact in report.reporttopics.all()],
    }


def _texts(report: Report, kind: str) -> list[str]:
    return [passage.text for passage in report.passages.all() if passage.kind == kind]


def _place(report: Report) -> dict[str, str | None] | None:
    read = _surest(report.reportplaces.all())
    if read is None and report.place is None:
        return None
    province = _province_name(report.place.province) if report.place else None
    return {"name": read.name if read else str(report.place), "province": province}


def _province_name(province: Place) -> str:
    """ "Bình Phước", "Sê Kông (Lào)": abroad with its country."""
    country = province.parent
    return f"{province.name} ({country.name})" if country and country.code != "viet-nam" else province.name


def _surest(places: Iterable[ReportPlace]) -> ReportPlace | None:
    return max(places, key=lambda row: (row.state != EvidenceState.SUGGESTED, row.confidence), default=None)


def _agency(role: AgencyRole) -> dict[str, str]:
    return {"name": role.agency.name, "role": role.role, "quote": role.quote}


def _official(appearance: Appearance) -> dict[str, Any]:
    return {
        "name": appearance.name,
        "rank": appearance.rank or None,
        "posts": appearance.posts,
        "role": appearance.role,
    }


def _document(citation: Citation) -> dict[str, Any]:
    document = citation.document
    return {
        "name": document.name,
        "type": document.type,
        "number": document.number,
        "year": document.year,
        "issued_on": document.issued_on and document.issued_on.edtf,
        "issuer": document.issuer or None,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": _number(figure.value),
        "unit": figure.unit,
        "noun": figure.noun,
        "qualifier": figure.qualifier or None,
        "period": figure.period or None,
        "topic": figure.topic.name if figure.topic else None,
        "quote": figure.quote,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
