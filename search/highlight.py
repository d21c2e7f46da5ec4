"""Where a query's words stand in a text, and the passages that show them: whole syllables, escaped, as printed.

The same keys as in the index decide (search.analysis); a text is walked once, by tokens whose keys are remembered.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import FOLDED, TONES, analyse, keys
from search.query.ast import Near, Node, Not, Phrase, Prefix, Readings, Words, children, wanted

_CHUNK = re.compile(r"\S+")
_GAP = re.compile(r"[\W_]{0,6}")
_SNIPPET_LENGTH = 190  # characters of one passage
_MOST_PASSAGES = 2
_MOST_HITS = 120  # of one text among which passages are sought
_LONGEST_TEXT = 60_000  # characters of a text that are looked at
# A query of more syllables than this is a sentence: its small words are marked only beside another of its words.
_LONGEST_PLAIN_QUERY = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """text[start:end] is a word of the query, found by its `folded` key."""

    start: int
    end: int
    folded: str


class _Decisions(dict[str, tuple[Hit, ...]]):
    """For what stands between two spaces the hits in it, with places in it; decided once for all texts of a query."""

    def __init__(self, highlighter: "Highlighter") -> None:
        super().__init__()
        self._highlighter = highlighter

    def __missing__(self, chunk: str) -> tuple[Hit, ...]:
        self[chunk] = decision = self._highlighter.hits_in_chunk(chunk)
        return decision


class Highlighter:
    """Finds the words of one query. A syllable typed with marks is found with those marks only, a bare one with any."""

    def __init__(self, node: Node, also: str = "") -> None:
        self._any_marks: set[str] = set()
        self._exact: set[str] = set()
        self._folded: set[str] = set()
        self._typed: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()
        for text, is_typed in (*_texts(node), *((part, False) for part in also.splitlines())):
            self._add(text, is_typed)
        begun = [term for part in wanted(node) if isinstance(part, Prefix) for term in analyse(part.text)]
        self._prefixes = tuple(term.folded for term in begun if not term.is_marked)
        self._marked_prefixes = tuple((term.exact.rstrip(TONES), term.exact[-1]) for term in begun if term.is_marked)
        self._is_sentence = len(self._typed) > _LONGEST_PLAIN_QUERY
        self._decisions = _Decisions(self)

    def _add(self, text: str, is_typed: bool) -> None:
        """Other names of what was typed are meant as they are printed, and are marked as a whole only."""
        terms = analyse(text)
        for term in terms:
            self._folded.add(term.folded)
            is_exact = term.is_marked or not is_typed
            (self._exact if is_exact else self._any_marks).add(term.exact if is_exact else term.folded)
        self._pairs.update((left.folded, right.folded) for left, right in pairwise(terms))
        if is_typed or len(terms) == 1:
            self._typed.update(term.folded for term in terms)

    def hits(self, text: str) -> list[Hit]:
        """The query's words in the text, in order; of a sentence only those that stand beside another."""
        if not (self._folded or self._prefixes or self._marked_prefixes):
            return []
        decisions = self._decisions
        found = [
            Hit(chunk.start() + hit.start, chunk.start() + hit.end, hit.folded)
            for chunk in _CHUNK.finditer(text, 0, _LONGEST_TEXT)
            for hit in decisions[chunk[0]]
        ]
        if not self._is_sentence and self._typed == self._folded:
            return found
        paired = self._paired(text, found)
        if self._is_sentence:
            return paired or found
        in_pairs = set(paired)
        return [hit for hit in found if hit.folded in self._typed or hit in in_pairs]

    def hits_in_chunk(self, chunk: str) -> tuple[Hit, ...]:
        if not (self._prefixes or self._marked_prefixes) and self._folded.isdisjoint(
            map(FOLDED.__getitem__, keys(chunk))
        ):
            return ()
        wanted_terms = (term for term in analyse(chunk) if self._is_wanted(term.exact, term.folded))
        return tuple(Hit(term.start, term.end, term.folded) for term in wanted_terms)

    def _is_wanted(self, key: str, folded: str) -> bool:
        if folded in self._folded:
            return folded in self._any_marks or key in self._exact
        if self._prefixes and folded.startswith(self._prefixes):
            return True
        return any(key.startswith(start) and _tone_fits(key, tone) for start, tone in self._marked_prefixes)

    def _paired(self, text: str, found: list[Hit]) -> list[Hit]:
        """Those that stand beside another as in the query."""
        return list({hit: None for pair in pairwise(found) if self._is_pair(text, *pair) for hit in pair})

    def _is_pair(self, text: str, left: Hit, right: Hit) -> bool:
        """Whether two hits are neighbours in the text as they are in the query."""
        return (left.folded, right.folded) in self._pairs and _GAP.fullmatch(text, left.end, right.start) is not None

    def mark(self, text: str) -> SafeString:
        """The whole text, escaped, the query's words in <mark>."""
        return _marked(text, 0, len(text), self.hits(text))

    def snippet(self, text: str) -> SafeString:
        """The passages that show most of the query, escaped and marked; the beginning where none does."""
        hits = self.hits(text)
        if not hits:
            end = _whole_word_end(text, _SNIPPET_LENGTH + 80)
            return mark_safe(escape(text[:end]) + (" …" if end < len(text) else ""))  # noqa: S308 - escaped
        passages = sorted(self._best_passages(text, hits), key=lambda run: run[0].start)
        spans = _merged([_widened(text, run[0].start, run[-1].end) for run in passages])
        parts = [_marked(text, start, end, hits) for start, end in spans]
        before = "… " if spans[0][0] > 0 else ""
        after = " …" if spans[-1][1] < len(text) else ""
        return mark_safe(before + " … ".join(parts) + after)  # noqa: S308 - every part is escaped

    def _best_passages(self, text: str, hits: Sequence[Hit]) -> list[Sequence[Hit]]:
        """Up to two runs of hits, each within a passage's length, that together show most of the query."""
        shown = [(run, self._shows(text, run)) for run in _runs(hits[:_MOST_HITS])]
        best: list[Sequence[Hit]] = []
        seen: set[object] = set()
        for _passage in range(_MOST_PASSAGES):
            run, shows = max(shown, key=lambda pair: _worth(pair[1] - seen))
            if not shows - seen:
                break
            best.append(run)
            seen |= shows
        return best

    def _shows(self, text: str, run: Sequence[Hit]) -> set[object]:
        """The syllables of a run, and the pairs of the query in it."""
        pairs = {(left.folded, right.folded) for left, right in pairwise(run) if self._is_pair(text, left, right)}
        return {hit.folded for hit in run} | pairs


