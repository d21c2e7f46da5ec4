"""The kinds of facts by the word that names them in addresses and anchors ("document-12"), in the order of the desk."""

from collections.abc import Mapping, Sequence
from typing import Any

from archive.models import (
    AgencyRole,
    Appearance,
    Citation,
    Evidence,
    Figure,
    Report,
    ReportDate,
    ReportPlace,
    ReportTopic,
)

MODELS: Mapping[str, type[Evidence]] = {
    "date": ReportDate,
    "place": ReportPlace,
    "agency": AgencyRole,
    "official": Appearance,
    "document": Citation,
    "figure": Figure,
    "topic": ReportTopic,
}
NAMES = {model: kind for kind, model in MODELS.items()}

# What a fact says, and a person may edit.
FIELDS: Mapping[str, Sequence[str]] = {
    "date": ("kind", "value"),
    "place": ("place", "name"),
    "agency": ("agency", "role"),
    "official": ("official", "name", "rank", "posts", "role"),
    "document": ("document",),
    "figure": ("value", "value_text", "unit", "noun", "qualifier", "period", "topic"),
    "topic": ("topic",),
}
_RELATED = {
    "place": "place",
    "agency": "agency",
    "official": "official",
    "document": "document",
    "figure": "topic",
    "topic": "topic",
}


def kind_of(fact: Evidence) -> str:
    return NAMES[type(fact)]


def anchor_of(fact: Evidence) -> str:
    return f"{kind_of(fact)}-{fact.pk}"


def facts_in(report: Report, kind: str) -> list[Any]:
    """Every fact of the kind, the rejected too, in the order of the text; what has no place in it comes last."""
    rows = MODELS[kind].objects.filter(report=report)
    if kind in _RELATED:
        rows = rows.select_related(_RELATED[kind])
    return sorted(rows, key=lambda row: (row.start is None, row.start, row.pk))


def find_fact(report: Report, anchor: str) -> Any | None:
    """The report's fact of that anchor."""
    kind, _dash, pk = anchor.partition("-")
    if kind not in MODELS or not pk.isascii() or not pk.isdigit() or len(pk) > 18:
        return None
    return MODELS[kind].objects.filter(report=report, pk=int(pk)).first()
