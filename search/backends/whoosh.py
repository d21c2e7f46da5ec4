"""Whoosh, the embedded default: its files and segments, our terms, and scoring a term at a time.

Whoosh keeps the postings; boolean work is done on them as large integers (bit d is document d of a segment), and
scores are added up term by term. That is many times faster than its trees of matchers. Segments never change once
written, so what was read of them is kept from commit to commit; only deletions are looked up anew.

Terms lie in the dictionary as "folded=exact", so that a folded term is the run of all that begins with it. A phrase is
looked for among the documents that hold all its pairs, and is then verified in the stored row of keys.

Whoosh's files are pickles: only what this site wrote itself, in its own folder, is ever opened.
"""

import io
import pickle
import struct
import threading
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from heapq import nlargest
from itertools import pairwise
from operator import or_
from typing import Any

from haystack.backends import BaseEngine
from whoosh import columns, fields, formats
from whoosh import index as whoosh_index
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment, W3TermInfo
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import HashWriter, OrderedHashWriter
from whoosh.filedb.structfile import BufferFile
from whoosh.matching import FilterMatcher, ListMatcher
from whoosh.system import pack_ushort
from whoosh.util.numlists import GrowableArray

from search.analysis import BREAK, JOINT, exact_keys, folded_key
from search.backends import base
from search.backends.entry import (
    LAST_DATE,
    UNKNOWN_DATE,
    Entry,
    code_term,
    key_in,
    newest_rank,
    oldest_rank,
)
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
from search.bitsets import bitset, members
from search.errors import IndexUnavailable, QueryTooExpensive

_SEPARATOR = "="
_LENGTHS = (*CHANNELS, "words")
_FIELDS = (*_LENGTHS, "pairs", "codes")
_ROWS = CHANNELS  # the lines of a stored row
_DATED_ON = 2  # where the first date stands in a record
_RECORD = struct.Struct(f"<QI{len(DATE_FIELDS)}I{len(_LENGTHS)}I")  # pk, revision, dates, lengths; then the values
_POSTINGS_KEPT_A_DOCUMENT = 200  # of 8 bytes; a common syllable takes one for nearly every document
_MOST_VARIANTS_KEPT = 100_000
_LEAST_KEPT = 50_000
_MOST_CONDITIONS_KEPT = 64
_FREQUENCY_BITS = 16  # of a posting in the pool, below its document
_LARGEST_FREQUENCY = (1 << _FREQUENCY_BITS) - 1


class _Terms(fields.FieldType):
    """A field whose terms are put into the pool by us; it stores nothing else."""

    analyzer = None
    scorable = False
    stored = False

    def __init__(self) -> None:
        self.format = formats.Existence()


class _View(io.RawIOBase):
    """A stretch of a mapped file, read where it lies."""

    def __init__(self, buffer: memoryview) -> None:
        self._buffer = buffer
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        part = self._buffer[self._at : self._at + len(target)]
        target[: len(part)] = part
        self._at += len(part)
        return len(part)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: len(self._buffer)}[whence]
        self._at = max(0, start + offset)
        return self._at


class _MappedFile(BufferFile):
    def __init__(self, buffer: memoryview, name: str) -> None:
        super().__init__(b"", name=name)
        self._buf = buffer
        self.file = io.BufferedReader(_View(buffer))


class _Compound(CompoundStorage):
    """A segment's file, mapped; Whoosh's own copies each part of it into memory when it is opened."""

    def open_file(self, name: str, *_args: Any, **_options: Any) -> _MappedFile:
        offset, length = self.range(name)
        return _MappedFile(memoryview(self._source)[offset : offset + length], name)


class _SegmentFiles(W3Segment):
    def open_compound_file(self, storage: Any) -> _Compound:
        return _Compound(storage.open_file(self.make_filename(self.COMPOUND_EXT)))


class _Postings(ListMatcher):
    """What is filed under one term of a segment."""

    def __init__(self, documents: array, frequencies: array, **options: Any) -> None:
        super().__init__(documents, frequencies, **options)
        self.documents = documents
        self.frequencies = frequencies


