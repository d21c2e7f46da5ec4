"""Tantivy: terms in, objects out. Its tokenizer only splits at spaces what the analysis made, its parser is not used.

Its fields are the rows of the analysis, each exact key followed by its folded one ("phOiS ~phoi hQpJ ~hop"), so that
one phrase may ask for exact syllables in some places and folded ones in others. Pairs of neighbours are no terms of
their own but phrases of two syllables, scored by how many documents have them: terms for them would take most of the
time of a rebuild.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import tantivy
from haystack.backends import BaseEngine
from tantivy import FieldType, Occur, Query

from search.analysis import FOLD_SIGN, exact_keys
from search.backends import base
from search.backends.entry import LAST_DATE, UNKNOWN_DATE, Entry, Rows, key_in, newest_rank, oldest_rank
from search.backends.plan import (
    CHANNELS,
    DATE_FIELDS,
    AllOf,
    AnyOf,
    Codes,
    Condition,
    Dates,
    Everything,
    Keys,
    Near,
    Not,
    Phrase,
    Plan,
    Prefix,
    Syllable,
    Values,
    Weighted,
    Word,
)
from search.errors import IndexUnavailable, QueryTooExpensive

_HEAP_BYTES = 256_000_000
_MOST_COUNTS_KEPT = 100_000
_NARROW = 8  # where fewer than one in so many documents are hits, phrases are looked for among the hits alone
_TIES = 64  # more hits than asked for are fetched, so that ties at the end are put in order


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("pk", indexed=True, fast=True)
    builder.add_integer_field("revision", fast=True)
    for name in DATE_FIELDS:
        builder.add_integer_field(name, fast=True)
    for name in ("newest", "oldest"):
        builder.add_integer_field(name, fast=True)
    for name in CHANNELS:
        builder.add_text_field(name, tokenizer_name="spaces", index_option="position")
    builder.add_text_field("words", tokenizer_name="spaces", index_option="freq")
    builder.add_text_field("codes", tokenizer_name="raw", index_option="basic")
    builder.add_float_field("values", indexed=True)
    builder.add_bytes_field("rows", stored=True)
    return builder.build()


_SCHEMA = _schema()
_SPACES = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


class Index(base.Index):
    ENGINE = "tantivy"
    SCHEMA = 2
    BATCH = 10_000
    UNREADABLE = (OSError,)

    def commit(self, entries: Iterable[Entry], gone: Collection[int] = ()) -> None:
        index = self._open()
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        is_empty = index.searcher().num_docs == 0
        for pk in gone:
            writer.delete_documents_by_term("pk", pk)
        for entry in entries:
            if not is_empty:
                writer.delete_documents_by_term("pk", entry.pk)
            writer.add_document(_document(entry))
        writer.commit()
        writer.wait_merging_threads()

    def _open(self) -> Any:
        index = tantivy.Index(_SCHEMA, str(self.files))
        index.register_tokenizer("spaces", _SPACES)
        index.config_reader(reload_policy="manual")
        return index

    def reader(self, _previous: base.Reader | None = None) -> "Reader":
        try:
            if not tantivy.Index.exists(str(self.files)):
                raise IndexUnavailable(f"there is no index at {self.files}")
            return Reader(self._open())
        except (ValueError, OSError) as error:
            raise IndexUnavailable(f"the index at {self.files} cannot be read: {error!r}") from error


def _document(entry: Entry) -> Any:
    document = tantivy.Document()
    document.add_integer("pk", entry.pk)
    document.add_integer("revision", entry.revision)
    for name in DATE_FIELDS:
        document.add_integer(name, entry.dates.get(name, UNKNOWN_DATE))
    dated = entry.dates.get(DATE_FIELDS[0], UNKNOWN_DATE)
    document.add_integer("newest", newest_rank(dated, entry.pk))
    document.add_integer("oldest", oldest_rank(dated, entry.pk))
    document.add_text("content", entry.rows.content)
    document.add_text("title", entry.rows.title)
    document.add_text("figures", entry.rows.figures)
    document.add_text("words", entry.rows.words)
    for code in entry.codes:
        document.add_text("codes", code)
    for value in entry.values:
        document.add_float("values", value)
    document.add_bytes("rows", entry.rows.packed)
    return document


class Reader(base.Reader):
    def __init__(self, index: Any) -> None:
        index.reload()
        self._searcher = index.searcher()
        self._count: int = self._searcher.num_docs
        self._counts: dict[Weighted, int] = {}

    def count(self) -> int:
        return self._count

    def revisions(self) -> dict[int, int]:
        hits = self._all(Query.all_query())
        return dict(zip(self._column("pk", hits), self._column("revision", hits), strict=True))

    def having(self, term: Weighted) -> int:
        if isinstance(term, Syllable | Word):
            field, key = _filed(term)
            return int(self._searcher.doc_freq(field, key))
        found = self._counts.get(term)
        if found is None:
            if len(self._counts) > _MOST_COUNTS_KEPT:
                self._counts.clear()
            found = self._counts[term] = self._number_of(self._query(term))
        return found

    def _number_of(self, query: Any) -> int:
        return int(self._searcher.search(query, limit=1, count=True).count)

    def matching(self, condition: Condition) -> list[int]:
        query = self._query(condition)
        found = self._searcher.search(query, limit=max(1, self._count), count=False, order_by_field="pk")
        return [pk for pk, _address in found.hits]

    def has(self, condition: Condition) -> bool:
        return self._number_of(self._query(condition)) > 0

    def _all(self, query: Any) -> list[tuple[float, Any]]:
        """All hits of a query, as (score, address)."""
        return self._searcher.search(query, limit=max(1, self._count), count=False).hits  # type: ignore[no-any-return]

    def _column(self, name: str, hits: Sequence[tuple[float, Any]]) -> list[int]:
        return self._searcher.fast_field_values(name, [address for _score, address in hits])  # type: ignore[no-any-return]

    def top(self, plan: Plan, start: int, end: int, order: base.Order) -> tuple[int, list[tuple[int, float]]]:
        if order == "-score" and plan.weights:
            return self._best(plan, start, end)
        field = "oldest" if order == "dated_on" else "newest"
        query = self._query(plan.condition)
        found = self._searcher.search(query, limit=max(1, end), count=True, order_by_field=field)
        return found.count, [(key_in(rank), 0.0) for rank, _address in found.hits[start:end]]

    def _best(self, plan: Plan, start: int, end: int) -> tuple[int, list[tuple[int, float]]]:
        query = self._scored(plan, is_narrow=self._most(plan.condition) * _NARROW < self._count)
        limit = end + _TIES
        while True:
            found = self._searcher.search(query, limit=limit, count=True)
            rows = self._rows(found.hits)
            if found.count <= limit or rows[-1][0] < rows[end - 1][0]:  # no tie was cut
                return found.count, [(key_in(rank), score) for score, rank in sorted(rows, reverse=True)[start:end]]
            limit *= 4

    def _most(self, condition: Condition) -> int:
        """No more documents than this can be hits."""
        match condition:
            case AllOf(nodes):
                return min(map(self._most, nodes), default=self._count)
            case AnyOf(nodes):
                return sum(map(self._most, nodes))
            case Syllable() | Codes():
                return self.having(condition)
            case Phrase(_channel, syllables):
                return min(map(self.having, syllables))
            case Keys(pks):
                return len(pks)
            case _:
                return self._count

    def _rows(self, hits: Sequence[tuple[float, Any]]) -> list[base.Row]:
        ranks = self._column("newest", hits)
        return [(round(score, base.DECIMALS), rank) for (score, _address), rank in zip(hits, ranks, strict=True)]

    def _scored(self, plan: Plan, *, is_narrow: bool) -> Any:
        """What matches, for nothing, and what it is worth.

        Tantivy reads what is optional through a window of documents at a time, hit or not, unless it stands alone
        beside what is required: phrases cost too much for that where hits are few.
        """
        condition = Query.const_score_query(self._query(plan.condition), 0.0)
        counted = [(term, weight) for term, weight in plan.weights.items() if self.having(term)]
        beside = [(Occur.Should, self._weighed(*one)) for one in counted if not (is_narrow and _is_phrase(one[0]))]
        query = Query.boolean_query([(Occur.Must, condition), *beside])
        if is_narrow:
            for one in counted:
                if _is_phrase(one[0]):
                    query = Query.boolean_query([(Occur.Must, query), (Occur.Should, self._weighed(*one))])
        return query

    def _weighed(self, term: Weighted, weight: float) -> Any:
        """The query that gives a term its score. A phrase tells as much as the documents that have it are few."""
        if isinstance(term, Phrase):
            summed = sum(base.idf(self._count, self.having(one)) for one in term.syllables)
            return Query.boost_query(self._phrase(term), weight * base.idf(self._count, self.having(term)) / summed)
        if isinstance(term, Codes):
            return Query.const_score_query(self._query(term), weight * base.idf(self._count, self.having(term)))
        return Query.boost_query(self._term(term), weight)

    def _term(self, term: Syllable | Word) -> Any:
        field, key = _filed(term)
        return Query.term_query(_SCHEMA, field, key, "freq")

    def _query(self, condition: Condition) -> Any:
        """The query for a condition; scores mean nothing in it."""
        match condition:
            case AllOf(nodes):
                return Query.boolean_query([self._clause(node) for node in nodes] + [(Occur.Must, Query.all_query())])
            case AnyOf(nodes):
                return _any(self._query(node) for node in nodes)
            case Not():
                return Query.boolean_query([(Occur.Must, Query.all_query()), self._clause(condition)])
            case Everything():
                return Query.all_query()
            case Syllable():
                return self._term(condition)
            case Codes(terms):
                return Query.term_set_query(_SCHEMA, "codes", list(terms))
            case Keys(pks):
                return _with_keys(pks)
            case Dates(name, low, high):
                return _between(name, FieldType.Integer, low or UNKNOWN_DATE + 1, high or LAST_DATE)
            case Values(low, high):
                return _between("values", FieldType.Float, low, high)
            case Prefix():
                return _any(map(self._term, self._completions(condition)))
            case Phrase():
                return self._phrase(condition)
            case Near():
                return self._near(condition)

    def _clause(self, node: Condition) -> tuple[Any, Any]:
        return (Occur.MustNot, self._query(node.node)) if isinstance(node, Not) else (Occur.Must, self._query(node))

    def _completions(self, prefix: Prefix) -> list[Syllable]:
        """The syllables that begin so; QueryTooExpensive where they are too many."""
        start = prefix.letters if prefix.is_exact else FOLD_SIGN + prefix.letters
        keys = [
            key
            for key, _count in self._searcher.terms_with_prefix(prefix.channel, start)
            if not prefix.is_exact or prefix.fits(key)
        ]
        if len(keys) > base.MOST_BEGUN:
            raise QueryTooExpensive
        return [Syllable(prefix.channel, key.removeprefix(FOLD_SIGN), prefix.is_exact) for key in keys]

    def _phrase(self, phrase: Phrase) -> Any:
        """Exact keys stand at even places of a field, the folded one of each behind it."""
        if len(phrase.syllables) == 1:
            return self._term(phrase.syllables[0])
        places: list[str | tuple[int, str]] = [
            (2 * number, one.key) if one.is_exact else (2 * number + 1, FOLD_SIGN + one.key)
            for number, one in enumerate(phrase.syllables)
        ]
        return Query.phrase_query(_SCHEMA, phrase.channel, places)

    def _near(self, near: Near) -> Any:
        """The documents whose stored rows pass, among those that hold both phrases."""
        candidates = self._all(self._query(AllOf((near.left, near.right))))
        return _with_keys(self._column("pk", [hit for hit in candidates if self._is_near(hit[1], near)]))

    def _is_near(self, address: Any, near: Near) -> bool:
        rows = Rows.unpacked(self._searcher.doc(address)["rows"][0])
        return base.is_near(exact_keys(rows.reading), near.left, near.right, near.distance)

    def explain(self, weights: Mapping[Weighted, float], pk: int) -> list[base.ScorePart]:
        document = (Occur.Must, Query.const_score_query(Query.term_query(_SCHEMA, "pk", pk), 0.0))
        parts = []
        for term, weight in weights.items():
            if self.having(term):
                query = Query.boolean_query([document, (Occur.Should, self._weighed(term, weight))])
                hits = self._searcher.search(query, limit=1, count=False).hits
                if hits and hits[0][0]:
                    parts.append(base.ScorePart(term, weight, hits[0][0]))
        return parts


def _is_phrase(term: Weighted) -> bool:
    return isinstance(term, Phrase)


def _filed(term: Syllable | Word) -> tuple[str, str]:
    """The field and the key in it."""
    if isinstance(term, Word):
        return "words", term.key
    return term.channel, term.key if term.is_exact else FOLD_SIGN + term.key


def _any(queries: Iterable[Any]) -> Any:
    """Any of the queries; none of the documents where there are none."""
    clauses = [(Occur.Should, query) for query in queries]
    return Query.boolean_query(clauses) if clauses else Query.empty_query()


def _with_keys(pks: Collection[int]) -> Any:
    return Query.term_set_query(_SCHEMA, "pk", list(pks)) if pks else Query.empty_query()


def _between(name: str, kind: Any, low: float | None, high: float | None) -> Any:
    return Query.range_query(_SCHEMA, name, kind, low, high)


class Backend(base.Backend):
    index_class = Index


class Engine(BaseEngine):
    backend = Backend
    query = base.Query
