"""One article as the extractors see it: its own prose at its own offsets, tokens with keys, and sentences."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from archive.ingest.records import Evidence, Parsed, PassageRecord, Span
from archive.vietnamese.normalize import canonical_syllable
from archive.vietnamese.syllables import Token, tokenize


class Spans:
    """Stretches of a text of which one asks whether they hold an offset."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans):
            if self._ends and span.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def hold(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


PROSE = ("lead", "paragraph")
READ = ("heading", "caption", *PROSE)


@dataclass(frozen=True)
class Context:
    """`text` is as long as the source's text: what is no part of the article is line ends, and line breaks within a
    passage are spaces, so that no pattern has to think of either and every offset is one in the source."""

    parsed: Parsed
    text: str
    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    reach: tuple[int, ...]  # for each token the end (exclusive) of the run of tokens a phrase may span from it

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Sentences of title, captions and prose, in order."""
        return tuple(span for passage in self.passages for span in _sentences(self.text, passage.span))

    @cached_property
    def passages(self) -> tuple[PassageRecord, ...]:
        return self.parsed.of_kind(*READ)

    @cached_property
    def prose(self) -> tuple[PassageRecord, ...]:
        return self.parsed.of_kind(*PROSE)

    @cached_property
    def _passage_starts(self) -> list[int]:
        return [passage.span.start for passage in self.passages]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.sentences]

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds the offset."""
        at = bisect_right(self._sentence_starts, offset) - 1
        return self.sentences[max(at, 0)] if self.sentences else Span(0, len(self.text))

    def token_at(self, offset: int) -> int:
        """The index of the first token that begins at the offset or after it."""
        return bisect_right(self._token_starts, offset - 1)

    def passage_at(self, offset: int) -> PassageRecord | None:
        at = bisect_right(self._passage_starts, offset) - 1
        passage = self.passages[at] if at >= 0 else None
        return passage if passage and offset < passage.span.end else None

    def before(self, offset: int, length: int = 60) -> str:
        """What stands before the offset in its sentence, at most `length` characters."""
        return self.text[max(self.sentence_at(offset).start, offset - length) : offset]

    def after(self, offset: int, length: int = 60) -> str:
        """What follows the offset within its line, at most `length` characters."""
        return self.text[offset : offset + length].split("\n", 1)[0]

    def evidence(self, start: int, end: int, method: str, confidence: float) -> Evidence:
        span = Span(start, end)
        return Evidence(span, span.of(self.parsed.source.text), method, confidence)


def read(parsed: Parsed) -> Context:
    """The context of a parsed article."""
    text = _prose_view(parsed)
    tokens = tuple(tokenize(text))
    keys = tuple(canonical_syllable(token.text) for token in tokens)
    return Context(parsed, text, tokens, keys, _reach(text, tokens))


def _prose_view(parsed: Parsed) -> str:
    text, pieces, at = parsed.source.text, [], 0
    for passage in parsed.of_kind(*READ):
        start, end = passage.span.start, passage.span.end
        pieces += ["\n" * (start - at), text[start:end].replace("\n", " ")]
        at = end
    pieces.append("\n" * (len(text) - at))
    return "".join(pieces)


_BETWEEN_TOKENS = re.compile(r"[ ,\-–—.’'/&]{0,4}")
_AFTER_ABBREVIATION = re.compile(r"(?i:tp|t|h|q|p|tx|tt|bch|đ|bs|ts|gs|pgs|ths|ttnd|ttưt|ngnd|ngưt)")


def _reach(text: str, tokens: tuple[Token, ...]) -> tuple[int, ...]:
    """A phrase runs over spaces, commas and dashes, and over a full stop only behind an abbreviation."""
    reach = [len(tokens)] * len(tokens)
    for i in range(len(tokens) - 2, -1, -1):
        gap = text[tokens[i].end : tokens[i + 1].start]
        joined = _BETWEEN_TOKENS.fullmatch(gap) and ("." not in gap or _AFTER_ABBREVIATION.fullmatch(tokens[i].text))
        reach[i] = reach[i + 1] if joined else i + 1
    return tuple(reach)


_SENTENCE_END = re.compile(r"[.!?…]+[\"”»’)]*(?= )")
_NO_SENTENCE_END = re.compile(r"(?:^|[\s(])(?:TP|Tp|TX|TT|P|Q|H|T|Đ|BS|ThS|TS|GS|PGS|KTS|Ths|Ts|đ/c|Đ/c|[A-ZĐ])\.$")


def _sentences(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for match in _SENTENCE_END.finditer(text, span.start, span.end):
        following = text[match.end() : min(match.end() + 4, span.end)].lstrip()[:1]
        if following.islower() or _NO_SENTENCE_END.search(text[max(start, match.end() - 6) : match.end()]):
            continue
        yield from _bounded(text, start, match.end())
        start = match.end() + 1
    if text[start : span.end].strip():
        yield from _bounded(text, start, span.end)


_LONGEST_SENTENCE = 1500  # what is read sentence by sentence then takes time linear in the text, however it is written


def _bounded(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > _LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        cut = cut if cut > start else start + _LONGEST_SENTENCE
        yield Span(start, cut)
        start = cut
    yield Span(start, end)
