"""What recognition gathers on its way through one query, and what it looks at and recognises there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from archive.vietnamese.normalize import fold, is_syllable
from archive.vietnamese.syllables import Token, tokenize
from search.query.ast import Node
from search.query.lexicon import Key, Lexicon, keys_of


@dataclass
class Finding:
    """Notes to the person and words of other readings, gathered from one query."""

    text: str
    lexicon: Lexicon
    notes: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)  # words of other readings, a few to a line, for ranking

    def note(self, text: str) -> None:
        """Say something once, however it is cased."""
        if fold(text) not in map(fold, self.notes):
            self.notes.append(text)

    def note_meaning(self, typed: str, meaning: str) -> None:
        if fold(typed) != fold(meaning):
            self.note(f"{typed}: {meaning}")

    @cached_property
    def is_shouted(self) -> bool:
        """Whether the query is in capitals only because all is: a word that is no abbreviation has them too."""
        return self.text.isupper() and any(
            token.kind == "word" and is_syllable(token.text, accented=False) and not self.lexicon.is_short_name(token)
            for token in tokenize(self.text)
        )

    @cached_property
    def _spoken(self) -> str:
        return _joined([key.exact for key in keys_of(self.text)])

    def speaks_of(self, words: str) -> bool:
        """Whether the query says these words, with their marks: "họp đảng ủy" speaks of đảng, "đang họp" does not."""
        return _joined([key.exact for key in keys_of(words)]) in self._spoken


def _joined(keys: Sequence[str]) -> str:
    return f" {' '.join(keys)} "


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens [start:end) recognised, with what else they may stand for."""

    start: int
    end: int
    typed: Node
    others: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Words side by side: the text, its tokens and their keys."""

    text: str
    tokens: Sequence[Token]
    keys: Sequence[Key]

    @classmethod
    def of(cls, text: str, tokens: Sequence[Token]) -> "Run":
        return cls(text, tokens, [Key.of(token) for token in tokens])

    def slice(self, start: int, end: int) -> str:
        """Tokens [start:end) as typed; "" for none."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end] if start < end else ""

    def is_capitalised(self, start: int, end: int) -> bool:
        """Whether there are such tokens, and each begins with a capital or a figure."""
        row = self.tokens[max(start, 0) : end]
        return 0 <= start < end <= len(self.tokens) and all(not token.text[0].islower() for token in row)


def looks_abbreviated(typed: str) -> bool:
    """Whether this is no ordinary word: capitals, letters with figures (C06), or letters that make no syllable."""
    letters = "".join(filter(str.isalpha, typed))
    if letters and any(map(str.isdecimal, typed)):
        return True
    return len(letters) > 1 and (letters.isupper() or not is_syllable(typed, accented=False))
