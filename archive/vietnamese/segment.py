"""Text to sentences and words: underthesea behind one door, with offsets and bounded time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import Literal, Protocol

from archive.vietnamese.normalize import older_tone_place
from archive.vietnamese.syllables import Kind, tokenize


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence: text[start:end] of the text it came from, without the white space around it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """One word of one or more syllables: text[start:end] of the text it came from."""

    text: str
    start: int
    end: int


_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+")
_NOT_SPACE = re.compile(r"\S")
_OPENING = frozenset("\"'“‘«([-–—•*+")
# Shortened words whose point ends no sentence, besides every single capital (P. Đăng, N. V. An).
_SHORTENED = re.compile(
    r"(?:^|\W)(?:TP|Tp|tp|TX|Tx|TT|Tr|tr|ThS|Ths|TS|PGS|GS|BS|KS|Mr|Mrs|Ms|Dr|St|[Đđ]/c|Nxb|Th|No)$"
)
_ENUMERATION = re.compile(r"\s*(?:[0-9]{1,3}|[IVX]{1,5}|[a-zđ])")
_LOOK_BACK = 8


def sentences(text: str) -> list[Span]:
    """The sentences of the text, in order. A line break always ends one; TP., P.Đăng, 6.328, 5.5 and "..." need not."""
    return [span for line in _LINE.finditer(text) for span in _sentences_of_line(text, line.start(), line.end())]


def _sentences_of_line(text: str, start: int, end: int) -> Iterator[Span]:
    for mark in _SENTENCE_END.finditer(text, start, end):
        if _ends_sentence(text, mark, start, end):
            yield from _stripped(text, start, mark.end())
            start = mark.end()
    yield from _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    sentence = text[start:end].strip()
    if sentence:
        start = text.index(sentence[0], start)
        yield Span(sentence, start, start + len(sentence))


def _ends_sentence(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Whether the mark ends the sentence that began at `start`, in a line that ends at `end`."""
    following = _NOT_SPACE.search(text, mark.end(), end)
    if following is None:
        return True
    before = text[max(start, mark.start() - _LOOK_BACK) : mark.start()]
    if following.start() == mark.end():
        return mark[0] == "." and following[0].isupper() and _is_common_word(before[-2:])
    if not (following[0].isupper() or following[0].isdigit() or following[0] in _OPENING):
        return False
    return mark[0] != "." or not (_is_shortened(before) or _is_enumeration(text, start, mark.start()))


def _is_common_word(last_two: str) -> bool:
    """The end of a word in lower case or of a figure: "nhiệm vụ.Sau đó" is two sentences, P.Đăng one name."""
    return len(last_two) == 2 and all(character.islower() or character.isdigit() for character in last_two)


def _is_shortened(before: str) -> bool:
    single_capital = before[-1:].isupper() and not before[-2:-1].isalnum()
    return single_capital or _SHORTENED.search(before) is not None


def _is_enumeration(text: str, start: int, end: int) -> bool:
    return end - start <= _LOOK_BACK and _ENUMERATION.fullmatch(text, start, end) is not None


class _Tagger(Protocol):
    def predict(self, tokens: list[list[str]]) -> list[str]: ...


_lock = Lock()
_loaded: list[_Tagger] = []
# The tagger's time and memory grow with the line: 100,000 tokens in one call take 1 GB.
_MOST_PIECES = 1000
_LONGEST_PIECE = 64
_STANDS_ALONE = frozenset({"mark", "document"})
_MARK = re.compile(r"[^\w\s]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def preload() -> None:
    """Loads the word model, once; safe to call from several threads, as its first use otherwise is not."""
    _tagger()


def _tagger() -> _Tagger:
    with _lock:
        if not _loaded:
            from underthesea.pipeline import word_tokenize

            word_tokenize.word_tokenize("giao ban")
            _loaded.append(word_tokenize.word_tokenize_model)
        return _loaded[0]


def segment(text: str) -> list[Word]:
    """The words of the text, in order, without punctuation; each is one or more of the tokens of `tokenize`.

    Only underthesea's word model is used, on our own tokens: its tokenizer changes spelling, gives no offsets, and
    takes exponential time on "http://.,.,.,.," (14 pairs: 31 s). So spelling stays and time is linear.
    """
    tagger = _tagger()
    words: list[Word] = []
    for sentence in sentences(_SURROGATES.sub("\ufffd", text)):
        pieces = _pieces(sentence)
        while batch := list(islice(pieces, _MOST_PIECES)):
            seen = [[older_tone_place(piece.text[:_LONGEST_PIECE])] for piece in batch]
            words.extend(_words(text, batch, tagger.predict(seen)))
    return words


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    start: int
    end: int
    kind: Kind | Literal["mark"]


def _pieces(sentence: Span) -> Iterator[_Piece]:
    """The tokens of the sentence and the punctuation marks between them, with offsets in the whole text."""
    end = 0
    for token in tokenize(sentence.text):
        yield from _marks(sentence, end, token.start)
        yield _Piece(token.text, sentence.start + token.start, sentence.start + token.end, token.kind)
        end = token.end
    yield from _marks(sentence, end, len(sentence.text))


def _marks(sentence: Span, start: int, end: int) -> Iterator[_Piece]:
    for mark in _MARK.finditer(sentence.text, start, end):
        yield _Piece(mark[0], sentence.start + mark.start(), sentence.start + mark.end(), "mark")


def _words(text: str, pieces: list[_Piece], tags: list[str]) -> Iterator[Word]:
    """The pieces joined where the tagger says "inside a word", but never across a mark or with a document number."""
    run: list[_Piece] = []
    for piece, tag in zip(pieces, tags, strict=True):
        if run and (tag != "I-W" or _STANDS_ALONE & {piece.kind, run[-1].kind}):
            yield from _word(text, run)
            run = []
        run.append(piece)
    yield from _word(text, run)


def _word(text: str, run: list[_Piece]) -> Iterator[Word]:
    if run and run[0].kind != "mark":
        start, end = run[0].start, run[-1].end
        yield Word(text[start:end], start, end)
