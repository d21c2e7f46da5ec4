"""The archive's own words: in how many reports each syllable and each pair of neighbours occurs, and how it is printed.

What a misspelling is judged by, and what phrases are completed from. search.known_words has that of this archive.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from search.analysis import FOLDED, TONES, keys, readable
from search.neighbours import RIGHT, Neighbours

SMALL_ARCHIVE = 1_000  # reports
_TEXTS_FOR_PRINTED_FORMS = 1_500
_WORD = re.compile(r"[^\W\d_]+")
LONGEST_SYLLABLE = 8  # nghiêng and a tone


@dataclass(slots=True)
class Vocabulary:
    """Counts by exact key."""

    reports: int = 1
    syllables: dict[str, int] = field(default_factory=dict)
    neighbours: Neighbours = field(default_factory=lambda: Neighbours.of((), {}))
    printed: dict[str, str] = field(default_factory=dict)
    by_folded: dict[str, list[str]] = field(init=False)  # exact keys, the most frequent first
    by_deletion: dict[str, list[str]] = field(init=False)  # folded keys by themselves with a letter left out
    meanings: dict[tuple[str, bool], list[tuple[float, str, float]]] = field(default_factory=dict)  # by search.spelling
    total: int = field(init=False)  # of all syllables
    _breadths: dict[str, tuple[int, int]] = field(init=False, default_factory=dict)  # remembered, as the next
    _following: dict[str, list[tuple[int, str, str]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        by_folded: dict[str, list[str]] = defaultdict(list)
        for key in sorted(self.syllables, key=lambda key: (-self.syllables[key], key)):
            by_folded[FOLDED[key]].append(key)
        self.by_folded = dict(by_folded)
        by_deletion: dict[str, list[str]] = defaultdict(list)
        for folded in by_folded:
            for shorter in deletions(folded):
                by_deletion[shorter].append(folded)
        self.by_deletion = dict(by_deletion)
        self.total = sum(self.syllables.values())

    def count(self, key: str) -> int:
        return self.syllables.get(key, 0)

    def pair_count(self, left: str, right: str) -> int:
        return self.neighbours.count(left, right)

    def likelihood(self, key: str) -> float:
        """How likely a syllable is, whatever stands before it; what was never seen is a little so."""
        return (self.syllables.get(key, 0) + _NEVER_SEEN) / (self.total + 1)

    def likelihood_after(self, left: str, key: str) -> float:
        """How likely a syllable is behind another: absolute discounting, the rest by how likely it is anyway."""
        if left not in self._breadths:
            self._breadths[left] = self.neighbours.breadth(left)
        seen, kinds = self._breadths[left]
        beside = max(self.neighbours.count(left, key) - _DISCOUNT, 0.0)
        return (beside + (_DISCOUNT * kinds + _BELIEF) * self.likelihood(key)) / (seen + _BELIEF)

    def following(self, folded: str) -> list[tuple[int, str, str]]:
        """(count, left, right) of the pairs whose left syllable folds to this, the most frequent first."""
        if folded not in self._following:
            rarest = _RAREST_FOLLOWING if self.reports >= SMALL_ARCHIVE else 1
            spellings = self.by_folded.get(folded, ())
            pairs = [
                (count, left, key)
                for left in spellings
                for count, key in self.neighbours.most_after(left, _MOST_FOLLOWING)
                if count >= rarest
            ]
            self._following[folded] = sorted(pairs, key=lambda pair: (-pair[0], pair[1:]))[:_MOST_FOLLOWING]
        return self._following[folded]

    def form(self, key: str) -> str:
        """A key as it is mostly printed."""
        return self.printed.get(key) or readable(key.rstrip(TONES))


_NEVER_SEEN = 0.02
_DISCOUNT = 0.6  # of each pair, for pairs not seen yet
_BELIEF = 3.0  # texts' worth of belief in a syllable's own frequency
_RAREST_FOLLOWING = 4  # reports; of a large archive what stands behind in fewer is no phrase
_MOST_FOLLOWING = 60


class _Numbers(dict[str, int]):
    """Keys numbered as they come."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


def gathered(texts: Iterable[str], names: Iterable[str] = ()) -> Vocabulary:
    """The vocabulary of some texts, and of some names, which are no reports."""
    numbers = _Numbers()
    syllables: Counter[int] = Counter()
    neighbours: Counter[int] = Counter()
    printed: Counter[str] = Counter()
    reports = 0
    for reports, text in enumerate(texts, start=1):
        _count(text, numbers, syllables, neighbours)
        if reports <= _TEXTS_FOR_PRINTED_FORMS:
            printed.update(_WORD.findall(text.lower()))
    for name in names:
        _count(name, numbers, syllables, neighbours)
        printed.update(_WORD.findall(name.lower()))
    counts = {key: syllables[number] for key, number in numbers.items() if _is_syllable(key)}
    return Vocabulary(max(reports, 1), counts, Neighbours.of(list(numbers), neighbours), _most_printed(printed))


def _count(text: str, numbers: _Numbers, syllables: Counter[int], neighbours: Counter[int]) -> None:
    row = list(map(numbers.__getitem__, keys(text)))
    syllables.update(set(row))
    neighbours.update({left << RIGHT | right for left, right in pairwise(row)})


def _is_syllable(key: str) -> bool:
    return len(key) <= LONGEST_SYLLABLE and not any(map(str.isdecimal, key.rstrip(TONES)))


def deletions(text: str) -> Iterator[str]:
    """The text, and the text with each one letter left out."""
    yield text
    for place in range(len(text)):
        yield text[:place] + text[place + 1 :]


def _most_printed(spellings: Counter[str]) -> dict[str, str]:
    """For each key its most frequent spelling in lower case."""
    best: dict[str, tuple[int, str]] = {}
    for spelling, count in spellings.items():
        found = keys(spelling) if len(spelling) <= LONGEST_SYLLABLE else []
        if len(found) == 1 and count > best.get(found[0], (0, ""))[0]:
            best[found[0]] = (count, spelling)
    return {key: spelling for key, (_count, spelling) in best.items()}
