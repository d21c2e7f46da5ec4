"""Pairs of syllables and their counts, a million of them in twelve megabytes."""

import heapq
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Self

RIGHT = 32  # bits of a pair's number that number its right syllable


class Neighbours:
    """In how many texts two syllables stand side by side: a sorted array of pairs, twelve bytes each."""

    def __init__(self, keys: Sequence[str], pairs: "array[int]", counts: "array[int]") -> None:
        """A pair is left << 32 | right, each the place of its key; `counts` go with the pairs."""
        self.keys, self.pairs, self.counts = keys, pairs, counts
        self._numbers = {key: number for number, key in enumerate(keys)}

    @classmethod
    def of(cls, keys: Sequence[str], counts: Mapping[int, int]) -> Self:
        pairs = array("Q", sorted(counts))
        return cls(keys, pairs, array("I", map(counts.__getitem__, pairs)))

    def __len__(self) -> int:
        return len(self.pairs)

    def count(self, left: str, right: str) -> int:
        first, second = self._numbers.get(left), self._numbers.get(right)
        if first is None or second is None:
            return 0
        pair = first << RIGHT | second
        at = bisect_left(self.pairs, pair)
        return self.counts[at] if at < len(self.pairs) and self.pairs[at] == pair else 0

    def most_after(self, left: str, most: int) -> list[tuple[int, str]]:
        """(count, key) of what stands behind a key, the most frequent first; of equals the key met first."""
        start, end = self._span(left)
        best = heapq.nlargest(most, range(start, end), key=self.counts.__getitem__)
        mask = (1 << RIGHT) - 1
        return [(self.counts[at], self.keys[self.pairs[at] & mask]) for at in best]

    def breadth(self, left: str) -> tuple[int, int]:
        """(how often something stands behind a key, how many different keys do)"""
        start, end = self._span(left)
        return sum(self.counts[start:end]), end - start

    def _span(self, left: str) -> tuple[int, int]:
        number = self._numbers.get(left)
        if number is None:
            return 0, 0
        return bisect_left(self.pairs, number << RIGHT), bisect_left(self.pairs, (number + 1) << RIGHT)
