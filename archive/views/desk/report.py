"""A report on the desk: the article with its facts marked, and the facts beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from archive.models import Correction, Passage, Report
from archive.review import decide, outdated
from archive.views.cards import LABELS, Group, difference_lines, groups_of, lines_of
from archive.views.desk.entries import changes_of
from archive.views.desk.facts import THRESHOLDS
from archive.views.marks import Piece, mark
from archive.views.staff import staff

_CHANGES_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Block:
    """One passage with its facts marked, or several in a row that are no part of the article."""

    passages: list[tuple[Passage, list[Piece]]]
    is_furniture: bool


@staff
@require_GET
def report(request: HttpRequest, accession: str) -> HttpResponse:
    found = Report.objects.select_related("place", "meeting", "reprint_of")
    return render(request, "archive/desk/report.html", _report_context(get_object_or_404(found, accession=accession)))


def _report_context(report: Report) -> dict[str, Any]:
    groups = groups_of(report)
    counts = decide.counts_of(card.row for group in groups for card in group.cards)
    last = outdated.last_difference(report)
    return {
        "section": "desk",
        "tab": "queue",
        "report": report,
        "groups": groups,
        "blocks": list(_blocks(report, groups)),
        "undecided": counts["suggested"],
        "decided": sum(counts.values()) - counts["suggested"],
        "thresholds": [(f"{value:.2f}", round(100 * value), _sure(groups, value)) for value in THRESHOLDS],
        "corrections": report.corrections.filter(state=Correction.State.OPEN),
        "notes": [note for name, note in report.extraction_notes.items() if name != "judgment"],
        "judgment": report.extraction_notes.get("judgment", []),
        "changes": list(lines_of(changes_of(report)[:_CHANGES_SHOWN])),
        "difference": difference_lines(last[1]) if last else [],
        "read_again_at": last[0].made_at if last else None,
        "kinds": LABELS.items(),
    }


def _sure(groups: list[Group], confidence: float) -> int:
    cards = [card for group in groups if group.kind in decide.ACCEPTED_AT_ONCE for card in group.cards]
    return sum(card.is_undecided and card.row.confidence >= confidence for card in cards)


def _blocks(report: Report, groups: list[Group]) -> Iterator[Block]:
    passages = list(report.passages.all())
    cards = [card for group in groups for card in group.cards if card.row.has_span and not card.is_rejected]
    marked = mark(report.source_text, [(passage.start, passage.end) for passage in passages], cards)
    furniture: list[tuple[Passage, list[Piece]]] = []
    for passage, pieces in zip(passages, marked, strict=True):
        if passage.kind == Passage.Kind.FURNITURE:
            furniture.append((passage, pieces))
            continue
        if furniture:
            yield Block(furniture, is_furniture=True)
            furniture = []
        yield Block([(passage, pieces)], is_furniture=False)
    if furniture:
        yield Block(furniture, is_furniture=True)
