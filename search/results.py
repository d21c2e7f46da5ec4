"""The one way to search: what a person asked to the page of hits, facets and everything said about them.

Matching and order come from the engine, counts from the columns, and every row that is shown from the published
reports of the database, so that a withdrawn report is gone at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from haystack import connections
from haystack.query import SQ

from archive.models import Report
from archive.vietnamese.syllables import tokenize
from search.backends.base import Backend, ScorePart
from search.bitsets import bitset
from search.evidence import asks_for_words, evidence
from search.facets import COLUMNS, Columns, Facet, counted, facet
from search.forms import FACETS, SearchRequest
from search.highlight import Highlighter
from search.histogram import Histogram, histogram
from search.known_words import VOCABULARY
from search.query import lexicon, limits
from search.query.ast import Everything, Field, Words, walk
from search.query.describe import describe
from search.query.expand import Expanded, Page, expand, loosened, time_said
from search.query.lex import without_fields
from search.query.parse import parse
from search.query.to_sq import to_sq
from search.spelling import Correction, correct

# With fewer full matches than this, the best partial ones follow.
FEW = 10
# A query of more syllables is a sentence: measured on judged questions, all of its words in a report mean little.
LONGEST_STRICT = 9
FULL_BONUS = 1.05
SHORTEST_QUESTION = 4
_QUESTION_WORDS = frozenset({"gì", "nào", "ai", "đâu", "sao", "mấy", "nhiêu"})

_MOST_OTHERS = 5  # reports about the meeting of a hit

_ORDERS = {"relevance": ["-score"], "newest": ["-dated_on"], "oldest": ["dated_on"]}
_COLUMNS_SHOWN = (
    "accession", "source_id", "title", "text", "published_on", "meeting_on", "outlet", "is_sample", "meeting_id"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """One report of the page, or one meeting by its best report. `number` is its place in the whole result, from 1.

    `snippet` is "" where the query has no words and `evidence` says more.
    """

    report: Report
    number: int
    score: float
    title: SafeString
    snippet: SafeString
    is_partial: bool
    evidence: str = ""  # where the article says what the query asks by code or value
    same_meeting: tuple["Hit", ...] = ()
    further: int = 0  # reports about the same meeting that are not among them
    fragment: str = ""  # ends the address of the report: browsers scroll to what the snippet shows


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results. `total` counts the reports that match in full, `partial_total` those that match in part.

    They stand one after the other, or with `is_mixed` in one order. `groups` counts both with each meeting as one.
    """

    request: SearchRequest
    expanded: Expanded
    notes: tuple[str, ...]
    total: int
    partial_total: int
    is_mixed: bool
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...] = ()
    histogram: Histogram | None = None
    spelling: Correction | None = None
    groups: int | None = None
    as_words: str = ""  # where nothing is found, the query without its fields, if that finds something

    @property
    def understood(self) -> str:
        return describe(self.expanded.root)

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.expanded.pages

    @property
    def count(self) -> int:
        """How many hits there are, full and partial."""
        return self.total + self.partial_total if self.groups is None else self.groups

    @property
    def reachable(self) -> int:
        """How many of them can be paged to."""
        return min(self.count, limits.MAX_OFFSET)

    @property
    def is_cut(self) -> bool:
        return self.count > self.reachable


@dataclass(frozen=True, slots=True)
class _Row:
    """A hit of the engine, its score raised by what its stream is worth; with the others about the same meeting."""

    pk: int
    score: float
    is_partial: bool
    others: tuple["_Row", ...] = ()


@dataclass(slots=True)
class _Found:
    """The hits of a page, how many there are in all, and by which trees they were found."""

    trees: "_Trees"
    total: int
    partial_total: int = 0
    rows: list[_Row] = field(default_factory=list)
    is_mixed: bool = False  # full and partial matches in one order
    notes: tuple[str, ...] = ()
    groups: int | None = None


def search(request: SearchRequest, *, with_facets: bool = True) -> Results:
    """The results of a request; QueryRefused beyond a limit, SearchError where the index cannot answer."""
    request.check()
    expanded, spelling = _understood(request)
    found = _grouped(request, expanded) if request.is_grouped else _find(request, expanded)
    hits = tuple(_hits(request, expanded, found))
    facets, bars = _counted(request, found) if with_facets else ((), None)
    notes = (*request.notes, *expanded.notes, *found.notes)
    counts = (found.total, found.partial_total, found.is_mixed)
    offered = spelling if spelling and _finds_more(spelling, request, found.total) else None
    as_words = "" if found.total or found.partial_total else _as_words(expanded, request)
    return Results(request, expanded, notes, *counts, hits, facets, bars, offered, found.groups, as_words)


def _understood(request: SearchRequest) -> tuple[Expanded, Correction | None]:
    expanded = expand(parse(request.text), lexicon.LEXICON.get())
    spelling = correct(request.text, VOCABULARY.get())
    return _with_likelier_words(expanded, spelling), spelling


def _finds_more(spelling: Correction, request: SearchRequest, total: int) -> bool:
    """Whether a likelier spelling matches more in full than what was typed; with marks restored, whether it matches."""
    return _matching_in_full(spelling.text, request) > (0 if spelling.restores_marks else total)


