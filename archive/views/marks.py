"""Facts marked in a text: overlapping spans cut into pieces, in time linear in text and facts."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import Protocol


class Spanned(Protocol):
    """A fact to mark: `anchor` names it on the page, `kind` is its colour."""

    @property
    def anchor(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same facts. `target` is the innermost of them, `begins` those that begin here."""

    text: str
    kinds: tuple[str, ...] = ()
    target: str = ""
    begins: tuple[str, ...] = ()


def mark(text: str, ranges: Iterable[tuple[int, int]], facts: Iterable[Spanned]) -> Iterator[list[Piece]]:
    """Each range of the text in pieces. A fact is marked in the range it begins in, and cut off where that ends."""
    ordered = sorted(facts, key=lambda fact: (fact.start, -fact.end))
    starts = [fact.start for fact in ordered]
    for start, end in ranges:
        within = ordered[bisect_left(starts, start) : bisect_left(starts, end)]
        ends = sorted((min(fact.end, end), fact.kind) for fact in within)
        cuts = sorted({start, end, *(fact.start for fact in within), *(cut for cut, _ in ends)})
        yield list(_sweep(text, cuts, within, ends))


def _sweep(text: str, cuts: list[int], facts: Sequence[Spanned], ends: list[tuple[int, str]]) -> Iterator[Piece]:
    """`covering` holds what has begun, the last on top; what has ended is dropped once it comes to the top."""
    covering: list[Spanned] = []
    kinds: Counter[str] = Counter()
    begun = ended = 0
    for left, right in pairwise(cuts):
        while ended < len(ends) and ends[ended][0] <= left:
            kinds[ends[ended][1]] -= 1
            ended += 1
        first = begun
        while begun < len(facts) and facts[begun].start == left:
            covering.append(facts[begun])
            kinds[facts[begun].kind] += 1
            begun += 1
        while covering and covering[-1].end <= left:
            covering.pop()
        yield Piece(
            text=text[left:right],
            kinds=tuple(sorted(+kinds)),
            target=covering[-1].anchor if covering else "",
            begins=tuple(map(attrgetter("anchor"), facts[first:begun])),
        )
