"""What every engine shares: the Haystack backend, the query that stays a tree, and the contract an engine fulfils."""

import math
import threading
import time
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeAlias

from haystack.backends import BaseSearchBackend, BaseSearchQuery, log_query
from haystack.models import SearchResult
from haystack.query import SQ

from archive import bells
from search.analysis import folded_keys
from search.backends.entry import Entry
from search.backends.generations import Generation, Shelf
from search.backends.plan import Condition, Leaf, Phrase, Plan, Planner, Weighted
from search.errors import IndexUnavailable, UnknownCondition

Row: TypeAlias = tuple[float, int]  # score, rank by date: rows sort as hits do
Order = Literal["-score", "dated_on", "-dated_on"]
ORDERS: tuple[Order, ...] = ("-score", "dated_on", "-dated_on")
# Scores are told apart to this many decimals: two engines add the same numbers up in different order.
DECIMALS = 3
MOST_BEGUN = 500  # syllables that a prefix may stand for; more cost much and mean little

_SECONDS_BETWEEN_BELLS = 5

K1 = 1.2
B = 0.75


def idf(documents: int, having: int) -> float:
    """How telling a term is that `having` of `documents` hold."""
    having = min(having, documents)
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


def length_norm(length: int, average: float) -> float:
    """BM25's k1 (1 - b + b length/average)."""
    return K1 * (1 - B + B * length / average) if average else K1


def rounded_length(length: int) -> int:
    """The length as it is remembered in one byte: exact to 40, then to four leading bits, as Lucene and Tantivy do."""
    if length < 40:
        return length
    shift = (length - 24).bit_length() - 4
    return ((length - 24) >> shift << shift) + 24


def saturated(frequency: float, norm: float) -> float:
    """BM25's frequency (k1 + 1) / (frequency + norm)."""
    return frequency * (K1 + 1) / (frequency + norm)


@dataclass(frozen=True, slots=True)
class ScorePart:
    """What one weighted term adds to the score of one hit."""

    term: Weighted
    weight: float
    score: float


class Reader(ABC):
    """One state of an index, as of a commit. Safe to use from several threads."""

    @abstractmethod
    def count(self) -> int:
        """The number of documents."""

    @abstractmethod
    def revisions(self) -> dict[int, int]:
        """By primary key, the revision that is indexed."""

    def plan(self, tree: SQ) -> Plan:
        """What to look for, given how words are spelt in this index."""
        return Planner(self.having, self._remembered).plan(tree)

    @cached_property
    def _remembered(self) -> dict[Leaf, Plan]:
        return {}

    @abstractmethod
    def having(self, term: Weighted) -> int:
        """The number of documents that hold a term."""

    @abstractmethod
    def matching(self, condition: Condition) -> list[int]:
        """The primary keys of all hits, in no order."""

    @abstractmethod
    def has(self, condition: Condition) -> bool:
        """Whether there is any hit."""

    @abstractmethod
    def top(self, plan: Plan, start: int, end: int, order: Order) -> tuple[int, list[tuple[int, float]]]:
        """The number of hits, and (primary key, score) of those from start to end.

        Ties go to the newest, then to the highest key; in an order by date no score is counted.
        """

    @abstractmethod
    def explain(self, weights: Mapping[Weighted, float], pk: int) -> list[ScorePart]:
        """What makes up the score of one document."""


class Index(ABC):
    """The files of one generation, for their single writer and their readers."""

    ENGINE: ClassVar[str]
    SCHEMA: ClassVar[int]  # raise it when the layout changes: older indexes are rebuilt
    BATCH: ClassVar[int]  # documents a commit, when there are many
    SERVES_WELL: ClassVar[int | None] = None  # documents beyond which answers grow slow
    UNREADABLE: ClassVar[tuple[type[Exception], ...]]  # what reading damaged files raises

    def __init__(self, files: Path) -> None:
        self.files = files

    @abstractmethod
    def commit(self, entries: Iterable[Entry], gone: Collection[int] = ()) -> None:
        """Put these documents in, in place of those with the same key, and take `gone` out; durable on return."""

    @abstractmethod
    def reader(self, previous: Reader | None = None) -> Reader:
        """What was committed last; parts of `previous` may be used again. IndexUnavailable where it cannot be read."""


