"""Where the articles of a page say what the query asks for by a code or a value: an agency, a document, a figure."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from archive.models import AgencyRole, Appearance, Citation, Figure, Report, ReportPlace, ReportTopic
from search.analysis import folded_keys, keys
from search.forms import SearchRequest
from search.query.ast import Codes, Near, Node, Not, Phrase, Prefix, Readings, Values, Words, children

_MOST_PASSAGES = 2  # of one report
_CONTEXT = 80  # characters on each side
_FIRST_WORD = re.compile(r"^\S*\s+")
_LAST_WORD = re.compile(r"\s+\S*$")
_BY_CODE = {"agency": AgencyRole, "document": Citation, "topic": ReportTopic}


class _Span(NamedTuple):
    """report.source_text[start:end]"""

    report: int
    start: int
    end: int


def evidence(
    root: Node, request: SearchRequest, reports: Collection[int], *, of_readings: bool = False
) -> dict[int, SafeString]:
    """By report, the passages with what is asked for by code or value, escaped and marked; none for most queries.

    What the result is narrowed by is asked for too where nothing was typed. With `of_readings` also what words were
    read as: for reports that have the agency and print it otherwise.
    """
    asked = list(_asked(root, of_readings=of_readings))
    if not request.text.strip():
        asked += [Codes(name, codes, "") for name, codes in request.chosen.items()]
    spans: dict[int, list[_Span]] = defaultdict(list)
    for span in sorted({span for node in asked for span in _spans(node, reports)}):
        known = spans[span.report]
        if len(known) < _MOST_PASSAGES and (not known or span.start > known[-1].end + _CONTEXT):
            known.append(span)
    texts = dict(Report.objects.filter(pk__in=spans).order_by().values_list("pk", "source_text")) if spans else {}
    return {pk: _joined([_passage(texts[pk], *span[1:]) for span in found]) for pk, found in spans.items()}


def asks_for_words(root: Node) -> bool:
    """Whether an expanded query asks for words of the articles, and not for codes and values alone."""
    match root:
        case Words(channel="content", is_loose=False) | Phrase(channel="content") | Prefix(channel="content") | Near():
            return True
        case Not():
            return False
        case _:
            return any(map(asks_for_words, children(root)))


def _asked(node: Node, *, of_readings: bool) -> Iterator[Node]:
    """The codes and values a query asks for by themselves, or also as another reading of words."""
    match node:
        case Codes() | Values() | Words(channel="figures") | Phrase(channel="figures"):
            yield node
        case Not():
            return
        case Readings() if not of_readings:
            return
        case _:
            for child in children(node):
                yield from _asked(child, of_readings=of_readings)


def _spans(node: Node, reports: Collection[int]) -> Iterator[_Span]:
    facts = _facts(node)
    if facts is None:
        return
    placed = facts.filter(report__in=reports, start__isnull=False).order_by("start")
    for report, start, end, sentence in placed.values_list(
        "report_id", "start", "end", _SENTENCE.get(facts.model, "quote")
    ):
        if not isinstance(node, Words | Phrase) or _has_words(sentence, node.text):
            yield _Span(report, start, end)


_SENTENCE: dict[Any, str] = {Figure: "sentence"}


def _has_words(sentence: str, text: str) -> bool:
    return set(folded_keys(keys(text))) <= set(folded_keys(keys(sentence)))


def _facts(node: Node) -> QuerySet[Any] | None:
    """The facts that stand and bear what is asked for; None for what has no facts."""
    match node:
        case Codes("agency" | "document" | "topic" as field, codes):
            of_code = Q(**{f"{field}__code__in": codes})
            if field != "topic":
                of_code |= Q(**{f"{field}__merged_into__code__in": codes})
            return _BY_CODE[field].objects.standing().filter(of_code)
        case Codes("official", codes):
            keys_of = [code for code in codes if code.isdecimal()]
            return Appearance.objects.standing().filter(Q(official__in=keys_of) | Q(official__merged_into__in=keys_of))
        case Codes("place"):  # of the reports found, where each was held
            return ReportPlace.objects.standing()
        case Values(low, high, is_strict):
            bounds = {"value__gt" if is_strict else "value__gte": low, "value__lt" if is_strict else "value__lte": high}
            return Figure.objects.standing().filter(
                **{name: value for name, value in bounds.items() if value is not None}
            )
        case Words() | Phrase():
            return Figure.objects.standing()
        case _:
            return None


def _passage(text: str, start: int, end: int) -> SafeString:
    """The span with some words on each side, of its own line."""
    first = max(text.rfind("\n", 0, start) + 1, start - _CONTEXT)
    line_end = text.find("\n", end)
    last = min(len(text) if line_end < 0 else line_end, end + _CONTEXT)
    left, right = text[first:start], text[end:last]
    if first and text[first - 1] != "\n":
        left = "… " + _FIRST_WORD.sub("", left)
    if last < len(text) and text[last] != "\n":
        right = _LAST_WORD.sub("", right) + " …"
    return format_html("{}<mark>{}</mark>{}", left, text[start:end], right)


def _joined(passages: list[SafeString]) -> SafeString:
    return mark_safe("<br>".join(passages))  # noqa: S308 - every part is escaped
