"""Text to index terms: the one analysis for indexing, querying and highlighting.

A text becomes a row of syllables. Each has an *exact* key, under which the spellings of one syllable meet (hoà = hòa,
kỹ = kĩ, 6.328 = 6328), and a *folded* key, which is the exact one without marks, for people who type none. A document
number falls into its parts, so that "133", "133/2002" and "133/2002/QĐ-TTg" find each other. Neighbouring syllables
make pairs, whatever punctuation stands between them; pairs and words order the hits, syllables decide what is one.

The keys of a text are those of its chunks between spaces, one after the other: that is what makes indexing fast.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import add
from typing import TypeVar

from archive.vietnamese.normalize import TONE_KEYS, canonical_syllable, fold, has_marks
from archive.vietnamese.syllables import Token, tokenize

# Raise it when the same text gives other terms than before: indexes of another version are rebuilt.
VERSION = 1

JOINT = "_"  # between the syllables of a pair or a word; no syllable contains it
LONGEST_KEY = 64  # in characters; what is longer is no word and is cut alike wherever it stands

T = TypeVar("T")

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
    exact = _number_key(text) if is_number else _word_key(text)
    return Term(text, start, start + len(text), exact, FOLDED[exact], has_marks(text), is_required)


def _word_key(text: str) -> str:
    return canonical_syllable(text).replace("ð", "đ")[:LONGEST_KEY]


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
        return self.remember(exact, fold(exact.rstrip(TONE_KEYS)) or exact)


class _ChunkKeys(_Remembered[tuple[str, ...]]):
    def __missing__(self, chunk: str) -> tuple[str, ...]:
        word = chunk.strip(_MARKS)
        if word.isalpha():  # nearly every chunk: one word, without the long way round
            return self.remember(chunk, (_word_key(word),))
        return self.remember(chunk, tuple(term.exact for term in analyse(chunk)))


class _WordKeys(_Remembered[str]):
    """By segmented word, its keys with spaces between."""

    def __missing__(self, word: str) -> str:
        return self.remember(word, " ".join(keys(word.replace(JOINT, " "))))


class _WordPairs(_Remembered[str]):
    """By segmented word, the pairs inside it with spaces between; "" of a word of one syllable."""

    def __missing__(self, word: str) -> str:
        return self.remember(word, " ".join(pairs(keys(word.replace(JOINT, " ")))) if JOINT in word else "")


FOLDED = _Folded()  # exact key to folded key
_CHUNK_KEYS = _ChunkKeys()
_WORD_KEYS = _WordKeys()
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


def words(segmented: str) -> tuple[str, str]:
    """The exact keys of a stored segmentation ("dân_quân_tự_vệ giữ rừng"), and the pairs that stand inside a word.

    Both are rows with single spaces between. The keys are those of the text that was segmented, made word by word from
    what is remembered of each: a few dozen microseconds for an article.
    """
    chunks = segmented.split()
    return _joined(_WORD_KEYS, chunks), _joined(_WORD_PAIRS, chunks)


def _joined(parts: dict[str, str], chunks: list[str]) -> str:
    return " ".join(filter(None, map(parts.__getitem__, chunks)))