class Backend(BaseSearchBackend):
    """Haystack's backend on our own index: queries arrive as SQ trees and never become a string."""

    index_class: ClassVar[type[Index]]

    def __init__(self, connection_alias: str, **options: Any) -> None:
        super().__init__(connection_alias, **options)
        self.shelf = Shelf(Path(options["PATH"]), self.index_class.ENGINE, self.index_class.SCHEMA)
        self._lock = threading.Lock()
        self._reader: Reader | None = None
        self._stamp: object = None
        self._asked_at = -math.inf

    def index(self, generation: Generation) -> Index:
        return self.index_class(generation.files)

    def reader(self) -> Reader:
        """The reader of what is served now, kept until a commit or another generation; IndexUnavailable without one."""
        generation = self.shelf.current()
        try:
            return self._reader_of(generation)
        except IndexUnavailable:
            if self._is_current(generation):
                raise
            return self.reader()  # another was published, and this one discarded, while it was looked at

    def _is_current(self, generation: Generation | None) -> bool:
        current = self.shelf.current()
        return current is None or (generation is not None and current.name == generation.name)

    def _reader_of(self, generation: Generation | None) -> Reader:
        if generation is None or not self.shelf.is_readable(generation):
            raise IndexUnavailable(f"no readable index under {self.shelf.folder}")
        try:
            stamp = generation.stamp()
        except OSError as error:
            raise IndexUnavailable(f"the index at {generation.folder} is going") from error
        return self._reader if self._reader and stamp == self._stamp else self._open(generation, stamp)

    def _open(self, generation: Generation, stamp: object) -> Reader:
        with self._lock:
            if self._reader is None or stamp != self._stamp:
                self._reader = self.index(generation).reader(self._reader)
                self._stamp = stamp
            return self._reader

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        """The reader; what cannot be read any more is marked for rebuilding, and IndexUnavailable raised."""
        try:
            yield self.reader()
        except IndexUnavailable:
            self._ask_for_an_index()
            raise
        except self.index_class.UNREADABLE as error:
            generation = self.shelf.current()
            if generation is not None:
                generation.mark_damaged()
            self._ask_for_an_index()
            raise IndexUnavailable(f"the index under {self.shelf.folder} cannot be read: {error!r}") from error

    def _ask_for_an_index(self) -> None:
        """Tell the worker at once; however many people search meanwhile, once in a few seconds is enough."""
        if time.monotonic() - self._asked_at > _SECONDS_BETWEEN_BELLS:
            self._asked_at = time.monotonic()
            bells.ring(bells.INDEX)

    def matching(self, tree: SQ) -> Sequence[int]:
        """The primary keys of all hits of a tree, in no order."""
        with self._reading() as reader:
            return reader.matching(reader.plan(tree).condition)

    def has(self, tree: SQ) -> bool:
        """Whether a tree has any hit."""
        with self._reading() as reader:
            return reader.has(reader.plan(tree).condition)

    def newest(self, tree: SQ, start: int = 0, end: int | None = None) -> tuple[int, list[int]]:
        """The number of hits of a tree, and the primary keys of those from start to end, the newest first."""
        with self._reading() as reader:
            last = reader.count() if end is None else end
            count, rows = reader.top(reader.plan(tree), start, last, "-dated_on")
        return count, [pk for pk, _score in rows]

    def plan(self, tree: SQ) -> Plan:
        """What is looked for by a tree."""
        with self._reading() as reader:
            return reader.plan(tree)

    def explain(self, tree: SQ, pk: int) -> list[tuple[ScorePart, int]]:
        """The parts of a hit's score, the largest first, each with the number of documents that hold its term."""
        with self._reading() as reader:
            parts = reader.explain(reader.plan(tree).weights, pk)
            return [(part, reader.having(part.term)) for part in sorted(parts, key=lambda part: -part.score)]

    @log_query  # type: ignore[untyped-decorator]
    def search(
        self,
        query_string: SQ,
        *,
        start_offset: int = 0,
        end_offset: int | None = None,
        sort_by: Sequence[str] = (),
        result_class: type[SearchResult] | None = None,
        **_options: Any,
    ) -> dict[str, Any]:
        """Haystack's entry: the tree in, {"results": [...], "hits": n} out; one order, and any slice of it."""
        order = _order(sort_by)
        with self._reading() as reader:
            end = reader.count() if end_offset is None else end_offset
            hits, rows = reader.top(reader.plan(query_string), start_offset, end, order)
        make = result_class or SearchResult
        return {"results": [make("archive", "report", pk, score) for pk, score in rows], "hits": hits}

    def update(self, index: Any, iterable: Iterable[Any], commit: bool = True) -> None:
        """Haystack's door for putting reports in; the archive's own is search.indexing, which also counts revisions."""
        generation = self._writable()
        target = self.index(generation)
        target.commit(index.entries([report.pk for report in iterable]))
        generation.count_commit(target.reader().count())

    def remove(self, obj_or_string: Any, commit: bool = True) -> None:
        """Take one report out, given itself or its "archive.report.<pk>"."""
        pk = int(str(obj_or_string).rsplit(".", 1)[-1]) if isinstance(obj_or_string, str) else obj_or_string.pk
        generation = self._writable()
        target = self.index(generation)
        target.commit([], [pk])
        generation.count_commit(target.reader().count())

    def clear(self, models: Collection[Any] | None = None, commit: bool = True) -> None:
        """Serve an empty index from now on."""
        generation = self.shelf.create()
        self.index(generation).commit([])
        self.shelf.publish(generation)

    def _writable(self) -> Generation:
        generation = self.shelf.current()
        if generation is None or not self.shelf.is_present(generation):
            self.clear()
            generation = self.shelf.current()
        if generation is None:
            raise IndexUnavailable(f"no index can be made under {self.shelf.folder}")
        return generation


