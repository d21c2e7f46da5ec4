"""The archive's own words: how often each syllable and each pair of neighbours occurs, and how it is printed.

Counts come from the index (in how many reports), printed forms from the texts. Kept in the process and renewed aside.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from haystack import connections

from archive.models import Report
from archive.vietnamese.normalize import TONE_KEYS
from search.analysis import FOLDED, JOINT, keys
from search.errors import IndexUnavailable
from search.kept import Kept

_RAREST_PAIR = 4  # reports; what stands in fewer says little and is most of the list
_SMALL_ARCHIVE = 1_000  # reports; below, every pair counts
_TEXTS_FOR_PRINTED_FORMS = 1_500
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
        return self.printed.get(key) or key.rstrip(TONE_KEYS)


def gathered(terms: Iterable[tuple[str, int]], texts: Iterable[str], reports: int) -> Vocabulary:
    """The vocabulary of an index's terms; syllables and pairs are told apart by the joint."""
    found = Vocabulary(reports=max(reports, 1))
    for term, count in terms:
        if JOINT in term:
            if count >= _RAREST_PAIR or reports < _SMALL_ARCHIVE:
                found.pairs[term] = count
        elif len(term) <= LONGEST_SYLLABLE and not any(map(str.isdecimal, term.rstrip(TONE_KEYS))):
            found.syllables[term] = count
    found.printed = _printed_forms(texts)
    _group(found)
    return found


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


def _printed_forms(texts: Iterable[str]) -> dict[str, str]:
    """For each key its most frequent spelling in lower case."""
    spellings: Counter[str] = Counter()
    for text in texts:
        spellings.update(_WORD.findall(text.lower()))
    best: dict[str, tuple[int, str]] = {}
    for spelling, count in spellings.items():
        found = keys(spelling) if len(spelling) <= LONGEST_SYLLABLE else []
        if len(found) == 1 and count > best.get(found[0], (0, ""))[0]:
            best[found[0]] = (count, spelling)
    return {key: spelling for key, (_count, spelling) in best.items()}


def _build() -> Vocabulary:
    """Empty while there is no index to read: nothing is suggested then."""
    published = Report.objects.published()
    texts = published.order_by("-pk").values_list("text", flat=True)[:_TEXTS_FOR_PRINTED_FORMS]
    try:
        terms = connections["default"].get_backend().vocabulary()
        return gathered(terms, texts.iterator(chunk_size=200), published.count())
    except IndexUnavailable:
        return Vocabulary()


def _stamp() -> object:
    """Grows with the archive, in steps, so that a busy ingest does not have it built over and over."""
    count = Report.objects.published().count()
    return count if count < _SMALL_ARCHIVE else round(count, -2)


def _none_yet() -> Vocabulary | None:
    """A large archive's vocabulary takes seconds to gather: nobody waits for it."""
    return Vocabulary() if Report.objects.published().count() > _SMALL_ARCHIVE else None


VOCABULARY = Kept(_build, _stamp, seconds=60, meanwhile=_none_yet)
