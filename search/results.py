"""The one way to search: what a person asked to the page of hits, facets and everything said about them.

Matching and order come from the engine, counts from the columns, and every row that is shown from the published
reports of the database, so that a withdrawn report is gone at once.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.safestring import SafeString
from haystack import connections
from haystack.query import SQ

from archive.models import Report
from archive.vietnamese.syllables import tokenize
from search.facets import COLUMNS, Facet, Histogram, as_set, facet, histogram
from search.forms import FACETS, SearchRequest
from search.highlight import Highlighter
from search.query import lexicon
from search.query.ast import Everything, Words
from search.query.describe import describe
from search.query.expand import Expanded, Page, expand, loosened
from search.query.parse import parse
from search.query.to_sq import to_sq
from search.spelling import Correction, correct
from search.vocabulary import VOCABULARY

# With fewer full matches than this, the best partial ones follow.
FEW = 10
# A query of more syllables is a sentence: measured on judged questions, all of its words in a report mean little.
LONGEST_STRICT = 9
FULL_BONUS = 1.05
SHORTEST_QUESTION = 4
_QUESTION_WORDS = frozenset({"gì", "nào", "ai", "đâu", "sao", "mấy", "nhiêu"})

_ORDERS = {"relevance": ["-score"], "newest": ["-dated_on"], "oldest": ["dated_on"]}
_COLUMNS_SHOWN = (
    "accession", "source_id", "title", "text", "published_on", "meeting_on", "outlet", "is_sample", "meeting_id"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """One report of the page. `number` is its place in the whole result, from 1."""

    report: Report
    number: int
    score: float
    title: SafeString
    snippet: SafeString
    is_partial: bool
    same_meeting: tuple["Hit", ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results. `total` counts the reports that match in full, `partial_total` those that match in part."""

    request: SearchRequest
    expanded: Expanded
    total: int
    partial_total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()
    histogram: Histogram | None = None
    spelling: Correction | None = None

    @property
    def understood(self) -> str:
        return describe(self.expanded.root)

    @property
    def notes(self) -> tuple[str, ...]:
        return self.expanded.notes

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.expanded.pages

    @property
    def reachable(self) -> int:
        return self.total + self.partial_total


@dataclass(slots=True)
class _Found:
    """Primary keys and scores of a page, full matches first."""

    total: int
    partial_total: int = 0
    rows: list[tuple[int, float, bool]] = field(default_factory=list)  # pk, score, is_partial
    tree: SQ = field(default_factory=SQ)  # what the facets count, before narrowing
    is_mixed: bool = False  # full and partial matches in one order


def search(request: SearchRequest, *, with_facets: bool = True) -> Results:
    """The results of a request; QueryRefused beyond a limit, SearchError where the index cannot answer."""
    request.check()
    expanded = expand(parse(request.text), lexicon.LEXICON.get())
    spelling = correct(request.text, VOCABULARY.get())
    likelier = _with_likelier_words(expanded, spelling)
    found = _find(request, likelier)
    hits = tuple(_hits(request, likelier, found))
    facets, bars = _counted(request, found) if with_facets else ((), None)
    return Results(request, expanded, found.total, found.partial_total, hits, facets, bars, spelling)


def _with_likelier_words(expanded: Expanded, spelling: Correction | None) -> Expanded:
    """A likelier spelling helps to find and order partial matches; in full only what was typed matches."""
    if spelling is None or spelling.restores_marks or _is_sentence(expanded):
        return expanded
    return replace(expanded, also=f"{expanded.also}\n{spelling.text}".strip())


def matching(request: SearchRequest) -> list[int]:
    """The primary keys of all full matches of a request (of the partial ones where there are none), unordered."""
    expanded = expand(parse(request.text), lexicon.LEXICON.get())
    full, loose = (_narrowed(to_sq(node), request) for node in (expanded.root, loosened(expanded)))
    backend = _backend()
    return list(backend.matching(full)) or list(backend.matching(loose))


def score_parts(request: SearchRequest, pk: int) -> dict[str, Any]:
    """What each term of the query gave to the score of one report, by the query it matches: in full, else in part."""
    expanded = expand(parse(request.text), lexicon.LEXICON.get())
    trees = _Trees.of(expanded)
    return dict(_backend().explain(trees.partial or trees.full, pk))


def _backend() -> Any:
    return connections["default"].get_backend()


def _find(request: SearchRequest, expanded: Expanded) -> _Found:
    trees = _Trees.of(expanded)
    total, rows = _run(_narrowed(trees.full, request), request.offset, request.page_size, request)
    found = _Found(total, rows=[(pk, score, False) for pk, score in rows], tree=trees.full)
    if total < FEW:
        mixes = _is_sentence(expanded) and request.sort == "relevance"
        (_mix_partial if mixes else _add_partial)(found, request, trees)
    if not found.total and not found.partial_total:
        _add_partial(found, request, _Trees.of(expanded, phrases=True))
    return found


@dataclass(frozen=True, slots=True)
class _Trees:
    """What matches in full and what in part only, both scored by the same words; `partial` is None where it is void."""

    full: SQ
    partial: SQ | None

    @classmethod
    def of(cls, expanded: Expanded, *, phrases: bool = False) -> "_Trees":
        loose = loosened(expanded, phrases=phrases)
        root = to_sq(expanded.root)
        if loose in (expanded.root, Everything()):
            return cls(root, None)
        scored = root | to_sq(loose)
        is_plain = isinstance(expanded.root, Words) and not expanded.also
        return cls(root if is_plain else scored & ~~root, scored & ~root)


