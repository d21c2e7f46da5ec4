"""Where a query's words stand in a text, and the passages that show them: whole syllables, escaped, as printed.

The same keys as in the index decide (search.analysis), once for whatever stands between two spaces.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import CHUNK_FOLDED, TONES, analyse
from search.query.ast import Near, Node, Not, Phrase, Prefix, Readings, Words, children, wanted

_SPACE = re.compile(r"\s")
_GAP = re.compile(r"[\W_]{0,6}")
_WORD_BEFORE = re.compile(r"(?<!\S)([^\W_]+) $")
_WORD_AFTER = re.compile(r" ([^\W_]+)(?!\w)")
_JOINED = re.compile(r" |[^\w\s]{0,3}")  # between two hits that share a mark
_SNIPPET_LENGTH = 190  # characters of one passage
_BEGINNING_LENGTH = 270  # characters of a text in which nothing is found
_MOST_PASSAGES = 2
_LONGEST_WORD = 60  # characters; a passage may end inside what is longer
_WORTH_OF_PAIR = 3  # syllables
# A query of more syllables than this is a sentence: its small words are marked only beside another of its words.
_LONGEST_PLAIN_QUERY = 5

_Pair: TypeAlias = tuple[str, str]  # two folded keys, neighbours in the query


class Hit(NamedTuple):
    """text[start:end] has these keys. What is not typed, nor begins so, may belong to what is found as a whole."""

    start: int
    end: int
    exact: str
    folded: str
    is_typed: bool


@dataclass(frozen=True, slots=True)
class _Sought:
    """A syllable of the query: with the marks of `exact`, or with any."""

    exact: str
    folded: str
    any_marks: bool

    def fits(self, exact: str, folded: str) -> bool:
        return folded == self.folded if self.any_marks else exact == self.exact


class Highlighter:
    """Finds the words of one query.

    A syllable typed with marks is found with those marks only, a bare one with any. Phrases, and other names of what
    was typed, are marked as a whole only.
    """

    def __init__(self, node: Node, also: str = "") -> None:
        self._typed: dict[str, list[_Sought]] = defaultdict(list)  # by folded key
        self._pairs: set[_Pair] = set()
        self._wholes: dict[str, list[list[_Sought]]] = defaultdict(list)  # by their first folded key
        names = (_Text(line, is_typed=False, is_whole=True) for line in also.splitlines())
        texts = list(dict.fromkeys([*_texts(node), *names]))
        for text in texts:
            self._add(text)
        begun = [term for part in wanted(node) if isinstance(part, Prefix) for term in analyse(part.text)]
        self._prefixes = tuple(term.folded for term in begun if not term.is_marked)
        self._marked_prefixes = tuple((term.exact.rstrip(TONES), term.exact[-1]) for term in begun if term.is_marked)
        self._is_sentence = len(self._typed) > _LONGEST_PLAIN_QUERY
        self._folded = frozenset(self._typed).union(
            one.folded for rows in self._wholes.values() for row in rows for one in row
        )
        self._looked_at: set[str] = set()  # what stands between two spaces, in all texts of a query
        self._found: dict[str, tuple[Hit, ...]] = {}  # of that what has hits, with places in it

    def _add(self, text: "_Text") -> None:
        row = [_Sought(term.exact, term.folded, text.is_typed and not term.is_marked) for term in analyse(text.text)]
        if text.is_whole and len(row) > 1:
            self._wholes[row[0].folded].append(row)
            return
        for one in row:
            self._typed[one.folded].append(one)
        self._pairs.update((left.folded, right.folded) for left, right in pairwise(row))

    def shown(self, title: str, text: str) -> "Shown":
        """A report for the list: where title or text has the query's words side by side, the other need not."""
        in_title, in_text = self._look(title), self._look(text)
        paired = in_title.paired | in_text.paired
        marked_title = _marked(title, 0, len(title), self._meant(in_title, paired))
        hits = self._meant(in_text, paired) or in_text.hits
        spans = _merged(sorted(_widened(text, *span) for span in self._best_passages(text, hits)))
        return Shown(marked_title, _snippet(text, spans, hits), _fragment(text, spans, hits))

    def mark(self, text: str) -> SafeString:
        """The whole text, escaped, the query's words in <mark>."""
        look = self._look(text)
        return _marked(text, 0, len(text), self._meant(look, look.paired))

    def _look(self, text: str) -> "_Look":
        chunks = set(text.split())
        self._look_at(chunks)
        hits = sorted(
            Hit(at + start, at + end, exact, folded, is_typed)
            for chunk in chunks.intersection(self._found)
            for at in _places(text, chunk)
            for start, end, exact, folded, is_typed in self._found[chunk]
        )
        typed = [number for number, hit in enumerate(hits) if hit.is_typed]
        pairs = [pair for pair in pairwise(typed) if self._is_pair(text, hits[pair[0]], hits[pair[1]])]
        return _Look(text, hits, frozenset(number for pair in pairs for number in pair))

    def _look_at(self, chunks: set[str]) -> None:
        new = chunks - self._looked_at
        self._looked_at |= new
        if not (self._prefixes or self._marked_prefixes):
            new = {chunk for chunk in new if not self._folded.isdisjoint(CHUNK_FOLDED[chunk])}
        for chunk in new:
            if hits := tuple(self._hits_in(chunk)):
                self._found[chunk] = hits

    def _hits_in(self, chunk: str) -> Iterator[Hit]:
        for term in analyse(chunk):
            exact, folded = term.exact, term.folded
            is_typed = any(one.fits(exact, folded) for one in self._typed.get(folded, ())) or self._begins(
                exact, folded
            )
            if is_typed or folded in self._folded:
                yield Hit(term.start, term.end, exact, folded, is_typed)

    def _begins(self, exact: str, folded: str) -> bool:
        """Whether a syllable begins as typed."""
        if self._prefixes and folded.startswith(self._prefixes):
            return True
        return any(exact.startswith(start) and _tone_fits(exact, tone) for start, tone in self._marked_prefixes)

    def _is_pair(self, text: str, left: Hit, right: Hit) -> bool:
        """Whether two hits are neighbours in the text as they are in the query."""
        return (left.folded, right.folded) in self._pairs and _GAP.fullmatch(text, left.end, right.start) is not None

    def _meant(self, look: "_Look", paired: frozenset[str]) -> list[Hit]:
        """The hits that the query means, in order; `paired` are the keys that stand beside another somewhere."""
        exact = {hit.exact: hit for hit in look.hits if hit.is_typed}
        alone = {key for key, hit in exact.items() if self._may_stand_alone(hit, paired)}
        others = look.beside.union(self._in_wholes(look.text, look.hits))
        return [
            hit for number, hit in enumerate(look.hits) if number in others or (hit.is_typed and hit.exact in alone)
        ]

    def _may_stand_alone(self, hit: Hit, paired: frozenset[str]) -> bool:
        """Of a sentence, only figures. Of fewer words all, but no "Mã" for a bare "ma" where "ma túy" is found."""
        if self._is_sentence and paired:
            return hit.folded[0].isdecimal() or self._begins(hit.exact, hit.folded)
        return hit.folded not in paired or any(one.exact == hit.exact for one in self._typed[hit.folded])

    def _in_wholes(self, text: str, hits: Sequence[Hit]) -> Iterator[int]:
        """The numbers of the hits that make up what is marked as a whole only."""
        for place, hit in enumerate(hits):
            for row in self._wholes.get(hit.folded, ()):
                found = hits[place : place + len(row)]
                if (
                    len(found) == len(row)
                    and all(one.fits(hit.exact, hit.folded) for one, hit in zip(row, found, strict=True))
                    and all(_GAP.fullmatch(text, left.end, right.start) for left, right in pairwise(found))
                ):
                    yield from range(place, place + len(row))

    def _best_passages(self, text: str, hits: Sequence[Hit]) -> Iterator[tuple[int, int]]:
        """Up to two spans, each within a passage's length, that together show most of the query."""
        if not hits:
            return
        shows: list[tuple[str | _Pair, ...]] = [(hits[0].folded,)]  # a hit by itself, and as a pair with the one before
        for left, right in pairwise(hits):
            pair = ((left.folded, right.folded),) if self._is_pair(text, left, right) else ()
            shows.append((right.folded, *pair))
        seen: set[str | _Pair] = set()
        for _passage in range(_MOST_PASSAGES):
            worth, first, last = _best_run(hits, shows, seen)
            if not worth:
                return
            yield hits[first].start, hits[last].end
            seen.update(part for parts in shows[first : last + 1] for part in parts)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a text has of a query: all hits in order, and the numbers of those beside another as in the query."""

    text: str
    hits: list[Hit]
    beside: frozenset[int]

    @property
    def paired(self) -> frozenset[str]:
        """The folded keys of those that stand beside another."""
        return frozenset(self.hits[number].folded for number in self.beside)


class Shown(NamedTuple):
    """`title` and `snippet` are escaped; `fragment` ends an address, and has browsers scroll to the passages."""

    title: SafeString
    snippet: SafeString
    fragment: str

    @property
    def has_marks(self) -> bool:
        return "<mark>" in self.title or "<mark>" in self.snippet


class _Text(NamedTuple):
    """Words that a hit may show; those typed may stand with other marks where they have none, others are as printed."""

    text: str
    is_typed: bool
    is_whole: bool


def _texts(node: Node, is_typed: bool = True) -> Iterator[_Text]:
    match node:
        case Not():
            return
        case Words(text, "content", is_exact=True):
            yield _Text(text, is_typed=False, is_whole=not is_typed)
        case Words(text, channel):
            if channel != "figures":
                yield _Text(text, is_typed, is_whole=not is_typed)
        case Phrase(text, channel):
            if channel != "figures":
                yield _Text(text, is_typed, is_whole=True)
        case Near(left, right):
            yield from (_Text(left, is_typed, is_whole=True), _Text(right, is_typed, is_whole=True))
        case Readings(typed, others):
            yield from _texts(typed, is_typed)
            for other in others:
                yield from _texts(other, is_typed=False)
        case _:
            for child in children(node):
                yield from _texts(child, is_typed)


def _tone_fits(key: str, tone: str) -> bool:
    return tone not in TONES or key.endswith(tone)


def _places(text: str, chunk: str) -> Iterator[int]:
    """Where a chunk stands between spaces."""
    at = text.find(chunk)
    while at >= 0:
        end = at + len(chunk)
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            yield at
        at = text.find(chunk, end)


def _best_run(
    hits: Sequence[Hit], shows: Sequence[tuple[str | _Pair, ...]], seen: set[str | _Pair]
) -> tuple[int, int, int]:
    """(worth, first, last): the first run of hits within a passage's length that shows most of what is not seen yet."""
    inside: Counter[str | _Pair] = Counter()
    best = (0, 0, 0)
    worth = first = 0
    for last, hit in enumerate(hits):
        for part in shows[last]:
            if not inside[part] and part not in seen:
                worth += _worth(part)
            inside[part] += 1
        while hit.end - hits[first].start > _SNIPPET_LENGTH and first < last:
            for part in (hits[first].folded, *shows[first + 1][1:]):  # a pair leaves with its left hit
                inside[part] -= 1
                if not inside[part] and part not in seen:
                    worth -= _worth(part)
            first += 1
        if worth > best[0]:
            best = (worth, first, last)
    return best