def _tone_fits(key: str, tone: str) -> bool:
    return tone not in TONES or key.endswith(tone)


def _worth(shows: set[object]) -> int:
    """A pair of the query is worth three syllables."""
    return sum(3 if isinstance(part, tuple) else 1 for part in shows)


def _texts(node: Node, is_typed: bool = True) -> Iterator[tuple[str, bool]]:
    """(text, whether it may stand with other marks: not what is meant as printed) of all that a hit may show."""
    match node:
        case Not():
            return
        case Words(text, "content", is_exact=True):
            yield text, False
        case Words(text, channel) | Phrase(text, channel):
            if channel != "figures":
                yield text, is_typed
        case Near(left, right):
            yield from ((left, is_typed), (right, is_typed))
        case Readings(typed, others):
            yield from _texts(typed, is_typed)
            for other in others:
                yield from _texts(other, is_typed=False)
        case _:
            for child in children(node):
                yield from _texts(child, is_typed)


def _runs(hits: Sequence[Hit]) -> list[list[Hit]]:
    """For each hit the longest run from it that fits one passage; no run that is the end of the one before."""
    runs: list[list[Hit]] = []
    last_end = -1
    end = 0
    for start, hit in enumerate(hits):
        end = max(end, start + 1)
        while end < len(hits) and hits[end].end - hit.start <= _SNIPPET_LENGTH:
            end += 1
        if end > last_end:
            runs.append(list(hits[start:end]))
            last_end = end
    return runs


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A span grown to a passage's length, from and to whole words."""
    spare = max(0, _SNIPPET_LENGTH - (end - start))
    first = max(0, start - spare // 2)
    sentence = max(text.rfind(". ", first, start), text.rfind("\n", first, start))
    if sentence >= 0:
        first = sentence + 1
    elif first > 0:
        space = text.find(" ", first, start)
        first = space + 1 if space >= 0 else start
    return first, _whole_word_end(text, max(end, min(len(text), first + _SNIPPET_LENGTH)))


def _whole_word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    spaces = [place for place in (text.find(" ", end, end + 30), text.find("\n", end, end + 30)) if place >= 0]
    return min(spaces, default=end)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _marked(text: str, start: int, end: int, hits: Sequence[Hit]) -> SafeString:
    """text[start:end], escaped, neighbouring hits in one <mark>."""
    parts: list[str] = []
    at = start
    for first, last in _marks(text, [hit for hit in hits if start <= hit.start and hit.end <= end]):
        parts += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    return mark_safe("".join([*parts, escape(text[at:end])]))  # noqa: S308 - every part is escaped


def _marks(text: str, hits: Sequence[Hit]) -> list[tuple[int, int]]:
    marks: list[tuple[int, int]] = []
    for hit in hits:
        if marks and text[marks[-1][1] : hit.start] == " ":
            marks[-1] = (marks[-1][0], hit.end)
        else:
            marks.append((hit.start, hit.end))
    return marks