def _as_words(expanded: Expanded, request: SearchRequest) -> str:
    """The query without its fields, "" where it has none or finds nothing so either."""
    if not any(isinstance(node, Field) for node in walk(expanded.query.root)):
        return ""
    text = without_fields(request.text)
    return text if text != request.text and _matching_in_full(text, request) else ""


def _matching_in_full(text: str, request: SearchRequest) -> int:
    tree = to_sq(expand(parse(text), lexicon.LEXICON.get()).root)
    return _run(_narrowed(tree, request), 0, 0, request)[0]


def _with_likelier_words(expanded: Expanded, spelling: Correction | None) -> Expanded:
    """A likelier spelling helps to order, and to find partial matches; in full only what was typed matches."""
    if spelling is None or _is_sentence(expanded):
        return expanded
    return replace(expanded, also=f"{expanded.also}\n{spelling.text}".strip())


def matching(request: SearchRequest) -> list[int]:
    """The primary keys of all full matches of a request (of the partial ones where there are none), newest first."""
    found = _find(request.only_hit(1), _understood(request)[0])
    tree = found.trees.full if found.total else found.trees.partial
    return _backend().newest(_narrowed(tree, request))[1] if tree is not None else []


def newest(request: SearchRequest, also: SQ, start: int = 0, end: int | None = None) -> tuple[int, list[int]]:
    """The number of full matches that fulfil `also` too, and the primary keys of a slice of them, newest first."""
    expanded = expand(parse(request.text), lexicon.LEXICON.get())
    return _backend().newest(_narrowed(to_sq(expanded.root) & also, request), start, end)


@dataclass(frozen=True, slots=True)
class Scoring:
    """What makes up the score of one report: its weighted terms, each with the reports that hold it, and factors.

    `full` raises full matches of a long query that stand among partial ones, `time` reports of the time it says.
    """

    parts: list[tuple[ScorePart, int]]
    is_hit: bool
    full: float = 1.0
    time: float = 1.0


def scoring(request: SearchRequest, pk: int) -> Scoring:
    """How a report's score came about, in the very search that a request makes."""
    expanded = _understood(request)[0]
    found = _find(request.only_hit(1), expanded)
    trees = found.trees
    own = SQ(pk__exact=pk)
    is_full = _backend().has(trees.full & own)
    is_partial = trees.partial is not None and _backend().has(trees.partial & own)
    time = time_said(expanded) if request.sort == "relevance" else None
    is_of_time = time is not None and _backend().has(to_sq(time.dates) & own)
    return Scoring(
        _backend().explain(trees.full if is_full or trees.partial is None else trees.partial, pk),
        is_full or is_partial,
        FULL_BONUS if is_full and found.is_mixed else 1.0,
        time.worth if time and is_of_time else 1.0,
    )


def _backend() -> Backend:
    return connections["default"].get_backend()  # type: ignore[no-any-return]


def _find(request: SearchRequest, expanded: Expanded) -> _Found:
    found = _page(request, _Trees.of(expanded), expanded)
    if found.total or found.partial_total:
        return found
    without_phrases = _page(request, _Trees.of(expanded, phrases=True), expanded)
    if without_phrases.partial_total:
        without_phrases.notes = (_("Không bài nào có đúng cụm từ hay chỗ gần nhau đã gõ: đã tìm từng chữ của chúng."),)
    return without_phrases


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


@dataclass(frozen=True, slots=True)
class _Stream:
    """Hits that the engine orders among themselves; their scores are raised by a factor to go among others."""

    tree: SQ
    factor: float = 1.0
    is_partial: bool = False


def _page(request: SearchRequest, trees: _Trees, expanded: Expanded) -> _Found:
    """The page's share of the full matches and, where they are few, of the partial ones after or among them."""
    full = _streams(_Stream(trees.full), request, expanded)
    total, rows = _merged(full, request.offset, request.page_size, request)
    found = _Found(trees, total, rows=rows)
    if total >= FEW or trees.partial is None:
        return found
    partial = _streams(_Stream(trees.partial, is_partial=True), request, expanded)
    if total and request.sort == "relevance" and _is_sentence(expanded):
        risen = [replace(stream, factor=stream.factor * FULL_BONUS) for stream in full]
        count, found.rows = _merged([*risen, *partial], request.offset, request.page_size, request)
        found.partial_total = count - total
        found.is_mixed = found.partial_total > 0
        return found
    start, room = max(0, request.offset - total), request.page_size - len(rows)
    found.partial_total, following = _merged(partial, start, room, request)
    found.rows += following
    return found


def _streams(stream: _Stream, request: SearchRequest, expanded: Expanded) -> list[_Stream]:
    """The hits, parted by whether they are of the time the query says: those that are count as if they printed it."""
    time = time_said(expanded) if request.sort == "relevance" else None
    if time is None:
        return [stream]
    dates = to_sq(time.dates)
    return [
        replace(stream, tree=stream.tree & dates, factor=stream.factor * time.worth),
        replace(stream, tree=stream.tree & ~dates),
    ]


