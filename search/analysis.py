"""Text to index terms: the one analysis for indexing, querying and highlighting.

A text becomes a row of syllables. Each has an *exact* key, under which the spellings of one syllable meet (hoà = hòa,
kỹ = kĩ, 6.328 = 6328), and a *folded* key, which is the exact one without marks, for people who type none. A document
number falls into its parts, so that "133", "133/2002" and "133/2002/QĐ-TTg" find each other. Neighbouring syllables
make pairs, whatever punctuation stands between them; pairs and words order the hits, syllables decide what is one.

Keys are written in ASCII, for they are copied many times on their way into an index: a letter with its hook or hat is a
capital, and the tone one more at the end ("phOiS", "hQpJ").

The keys of a text are those of its chunks between spaces, one after the other. What engines are given are *rows*:
"phOiS ~phoi hQpJ ~hop", each exact key with its folded one behind it, as one string, so that keeping it beside the text
and handing it to an engine needs no more work on single syllables.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import add
from typing import TypeAlias, TypeVar

from archive.vietnamese.normalize import TONE_KEYS, canonical_syllable, fold, has_marks
from archive.vietnamese.syllables import Token, tokenize

# Raise it when the same text gives other terms than before: indexes of another version are rebuilt, and serve
# meanwhile. Where most terms of old are found no more, raise the engines' SCHEMA too, and the old index will not serve.
VERSION = 3

Row: TypeAlias = str  # exact keys with spaces between, each followed by its folded one
FOLD_SIGN = "~"  # before a folded key in a row; stands in no key
BREAK = "|"  # stands between the parts of a text as a key, so that no phrase runs from one into the next
BREAK_ROW: Row = f"{BREAK} {FOLD_SIGN}{BREAK}"
JOINT = "_"  # between the syllables of a pair or a word; no syllable contains it
TONES = "FSRXJ"  # of Telex: the tones of TONE_KEYS, at the end of a key
LONGEST_KEY = 64  # in characters; what is longer is no word and is cut alike wherever it stands

T = TypeVar("T")

_READABLE = "ăâđêôơư" + TONE_KEYS
_WRITTEN = "AZDEOQU" + TONES
_TO_ASCII = str.maketrans(_READABLE, _WRITTEN)
_FROM_ASCII = str.maketrans(_WRITTEN, _READABLE)

_MARKS = ".,;:!?…()[]\"'“”‘’«»–—-/"
_DOCUMENT_PARTS = re.compile(r"[0-9]+|[^\W\d_][^\W_]*")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})+(?:[.,][0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Term:
    """A syllable, figure or part of a document number: text[start:end] of the text it came from.

    `is_required` is False for the type and issuer within a dated document number, which many articles leave out.
    """

    text: str
    start: int
    end: int
    exact: str
    folded: str
    is_marked: bool
    is_required: bool = True


def analyse(text: str) -> list[Term]:
    """The terms of a text in order, with their places in it; composed and decomposed letters give the same keys."""
    return [term for token in tokenize(text) for term in _terms(token)]


def _terms(token: Token) -> Iterator[Term]:
    if token.kind != "document":
        yield _term(token.text, token.start, is_number=token.kind == "number")
        return
    parts = list(_DOCUMENT_PARTS.finditer(token.text))
    numbers = [part for part in parts if part[0].isdecimal()]
    required = numbers if len(numbers) > 1 else parts[:2]
    for part in parts:
        yield _term(part[0], token.start + part.start(), part[0].isdecimal(), part in required)


def _term(text: str, start: int, is_number: bool, is_required: bool = True) -> Term:
    exact = _number_key(text) if is_number else key_of(text)
    return Term(text, start, start + len(text), exact, FOLDED[exact], has_marks(text), is_required)


def key_of(word: str, *, proper_name: bool = False) -> str:
    """The exact key of one word; in a proper name, a final y is kept."""
    return canonical_syllable(word, proper_name=proper_name).replace("ð", "đ")[:LONGEST_KEY].translate(_TO_ASCII)


def readable(key: str) -> str:
    """A key for people to read: phôi² for phOiS."""
    return key.translate(_FROM_ASCII)


def _number_key(text: str) -> str:
    """6.328 and 6,328 as 6328; 3,2 as 3.2; 07 as 7."""
    thousands = _THOUSANDS.fullmatch(text)
    if thousands:
        text = text.replace(thousands[1], "")
    return (text.replace(",", ".").lstrip("0") or "0")[:LONGEST_KEY]


class _Remembered(dict[str, T]):
    """A function of a string, called once a string; forgets everything when it has grown too large."""

    MOST = 200_000

    def remember(self, key: str, value: T) -> T:
        if len(self) >= self.MOST:
            self.clear()
        self[key] = value
        return value


class _Folded(_Remembered[str]):
    def __missing__(self, exact: str) -> str:
        return self.remember(exact, fold(readable(exact.rstrip(TONES))) or exact)


class _ChunkKeys(_Remembered[tuple[str, ...]]):
    def __missing__(self, chunk: str) -> tuple[str, ...]:
        word = chunk.strip(_MARKS)
        if word.isalpha():  # nearly every chunk: one word, without the long way round
            return self.remember(chunk, (key_of(word),))
        return self.remember(chunk, tuple(term.exact for term in analyse(chunk)))


class _ChunkFolded(_Remembered[tuple[str, ...]]):
    def __missing__(self, chunk: str) -> tuple[str, ...]:
        return self.remember(chunk, tuple(map(FOLDED.__getitem__, _CHUNK_KEYS[chunk])))


class _WordRow(_Remembered[Row]):
    """By segmented word, its keys as a row."""

    def __missing__(self, word: str) -> Row:
        return self.remember(word, _interleaved(keys(word.replace(JOINT, " "))))


class _WordPairs(_Remembered[str]):
    """By segmented word, the pairs of keys inside it with spaces between."""

    def __missing__(self, word: str) -> str:
        return self.remember(word, " ".join(pairs(keys(word.replace(JOINT, " ")))))


FOLDED = _Folded()  # exact key to folded key
_CHUNK_KEYS = _ChunkKeys()
CHUNK_FOLDED = _ChunkFolded()  # what stands between two spaces to its folded keys
_WORD_ROWS = _WordRow()
_WORD_PAIRS = _WordPairs()


def keys(text: str) -> list[str]:
    """The exact keys of a text in order: those of `analyse`, without their places and many times faster."""
    return list(chain.from_iterable(map(_CHUNK_KEYS.__getitem__, text.split())))


def folded_keys(exact: Iterable[str]) -> list[str]:
    """The folded keys for exact ones."""
    return list(map(FOLDED.__getitem__, exact))


def pairs(row: Sequence[str]) -> list[str]:
    """Each key joined with its right neighbour: bigrams across commas, dashes and line ends."""
    return list(map(add, row, map(JOINT.__add__, row[1:])))


def folded_key(exact: str) -> str:
    """The folded key of an exact one, or of a joined pair of them."""
    return JOINT.join(map(FOLDED.__getitem__, exact.split(JOINT)))


def _interleaved(exact: Iterable[str]) -> Row:
    return " ".join(f"{key} {FOLD_SIGN}{FOLDED[key]}" for key in exact)


def row(text: str) -> Row:
    """The keys of a text as a row."""
    return _interleaved(keys(text))


def exact_keys(row: Row) -> list[str]:
    """The exact keys of a row, in order."""
    return row.split()[::2]


def words(segmented: str) -> tuple[Row, str]:
    """The row of a stored segmentation ("dân_quân_tự_vệ giữ rừng"), and the pairs of exact keys that stand in a word.

    The row is that of the text that was segmented, made word by word from what is remembered of each. The pairs have
    spaces between, each is there once.
    """
    chunks = segmented.split()
    row = " ".join(filter(None, map(_WORD_ROWS.__getitem__, chunks)))
    inside = " ".join(map(_WORD_PAIRS.__getitem__, (chunk for chunk in chunks if JOINT in chunk)))
    return row, " ".join(dict.fromkeys(inside.split()))