def _is_sentence(expanded: Expanded) -> bool:
    """Whether the query is a question, or so long that having every one of its words says little about a report."""
    node = expanded.query.root
    if not isinstance(node, Words):
        return False
    words = [token.text.lower() for token in tokenize(node.text)]
    is_question = expanded.query.text.endswith("?") or not _QUESTION_WORDS.isdisjoint(words)
    return len(words) > LONGEST_STRICT or (is_question and len(words) > SHORTEST_QUESTION)


def _add_partial(found: _Found, request: SearchRequest, trees: _Trees) -> None:
    """The best partial matches, after the full ones."""
    if trees.partial is None:
        return
    start = max(0, request.offset - found.total)
    room = request.page_size - len(found.rows)
    found.partial_total, rows = _run(_narrowed(trees.partial, request), start, room, request)
    found.rows += [(pk, score, True) for pk, score in rows]
    if not found.total:
        found.tree = trees.partial


def _mix_partial(found: _Found, request: SearchRequest, trees: _Trees) -> None:
    """Partial matches among the few full ones, which rise by a bonus: of a sentence all words may meet by chance."""
    if trees.partial is None:
        return
    _total, full = _run(_narrowed(trees.full, request), 0, FEW, request)
    first = max(0, request.offset - len(full))
    count, partial = _run(_narrowed(trees.partial, request), first, request.page_size + len(full), request)
    rows = [(pk, score, True) for pk, score in partial]
    rising = [(pk, score, False) for pk, score in full]
    best = rows[0][1] if rows and first else math.inf
    late = [row for row in rising if _rank(row) <= best]  # the others stand on pages before
    merged = sorted([*late, *rows], key=_rank, reverse=True)
    skipped = request.offset - first - (len(rising) - len(late))
    found.rows = merged[skipped : skipped + request.page_size]
    found.partial_total = count
    found.is_mixed = True
    found.tree = trees.full | trees.partial


def _rank(row: tuple[int, float, bool]) -> float:
    _pk, score, is_partial = row
    return score if is_partial else score * FULL_BONUS


def _run(tree: SQ, start: int, length: int, request: SearchRequest) -> tuple[int, list[tuple[int, float]]]:
    """(number of hits, a slice of them as (pk, score)); without a length only the number."""
    query = connections["default"].get_query()
    query.add_filter(tree)
    for order in _ORDERS[request.sort]:
        query.add_order_by(order)
    query.set_limits(start, start + max(length, 1))
    rows = [(int(hit.pk), float(hit.score or 0.0)) for hit in query.get_results()]
    return query.get_count(), rows[:length]


def _narrowed(tree: SQ, request: SearchRequest) -> SQ:
    parts = [tree] if tree else []
    for name, codes in request.chosen.items():
        values: list[object] = [int(code) for code in codes if code.isdecimal()] if name == "year" else list(codes)
        parts.append(SQ(**{f"{name}__in": values}))
    low, high = request.date_bounds
    if low or high:
        parts.append(SQ(**{f"{request.date_field}__range": (low, high)}))
    narrowed = SQ()
    for part in parts:
        narrowed = narrowed & part if narrowed else part
    return narrowed


def _hits(request: SearchRequest, expanded: Expanded, found: _Found) -> Iterator[Hit]:
    pks = [pk for pk, _score, _is_partial in found.rows]
    reports = Report.objects.published().filter(pk__in=pks).only(*_COLUMNS_SHOWN).in_bulk()
    highlighter = Highlighter(expanded.root, expanded.also)
    hits = []
    for number, (pk, score, is_partial) in enumerate(found.rows, start=request.offset + 1):
        if pk in reports:
            report = reports[pk]
            title, snippet = highlighter.mark(report.title), highlighter.snippet(report.text)
            hits.append(Hit(report, number, score, title, snippet, is_partial))
    return _by_meeting(hits) if request.is_grouped else iter(hits)


def _by_meeting(hits: Sequence[Hit]) -> Iterator[Hit]:
    """One hit a meeting and page: the best, with the others in it."""
    groups: dict[object, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.report.meeting_id or -hit.report.pk, []).append(hit)
    for first, *others in groups.values():
        yield Hit(first.report, first.number, first.score, first.title, first.snippet, first.is_partial, tuple(others))


def _counted(request: SearchRequest, found: _Found) -> tuple[tuple[Facet, ...], Histogram]:
    """Facets and histogram; each ignores what was chosen in itself."""
    columns = COLUMNS.get(_backend().reader())
    result = as_set(_backend().matching(found.tree))
    chosen = {name: columns.with_any(name, codes) for name, codes in request.chosen.items()}
    low, high = request.date_bounds
    if low or high:
        chosen["date"] = columns.between(request.date_field, low, high)
    facets = tuple(facet(columns, name, _without(result, chosen, name), request) for name in FACETS)
    return facets, histogram(columns, _without(result, chosen, "date"), request)


def _without(result: int, chosen: dict[str, int], ignored: str) -> int:
    for name, members in chosen.items():
        if name != ignored:
            result &= members
    return result