def _worth(part: str | _Pair) -> int:
    return 1 if isinstance(part, str) else _WORTH_OF_PAIR


def _snippet(text: str, spans: Sequence[tuple[int, int]], hits: Sequence[Hit]) -> SafeString:
    """The spans, escaped and marked; the beginning of the text where there are none."""
    if not spans:
        end = _whole_word_end(text, _BEGINNING_LENGTH)
        return mark_safe(escape(text[:end]) + (" …" if end < len(text) else ""))  # noqa: S308 - escaped
    parts = [_marked(text, start, end, hits) for start, end in spans]
    before = "… " if spans[0][0] > 0 else ""
    after = " …" if spans[-1][1] < len(text) else ""
    return mark_safe(before + " … ".join(parts) + after)  # noqa: S308 - every part is escaped


def _fragment(text: str, spans: Sequence[tuple[int, int]], hits: Sequence[Hit]) -> str:
    """A text fragment (wicg.github.io/scroll-to-text-fragment): each span by its longest mark and neighbours."""
    directives = []
    for start, end in spans:
        marks = _marks(text, [hit for hit in hits if start <= hit.start and hit.end <= end])
        first, last = max(marks, key=lambda mark: mark[1] - mark[0])
        before, after = _WORD_BEFORE.search(text, max(0, first - _LONGEST_WORD), first), _WORD_AFTER.match(text, last)
        directives.append(
            f"text={_quoted(before[1]) + '-,' if before else ''}{_quoted(text[first:last])}"
            f"{',-' + _quoted(after[1]) if after else ''}"
        )
    return "#:~:" + "&".join(directives) if directives else ""


def _quoted(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A span grown to a passage's length, from and to whole words."""
    spare = max(0, _SNIPPET_LENGTH - (end - start))
    first = max(0, start - spare // 2)
    sentence = max(text.rfind(". ", first, start), text.rfind("\n", first, start))
    if sentence >= 0:
        first = sentence + 1
    elif first > 0:
        space = _SPACE.search(text, first, start)
        first = space.end() if space else start
    return first, _whole_word_end(text, max(end, min(len(text), first + _SNIPPET_LENGTH)))


def _whole_word_end(text: str, end: int) -> int:
    if space := _SPACE.search(text, end, end + _LONGEST_WORD):
        return space.start()
    return len(text) if len(text) <= end + _LONGEST_WORD else end


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
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
        if marks and _JOINED.fullmatch(text, marks[-1][1], hit.start):
            marks[-1] = (marks[-1][0], hit.end)
        else:
            marks.append((hit.start, hit.end))
    return marks