class _Codec(W3Codec):
    """Whoosh's own, but for its postings.

    They are written and read as two arrays a term: Whoosh's blocks are pickled one by one, and cost most of the time of
    a rebuild where nearly every term has few documents. Statistics of lengths are left out: they are ours.
    """

    length_stats = False

    def new_segment(self, _storage: Any, indexname: str) -> _SegmentFiles:
        return _SegmentFiles(self, indexname)

    def field_writer(self, storage: Any, segment: Any) -> "_FieldWriter":
        return _FieldWriter(self, storage, segment)

    def postings_reader(
        self, file: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> _Postings:
        offset, _length = terminfo.extent()
        count = terminfo.doc_frequency()
        documents, frequencies = array("I"), array("H")
        documents.frombytes(file.get(offset, count * documents.itemsize))
        frequencies.frombytes(file.get(offset + count * documents.itemsize, count * frequencies.itemsize))
        return _Postings(documents, frequencies, format=format_, scorer=scorer, term=term, terminfo=terminfo)


class _TermTable(OrderedHashWriter):
    """Whoosh's table of terms, hashed by CRC32 instead of MD5."""

    _CRC32 = 1

    def __init__(self, file: Any) -> None:
        HashWriter.__init__(self, file, hashtype=self._CRC32)
        self.index = GrowableArray("H")
        self.lastkey = b""


class _FieldWriter(W3FieldWriter):
    _tindex: Any

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        extras = self._tindex.extras
        self._tindex.dbfile.close()
        self._tindex = _TermTable(self._create_file(W3Codec.TERMS_EXT))
        self._tindex.extras = extras
        self._offset = 0

    def add_postings(self, schema: Any, _lengths: Any, items: Iterable[tuple[str, bytes, array]]) -> None:
        """Write what the pool holds, field by field and term by term in order."""
        for field, term, packed in items:
            if field != self._fieldname:
                self.start_field(field, schema[field])
            self._tindex.add(pack_ushort(self._fieldid) + term, self._written(packed))

    def _written(self, packed: array) -> bytes:
        """What the table of terms says of postings that were written."""
        documents = array("I", [posting >> _FREQUENCY_BITS for posting in packed])
        frequencies = array("H", [posting & _LARGEST_FREQUENCY for posting in packed])
        data = documents.tobytes() + frequencies.tobytes()
        self._postfile.write(data)
        terminfo = W3TermInfo(sum(frequencies), len(packed), 0, 0, max(frequencies), documents[0], documents[-1])
        terminfo.set_extent(self._offset, len(data))
        self._offset += len(data)
        return terminfo.to_bytes()  # type: ignore[no-any-return]


class _Pool:
    """What the next commit writes, by term. Whoosh's own pool sorts every posting by itself and spills to the disk."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, array]] = defaultdict(lambda: defaultdict(lambda: array("Q")))

    def take(self, field: str, document: int, terms: Iterable[str]) -> None:
        """The terms of one document."""
        postings = self._fields[field]
        first = document << _FREQUENCY_BITS
        for term, count in Counter(terms).items():
            postings[term].append(first | min(count, _LARGEST_FREQUENCY))

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """One posting of a segment that Whoosh merges into the next."""
        field, term, document, frequency, _value = item
        self._fields[field][term.decode()].append(document << _FREQUENCY_BITS | int(frequency))

    def iter_postings(self) -> Iterator[tuple[str, bytes, array]]:
        for field in sorted(self._fields):
            terms = self._fields[field]
            for term in sorted(terms):
                yield field, term.encode(), terms[term]

    def cleanup(self) -> None:
        self._fields.clear()


def _schema() -> fields.Schema:
    terms = {name: _Terms() for name in _FIELDS}
    stored = {name: fields.COLUMN(columns.VarBytesColumn()) for name in ("record", "row")}
    return fields.Schema(**terms, **stored)


class Index(base.Index):
    ENGINE = "whoosh"
    SCHEMA = 2
    BATCH = 4_000
    SERVES_WELL = 30_000  # loose questions, p95: 42 ms at 12,000 articles, 437 ms at 48,000 (bench_engines.py)
    UNREADABLE = (OSError, EOFError, struct.error, zlib.error, pickle.UnpicklingError)

    def commit(self, entries: Iterable[Entry], gone: Collection[int] = ()) -> None:
        index = self._open()
        writer = index.writer(codec=_Codec())
        writer.pool = _Pool()
        try:
            known = _keys_of(index.reader())
            for pk in gone:
                _delete(writer, known, pk)
            for entry in entries:
                _delete(writer, known, entry.pk)
                _file(entry, writer.docnum, writer.pool)
                writer.add_document(**_columns(entry))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()

    def _open(self) -> Any:
        storage = FileStorage(str(self.files))
        if not whoosh_index.exists(storage):
            return storage.create_index(_schema())
        return storage.open_index()

    def reader(self, previous: base.Reader | None = None) -> "Reader":
        known = previous.segments if isinstance(previous, Reader) else []
        try:
            return Reader(FileStorage(str(self.files)).open_index().reader(), known)
        except (*self.UNREADABLE, ValueError, KeyError, whoosh_index.IndexError) as error:
            raise IndexUnavailable(f"the index at {self.files} cannot be read: {error!r}") from error


def _keys_of(reader: Any) -> dict[int, int]:
    """By primary key, the number of its document."""
    found = {}
    for leaf, base_number in reader.leaf_readers():
        for number, (pk, *_) in _records(leaf):
            found[pk] = base_number + number
    reader.close()
    return found


def _delete(writer: Any, known: Mapping[int, int], pk: int) -> None:
    if pk in known:
        writer.delete_document(known[pk])


def _records(leaf: Any) -> Iterator[tuple[int, tuple]]:
    """The documents of a segment that are not deleted: (number, record)."""
    if not leaf.doc_count_all():
        return
    column = leaf.column_reader("record")
    for number in leaf.all_doc_ids():
        yield number, _RECORD.unpack_from(column[number])


def _file(entry: Entry, document: int, pool: _Pool) -> None:
    """Put the terms of an entry into the pool, as what a document has."""
    rows = entry.rows
    content = rows.content.split()
    pool.take("content", document, _terms(content))
    pool.take("pairs", document, _pair_terms(content))
    pool.take("title", document, _terms(rows.title.split()))
    pool.take("figures", document, _terms(rows.figures.split()))
    pool.take("words", document, rows.words.split())
    pool.take("codes", document, [*entry.codes, code_term("pk", entry.pk)])


def _terms(row: Sequence[str]) -> list[str]:
    """ "folded=exact" for each exact key and the folded one behind it."""
    return [folded[1:] + _SEPARATOR + exact for exact, folded in zip(row[::2], row[1::2], strict=True)]


def _pair_terms(row: Sequence[str]) -> list[str]:
    """The same for each two neighbours that no break parts."""
    exact, folded = row[::2], row[1::2]
    pairs = zip(exact, exact[1:], folded, folded[1:], strict=False)
    return [
        f"{folded_left[1:]}{JOINT}{folded_right[1:]}{_SEPARATOR}{left}{JOINT}{right}"
        for left, right, folded_left, folded_right in pairs
        if BREAK not in (left, right)
    ]


def _columns(entry: Entry) -> dict[str, bytes]:
    """What is stored of an entry."""
    rows = entry.rows
    lengths = [len(row.split()) for row in (rows.content, rows.title, rows.figures, rows.words)]
    dates = [entry.dates.get(name, 0) for name in DATE_FIELDS]
    record = _RECORD.pack(entry.pk, entry.revision, *dates, *lengths)
    return {
        "record": record + struct.pack(f"<{len(entry.values)}d", *entry.values),
        "row": "\n".join(" ".join(exact_keys(row)) for row in (rows.reading, rows.title, rows.figures)).encode(),
    }


def _dictionary_key(exact: str) -> str:
    return folded_key(exact) + _SEPARATOR + exact


@dataclass(slots=True)
class _Posting:
    """The documents of a segment that hold a term, and how often."""

    documents: array
    frequencies: array
    bits: int = -1

    def as_bits(self) -> int:
        if self.bits < 0:
            self.bits = bitset(self.documents)
        return self.bits


_ABSENT = _Posting(array("I"), array("H"), 0)


class _Segment:
    """One immutable segment: what was read of it stays, whatever is committed later."""

    def __init__(self, leaf: Any) -> None:
        self.leaf = leaf
        self.size: int = leaf.doc_count_all()
        self._postings: OrderedDict[Weighted, _Posting] = OrderedDict()
        self._kept = 0
        self._variants: dict[tuple[str, str], list[str]] = {}
        self._lock = threading.Lock()

    @property
    def identity(self) -> object:
        """Names the segment for good, whatever is deleted from it."""
        return self.leaf.segment().segment_id()

    @cached_property
    def everything(self) -> int:
        return (1 << self.size) - 1

    @cached_property
    def records(self) -> list[tuple]:
        column = self.leaf.column_reader("record") if self.size else []
        return [_RECORD.unpack_from(column[number]) for number in range(self.size)]

    @cached_property
    def ranks(self) -> list[int]:
        """By document, what ties are told apart by."""
        return [newest_rank(record[_DATED_ON], record[0]) for record in self.records]

    @cached_property
    def rows(self) -> Any:
        return self.leaf.column_reader("row")

    @cached_property
    def values(self) -> tuple[list[float], list[int]]:
        """All figures reported in order, and the document of each."""
        column = self.leaf.column_reader("record") if self.size else []
        found = []
        for number in range(self.size):
            data = column[number][_RECORD.size :]
            found += [(value, number) for value in struct.unpack(f"<{len(data) // 8}d", data)]
        found.sort()
        return [value for value, _number in found], [number for _value, number in found]

    def lengths(self, channel: str) -> list[int]:
        at = 2 + len(DATE_FIELDS) + _LENGTHS.index(channel)
        return [record[at] for record in self.records]

    def dates(self, name: str) -> list[int]:
        at = 2 + DATE_FIELDS.index(name)
        return [record[at] for record in self.records]

    def posting(self, sought: Weighted) -> _Posting:
        """The documents that hold a term; of a folded one those of all that it stands for, summed."""
        found = self._postings.get(sought)
        if found is None:
            field, terms = self._filed(sought)
            with self._lock:
                found = _summed([self._read(field, term) for term in terms])
                self._keep(sought, found)
        return found

    def _filed(self, sought: Weighted) -> tuple[str, Sequence[str]]:
        """The field and the terms of its dictionary that something stands for."""
        match sought:
            case Codes(terms):
                return "codes", terms
            case Syllable(channel, key, is_exact):
                return channel, self._spelt(channel, key, is_exact)
            case Word(key):
                return "words", [key]
            case Phrase(_content, (left, right)):
                spelt = self._spelt("pairs", left.key + JOINT + right.key, sought.is_exact)
                if left.is_exact == right.is_exact:
                    return "pairs", spelt
                return "pairs", [term for term in spelt if _is_pair(term, left, right)]
            case _:
                raise ValueError(f"no posting for {sought!r}")

    def _spelt(self, field: str, key: str, is_exact: bool) -> Sequence[str]:
        return [_dictionary_key(key)] if is_exact else self.variants(field, folded_key(key) + _SEPARATOR)

    def _read(self, field: str, term: str) -> _Posting:
        key = term.encode()
        if (field, key) not in self.leaf:
            return _ABSENT
        found = self.leaf.postings(field, key)
        if isinstance(found, FilterMatcher):  # which hides what was deleted; that is looked up anew
            found = found.child
        return _Posting(found.documents, found.frequencies)

    def _keep(self, key: Weighted, posting: _Posting) -> None:
        self._postings[key] = posting
        self._kept += len(posting.documents) + 1
        while self._kept > _POSTINGS_KEPT_A_DOCUMENT * self.size + _LEAST_KEPT:
            _key, dropped = self._postings.popitem(last=False)
            self._kept -= len(dropped.documents) + 1

    def bits(self, sought: Weighted) -> int:
        """The documents that hold it."""
        return self.posting(sought).as_bits()

    def passing(self, candidates: int, channel: str, test: Callable[[list[str]], bool]) -> Iterator[int]:
        """The candidates whose rows of keys pass the test."""
        for number in members(candidates):
            row = self.rows[number].decode().split("\n")[_ROWS.index(channel)].split()
            if test(row):
                yield number

    def variants(self, field: str, prefix: str) -> list[str]:
        """The terms of the dictionary that begin so."""
        found = self._variants.get((field, prefix))
        if found is None:
            with self._lock:
                found = [term.decode() for term in self.leaf.expand_prefix(field, prefix)]
            if len(self._variants) > _MOST_VARIANTS_KEPT:
                self._variants.clear()
            self._variants[(field, prefix)] = found
        return found


def _is_pair(term: str, left: Syllable, right: Syllable) -> bool:
    """Whether a term of the dictionary is a spelling of the pair."""
    exact = term.split(_SEPARATOR, 1)[1].split(JOINT)
    return all(not one.is_exact or one.key == key for one, key in zip((left, right), exact, strict=True))


def _summed(postings: Sequence[_Posting]) -> _Posting:
    """One posting for several terms: their documents, their frequencies added up."""
    if len(postings) < 2:
        return postings[0] if postings else _ABSENT
    totals: dict[int, int] = {}
    for posting in postings:
        for document, frequency in zip(posting.documents, posting.frequencies, strict=True):
            totals[document] = totals.get(document, 0) + frequency
    return _Posting(array("I", totals), array("I", totals.values()))


class Reader(base.Reader):
    def __init__(self, reader: Any, known: Sequence[_Segment]) -> None:
        by_identity = {segment.identity: segment for segment in known}
        leaves = [leaf for leaf, _base in reader.leaf_readers() if leaf.segment() is not None]
        self.segments = [by_identity.get(leaf.segment().segment_id()) or _Segment(leaf) for leaf in leaves]
        self._live = [
            segment.everything & ~bitset(set(leaf.segment().deleted_docs()))
            for segment, leaf in zip(self.segments, leaves, strict=True)
        ]
        self._size = sum(segment.size for segment in self.segments)
        self._conditions: OrderedDict[Condition, list[int]] = OrderedDict()
        self._norms: dict[str, list[list[float]]] = {}

    def count(self) -> int:
        return sum(live.bit_count() for live in self._live)

    def revisions(self) -> dict[int, int]:
        return {record[0]: record[1] for record in self._records(self._live)}

    def having(self, term: Weighted) -> int:
        return sum(len(segment.posting(term).documents) for segment in self.segments)

    def matching(self, condition: Condition) -> list[int]:
        return [record[0] for record in self._records(self._hits(condition))]

    def _records(self, hits: Sequence[int]) -> Iterator[tuple[int, ...]]:
        for segment, bits in zip(self.segments, hits, strict=True):
            yield from map(segment.records.__getitem__, members(bits))

    def has(self, condition: Condition) -> bool:
        """A long phrase that is somewhere is mostly found in the first rows that are looked at."""
        if isinstance(condition, Phrase) and len(condition.syllables) > 2:
            every = zip(self.segments, self._live, strict=True)
            return any(live >> number & 1 for segment, live in every for number in self._verified(segment, condition))
        return any(self._hits(condition))

    def top(self, plan: Plan, start: int, end: int, order: base.Order) -> tuple[int, list[tuple[int, float]]]:
        hits = self._hits(plan.condition)
        count = sum(bits.bit_count() for bits in hits)
        if order == "-score" and plan.weights:
            best = nlargest(end, self._scored(hits, plan.weights))[start:]
            return count, [(key_in(rank), score) for score, rank in best]
        rank_of = oldest_rank if order == "dated_on" else newest_rank
        ranks = nlargest(end, (rank_of(record[_DATED_ON], record[0]) for record in self._records(hits)))[start:]
        return count, [(key_in(rank), 0.0) for rank in ranks]

    def _scored(self, hits: Sequence[int], weights: Mapping[Weighted, float]) -> Iterator[base.Row]:
        for segment, bits, scores in zip(self.segments, hits, self._scores(weights), strict=True):
            ranks = segment.ranks
            for number in members(bits):
                yield round(scores[number], base.DECIMALS), ranks[number]

    def _hits(self, condition: Condition) -> list[int]:
        """The live hits of each segment, remembered for the last few conditions."""
        found = self._conditions.get(condition)
        if found is None:
            every = zip(self.segments, self._live, strict=True)
            found = [self._bits(segment, condition) & live for segment, live in every]
            self._conditions[condition] = found
            if len(self._conditions) > _MOST_CONDITIONS_KEPT:
                self._conditions.popitem(last=False)
        return found

    def _bits(self, segment: _Segment, condition: Condition) -> int:
        match condition:
            case AllOf(nodes):
                return self._all(segment, nodes)
            case AnyOf(nodes):
                return reduce(or_, (self._bits(segment, node) for node in nodes), 0)
            case Not(node):
                return segment.everything & ~self._bits(segment, node)
            case Everything():
                return segment.everything
            case Syllable() | Codes():
                return segment.bits(condition)
            case Prefix():
                return reduce(or_, map(segment.bits, self._begun(condition)), 0)
            case Keys(pks):
                return reduce(or_, (segment.bits(Codes((code_term("pk", pk),))) for pk in pks), 0)
            case Dates(name, low, high):
                return _dated(segment, name, low, high)
            case Values(low, high):
                return _valued(segment, low, high)
            case Phrase():
                return self._phrase(segment, condition)
            case Near(left, right, distance):
                candidates = self._phrase(segment, left) & self._phrase(segment, right)
                near = segment.passing(candidates, left.channel, lambda row: base.is_near(row, left, right, distance))
                return bitset(list(near))

    def _all(self, segment: _Segment, nodes: Sequence[Condition]) -> int:
        bits = segment.everything
        for node in nodes:
            bits &= self._bits(segment, node) if bits else 0
        return bits

    def _phrase(self, segment: _Segment, phrase: Phrase) -> int:
        """The documents with the phrase: pairs tell for two syllables of the content, the row of keys for others."""
        channel, syllables = phrase.channel, phrase.syllables
        if len(syllables) == 1:
            return segment.bits(syllables[0])
        if channel == "content" and len(syllables) == 2:
            return segment.bits(phrase)
        return bitset(list(self._verified(segment, phrase)))

    def _verified(self, segment: _Segment, phrase: Phrase) -> Iterator[int]:
        """The documents with the phrase, one by one: of those with all pairs, or syllables, the rows are looked at."""
        pairs_within = [Phrase(phrase.channel, two) for two in pairwise(phrase.syllables)]
        candidates = self._all(segment, pairs_within if phrase.channel == "content" else phrase.syllables)
        return segment.passing(candidates, phrase.channel, lambda row: base.has_phrase(row, phrase))

    def _begun(self, prefix: Prefix) -> set[Syllable]:
        """The syllables of the whole index that begin so; QueryTooExpensive where they are too many."""
        found: set[Syllable] = set()
        for segment in self.segments:
            for key in segment.variants(prefix.channel, folded_key(prefix.letters)):
                folded, exact = key.split(_SEPARATOR, 1)
                if not prefix.is_exact:
                    found.add(Syllable(prefix.channel, folded, is_exact=False))
                elif prefix.fits(exact):
                    found.add(Syllable(prefix.channel, exact, is_exact=True))
            if len(found) > base.MOST_BEGUN:
                raise QueryTooExpensive
        return found

    def _scores(self, weights: Mapping[Weighted, float]) -> list[list[float]]:
        """The score of each document of each segment, hit or not."""
        scores = [[0.0] * segment.size for segment in self.segments]
        for term, weight in weights.items():
            self._add(scores, term, weight)
        return scores

    def _add(self, scores: list[list[float]], term: Weighted, weight: float) -> None:
        having = self.having(term)
        if not having:
            return
        weight *= base.idf(self._size, having)
        if isinstance(term, Codes):
            for number, segment in enumerate(self.segments):
                for document in segment.posting(term).documents:
                    scores[number][document] += weight
            return
        norms = self._norms_of("words" if isinstance(term, Word) else term.channel)
        for at, segment in enumerate(self.segments):
            _add(scores[at], segment.posting(term), weight, norms[at])

    def _norms_of(self, field: str) -> list[list[float]]:
        """BM25's norm of each document of each segment."""
        if field not in self._norms:
            lengths = [segment.lengths(field) for segment in self.segments]
            average = sum(map(sum, lengths)) / max(1, self._size)
            norms = {
                length: base.length_norm(base.rounded_length(length), average) for row in lengths for length in row
            }
            self._norms[field] = [list(map(norms.__getitem__, row)) for row in lengths]
        return self._norms[field]

    def explain(self, weights: Mapping[Weighted, float], pk: int) -> list[base.ScorePart]:
        at, number = self._place(pk)
        parts = [(term, weight, self._scores({term: weight})[at][number]) for term, weight in weights.items()]
        return [base.ScorePart(*part) for part in parts if part[2]]

    def _place(self, pk: int) -> tuple[int, int]:
        for at, bits in enumerate(self._hits(Codes((code_term("pk", pk),)))):
            for number in members(bits):
                return at, number
        raise KeyError(pk)


def _add(scores: list[float], posting: _Posting, weight: float, norms: list[float]) -> None:
    """Add what a term contributes to each document that holds it: BM25."""
    weight *= base.K1 + 1
    for document, frequency in zip(posting.documents, posting.frequencies, strict=True):
        scores[document] += weight * frequency / (frequency + norms[document])


def _dated(segment: _Segment, name: str, low: int | None, high: int | None) -> int:
    first, last = low or UNKNOWN_DATE + 1, high or LAST_DATE
    dates = segment.dates(name)
    return bitset([number for number, date in enumerate(dates) if first <= date <= last])


def _valued(segment: _Segment, low: float | None, high: float | None) -> int:
    values, documents = segment.values
    first = 0 if low is None else bisect_left(values, low)
    last = len(values) if high is None else bisect_right(values, high)
    return bitset(documents[first:last])


class Backend(base.Backend):
    index_class = Index


class Engine(BaseEngine):
    backend = Backend
    query = base.Query