def _order(sort_by: Sequence[str]) -> Order:
    """One of the orders; the first is the order where none is asked for."""
    asked = sort_by[0] if sort_by else ORDERS[0]
    if asked not in ORDERS or len(sort_by) > 1:
        raise UnknownCondition(f"order_by={', '.join(sort_by)}")
    return asked  # type: ignore[return-value]


class Query(BaseSearchQuery):
    """A query that stays a tree: nothing a person typed is ever written into, or read out of, a query string."""

    query_filter: Any

    def build_query(self) -> Any:
        return self.query_filter

    def add_filter(self, query_filter: SQ, use_or: bool = False) -> None:
        """Join a tree to what was asked so far. Haystack's own negates too much since Django 4.2."""
        if not self.query_filter.children:
            self.query_filter = query_filter
        elif query_filter.children:
            connector = SQ.OR if use_or else SQ.AND
            self.query_filter = SQ(self.query_filter, query_filter, _connector=connector)


def places(row: Sequence[str], phrase: Phrase) -> Iterator[int]:
    """Where in a row of exact keys a phrase begins."""
    folded = row if all(one.is_exact for one in phrase.syllables) else folded_keys(row)
    sought = [(one.key, row if one.is_exact else folded) for one in phrase.syllables]
    key, where = sought[0]
    last = len(row) - len(sought)
    at = -1
    while True:
        try:
            at = where.index(key, at + 1)
        except ValueError:
            return
        if at <= last and all(column[at + step] == key for step, (key, column) in enumerate(sought)):
            yield at


def has_phrase(row: Sequence[str], phrase: Phrase) -> bool:
    """Whether the phrase stands in the row."""
    return any(True for _place in places(row, phrase))


def is_near(row: Sequence[str], left: Phrase, right: Phrase, distance: int) -> bool:
    """Whether the two phrases stand in the row with at most `distance` syllables between them, not overlapping."""
    lefts, rights = list(places(row, left)), list(places(row, right))
    return _follows(rights, [at + len(left.syllables) for at in lefts], distance) or _follows(
        lefts, [at + len(right.syllables) for at in rights], distance
    )


def _follows(starts: Sequence[int], ends: Sequence[int], distance: int) -> bool:
    """Whether something starts at most `distance` after something ended; both in order."""
    return any((at := bisect_right(ends, start)) and start - ends[at - 1] <= distance for start in starts)
