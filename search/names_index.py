"""Names by what they begin with, from each of their syllables on, for suggestions while typing.

Beginnings are kept as sorted folded texts, so that "binh ph" finds "Công an tỉnh Bình Phước" by one bisection. Marks
that were typed must agree; what was typed without finds all.
"""

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log1p
from typing import NamedTuple

from archive.vietnamese.normalize import canonical_syllable, fold, has_marks
from archive.vietnamese.syllables import tokenize

_MOST_LOOKED_AT = 800  # beginnings
# Logarithms of how many times more frequent a name must be to go before one that was typed from its first syllable on,
# typed to its end, or is a syllable shorter.
_FROM_START = 2.0
_TO_END = 2.0
_SYLLABLE_UNTYPED = 0.3
_MOST_STARTS = 8  # syllables of a name from which it can be found


@dataclass(frozen=True, slots=True)
class Name:
    """Something to be suggested; `weight` is in how many reports it occurs."""

    kind: str
    key: str
    text: str
    weight: int


class Found(NamedTuple):
    """`merit`, the higher the better: how frequent a name is, and how much of it was typed."""

    merit: float
    is_from_start: bool
    name: Name


class NameIndex:
    def __init__(self, names: Iterable[tuple[Name, Iterable[str]]]) -> None:
        """Each name with the forms it goes by."""
        self._forms: list[tuple[Name, tuple[str, ...]]] = []  # lower-case tokens
        for name, forms in names:
            self._forms += [(name, tuple(_tokens(form))) for form in dict.fromkeys(forms)]
        starts = sorted(
            (" ".join(map(fold, tokens[place:])) + " ", number, place)
            for number, (_name, tokens) in enumerate(self._forms)
            for place in range(min(len(tokens), _MOST_STARTS))
        )
        self._starts = [start for start, _number, _place in starts]
        self._places = [(number, place) for _start, number, place in starts]

    def __len__(self) -> int:
        return len(self._starts)

    def beginning_with(self, text: str, most: int) -> list[Found]:
        """The best names, the best first."""
        typed = _tokens(text)
        is_ended = text[-1:].isspace()
        if not typed:
            return []
        sought = fold(" ".join(typed)) + (" " if is_ended else "")
        found: dict[Name, Found] = {}
        first = bisect_left(self._starts, sought)
        for at in range(first, min(first + _MOST_LOOKED_AT, len(self._starts))):
            if not self._starts[at].startswith(sought):
                break
            number, place = self._places[at]
            name, tokens = self._forms[number]
            if _agree(typed, tokens[place:], is_ended):
                one = Found(_merit(name, sought, self._starts[at], place), place == 0, name)
                found[name] = max(one, found.get(name, one), key=lambda found: found.merit)
        return heapq.nsmallest(most, found.values(), key=lambda one: (-one.merit, one.name.text))


def _merit(name: Name, sought: str, start: str, place: int) -> float:
    from_start = _FROM_START if place == 0 else 0.0
    to_end = _TO_END if start.rstrip() == sought.rstrip() else 0.0
    untyped = start.count(" ") - sought.count(" ")
    return log1p(name.weight) + from_start + to_end - _SYLLABLE_UNTYPED * untyped


def _tokens(text: str) -> list[str]:
    return [token.text.lower() for token in tokenize(text)]


def _agree(typed: Sequence[str], tokens: Sequence[str], is_ended: bool) -> bool:
    """Whether the tokens begin as typed, marks included where there are any; the last may be half typed."""
    return all(
        not has_marks(one)
        or canonical_syllable(one) == canonical_syllable(token)
        or (is_last and token.startswith(one))
        for one, token, is_last in zip(typed, tokens, _lasts(len(typed), is_ended), strict=False)
    )


def _lasts(count: int, is_ended: bool) -> Iterator[bool]:
    return (number == count - 1 and not is_ended for number in range(count))