def _merged(streams: Sequence[_Stream], start: int, length: int, request: SearchRequest) -> tuple[int, list[_Row]]:
    """(number of hits, a slice of them) of some streams together; those of one are in the engine's order."""
    is_one = len(streams) == 1
    first, most = (start, length) if is_one else (0, start + length)
    runs = [(stream, *_run(_narrowed(stream.tree, request), first, most, request)) for stream in streams]
    rows = [_Row(pk, score * stream.factor, stream.is_partial) for stream, _count, found in runs for pk, score in found]
    if not is_one:
        rows = sorted(rows, key=lambda row: row.score, reverse=True)[start : start + length]
    return sum(count for _stream, count, _found in runs), rows


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


def _grouped(request: SearchRequest, expanded: Expanded) -> _Found:
    """The page's share of the meetings, each once in the whole result: where the best of its reports stands."""
    found = _find(replace(request, page=1, page_size=limits.MAX_OFFSET), expanded)
    meeting_of = COLUMNS.get(_backend().reader()).meeting_of
    groups: dict[object, list[_Row]] = {}
    for row in found.rows:
        groups.setdefault(meeting_of(row.pk), []).append(row)
    found.groups = len(groups)
    if found.total + found.partial_total > limits.MAX_OFFSET:
        trees = [found.trees.full, *([found.trees.partial] if found.trees.partial and found.partial_total else [])]
        found.groups = len({meeting_of(pk) for tree in trees for pk in _backend().matching(_narrowed(tree, request))})
    shown = list(groups.values())[request.offset : request.offset + request.page_size]
    found.rows = [replace(first, others=tuple(others)) for first, *others in shown]
    return found


def _hits(request: SearchRequest, expanded: Expanded, found: _Found) -> Iterator[Hit]:
    pks = [each.pk for row in found.rows for each in (row, *row.others[:_MOST_OTHERS])]
    reports = Report.objects.published().only(*_COLUMNS_SHOWN).in_bulk(pks)
    highlighter = Highlighter(expanded.root, expanded.also)
    still = [[each for each in (row, *row.others[:_MOST_OTHERS]) if each.pk in reports] for row in found.rows]
    firsts = [reports[rows[0].pk] for rows in still if rows]
    shown = {first.pk: highlighter.shown(first.title, first.text) for first in firsts}
    proofs = evidence(expanded.root, request, reports)
    has_words = asks_for_words(expanded.root)
    otherwise = [pk for pk, each in shown.items() if has_words and not each.has_marks]
    if otherwise:
        proofs |= evidence(expanded.root, request, otherwise, of_readings=True)
    for number, (row, rows) in enumerate(zip(found.rows, still, strict=True), start=request.offset + 1):
        if rows:
            first, *others = (reports[each.pk] for each in rows)
            proof = proofs.get(first.pk, SafeString())
            is_proven = bool(proof) and not (has_words and shown[first.pk].has_marks)
            yield Hit(
                first,
                number,
                rows[0].score,
                shown[first.pk].title,
                SafeString() if is_proven else shown[first.pk].snippet,
                rows[0].is_partial,
                proof,
                tuple(
                    Hit(each, number, other.score, highlighter.mark(each.title), SafeString(), other.is_partial)
                    for each, other in zip(others, rows[1:], strict=True)
                ),
                len(row.others) - len(others),
                shown[first.pk].fragment,
            )


def _counted(request: SearchRequest, found: _Found) -> tuple[tuple[Facet, ...], Histogram]:
    """Facets and histogram; each ignores what was chosen in itself."""
    columns = COLUMNS.get(_backend().reader())
    result, chosen = _sets(request, found, columns)
    facets = tuple(facet(counted(columns, name, _without(result, chosen, name)), name, request) for name in FACETS)
    return facets, histogram(columns, _without(result, chosen, "date"), request)


def values(request: SearchRequest, name: str) -> list[tuple[str, int]]:
    """Every value of a facet and its count in the result, in which what was chosen of it is ignored."""
    found = _find(request.only_hit(1), _understood(request)[0])
    columns = COLUMNS.get(_backend().reader())
    return counted(columns, name, _without(*_sets(request, found, columns), name))


def _sets(request: SearchRequest, found: _Found, columns: Columns) -> tuple[int, dict[str, int]]:
    """The result before it was narrowed, and the reports that each kind of narrowing leaves in."""
    chosen = {name: columns.with_any(name, codes) for name, codes in request.chosen.items()}
    low, high = request.date_bounds
    if low or high:
        chosen["date"] = columns.between(request.date_field, low, high)
    return _whole(found), chosen


def _whole(found: _Found) -> int:
    """The result before it was narrowed: the full matches, the partial ones where there are none, or both in one."""
    full = bitset(_backend().matching(found.trees.full))
    if found.trees.partial is None or (full and not found.is_mixed):
        return full
    return full | bitset(_backend().matching(found.trees.partial))


def _without(result: int, chosen: dict[str, int], ignored: str) -> int:
    for name, members in chosen.items():
        if name != ignored:
            result &= members
    return result
