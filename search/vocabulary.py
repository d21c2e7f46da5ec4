"""The archive's own words: in how many reports each syllable and each pair of neighbours occurs, and how it is printed.

Counted from the texts, of a large archive from some thousands of them. Kept in the process and renewed aside.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.models import Report
from search.analysis import FOLDED, JOINT, TONES, keys, pairs, readable
from search.kept import Kept

_RAREST_PAIR = 4  # reports; what stands in fewer says little and is most of the list
_SMALL_ARCHIVE = 1_000  # reports; below, every pair counts
_MOST_TEXTS = 10_000  # reports that are counted, spread over the archive; some 0.3 ms each
_TEXTS_FOR_PRINTED_FORMS = 1_500
_TEXTS_A_QUERY = 200
_GROWTH = 1.05  # of the archive, after which it is counted again
_WORD = re.compile(r"[^\W\d_]+")
LONGEST_SYLLABLE = 8  # nghiêng and a tone


@dataclass(slots=True)
class Vocabulary:
    """Counts by exact key; of a pair by "left_right"."""

    reports: int = 1
    syllables: dict[str, int] = field(default_factory=dict)
    pairs: dict[str, int] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    by_folded: dict[str, list[str]] = field(default_factory=dict)  # exact keys, the most frequent first
    by_deletion: dict[str, list[str]] = field(default_factory=dict)  # folded keys by themselves with a letter left out
    following: dict[str, list[tuple[int, str, str]]] = field(default_factory=dict)  # pairs by their folded first

    def count(self, key: str) -> int:
        return self.syllables.get(key, 0)

    def pair_count(self, left: str, right: str) -> int:
        return self.pairs.get(left + JOINT + right, 0)

    def form(self, key: str) -> str:
        """A key as it is mostly printed."""
        return self.printed.get(key) or readable(key.rstrip(TONES))


def gathered(texts: Iterable[str]) -> Vocabulary:
    """The vocabulary of some texts."""
    syllables: Counter[str] = Counter()
    neighbours: Counter[str] = Counter()
    printed: Counter[str] = Counter()
    reports = 0
    for reports, text in enumerate(texts, start=1):
        row = keys(text)
        syllables.update(set(row))
        neighbours.update(set(pairs(row)))
        if reports <= _TEXTS_FOR_PRINTED_FORMS:
            printed.update(_WORD.findall(text.lower()))
    rarest = _RAREST_PAIR if reports >= _SMALL_ARCHIVE else 1
    found = Vocabulary(
        reports=max(reports, 1),
        syllables={key: count for key, count in syllables.items() if _is_syllable(key)},
        pairs={pair: count for pair, count in neighbours.items() if count >= rarest},
        printed=_most_printed(printed),
    )
    _group(found)
    return found


def _is_syllable(key: str) -> bool:
    return len(key) <= LONGEST_SYLLABLE and not any(map(str.isdecimal, key.rstrip(TONES)))


def _group(found: Vocabulary) -> None:
    by_folded: dict[str, list[str]] = defaultdict(list)
    for key in sorted(found.syllables, key=lambda key: -found.syllables[key]):
        by_folded[FOLDED[key]].append(key)
    found.by_folded = dict(by_folded)
    by_deletion: dict[str, list[str]] = defaultdict(list)
    for folded in by_folded:
        for shorter in deletions(folded):
            by_deletion[shorter].append(folded)
    found.by_deletion = dict(by_deletion)
    following: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for pair, count in found.pairs.items():
        left, right = pair.split(JOINT)[:2]
        following[FOLDED[left]].append((count, left, right))
    found.following = {first: sorted(pairs, reverse=True)[:_MOST_FOLLOWING] for first, pairs in following.items()}


_MOST_FOLLOWING = 60


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


def _texts() -> Iterator[str]:
    """Title and text of the published reports, of many of them every so many."""
    pks = list(Report.objects.published().order_by("pk").values_list("pk", flat=True))
    chosen = pks[:: -(-len(pks) // _MOST_TEXTS) or 1]
    for start in range(0, len(chosen), _TEXTS_A_QUERY):
        rows = Report.objects.filter(pk__in=chosen[start : start + _TEXTS_A_QUERY]).values_list("title", "text")
        yield from (f"{title}\n{text}" for title, text in rows)


def _stamp() -> object:
    """Grows with the archive, in steps, so that a busy ingest does not have it counted over and over."""
    count = Report.objects.published().count()
    return count if count < _SMALL_ARCHIVE else int(math.log(count, _GROWTH))


def _none_yet() -> Vocabulary | None:
    """A large archive's vocabulary takes seconds to gather: nobody waits for it."""
    return Vocabulary() if Report.objects.published().count() > _SMALL_ARCHIVE else None


VOCABULARY = Kept(lambda: gathered(_texts()), _stamp, seconds=60, meanwhile=_none_yet)
