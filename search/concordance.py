"""Every mention in context: what stands left and right of the query's words, in titles and in texts.

Words typed side by side are sought side by side. The engine names the reports that have them so, the newest first; of
these a stretch is read at a time, so that an answer takes the same time however common the words are.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from operator import or_
from typing import Literal, NamedTuple

from haystack.query import SQ

from archive.models import Report
from archive.vietnamese.dates import PartialDate
from archive.vietnamese.normalize import fold
from search import download
from search.analysis import analyse, keys
from search.backends import plan
from search.backends.plan import Syllable
from search.forms import NARROWING, SearchRequest
from search.indexing import backend
from search.occurrences import Finder, Place, Row, rows_in
from search.query import lexicon
from search.query.ast import Codes, Near, Node, Phrase, Prefix, Words, wanted
from search.query.expand import expand
from search.query.parse import parse
from search.results import newest

Order = Literal["date", "left", "right"]
ORDERS: tuple[Order, ...] = ("date", "left", "right")

STRETCH = 200  # reports read for one answer; fewer where one of the bounds below is reached
MOST_MENTIONS = 500
MOST_CHARACTERS = 2_000_000  # of their texts
CONTEXT = 64  # characters on each side
_BATCH = 100
_EXACT = "content__exact"  # words whose bare syllables are meant to be bare
_SORTED_BY = 40  # characters of context
_LONGEST_SYLLABLE = 20  # characters; only what is longer is missed between the sides of a NEAR
_COLUMNS = ("pk", "accession", "title", "text", "meeting_on", "published_on", "outlet")
_CSV_COLUMNS = ("id", "title", "date", "outlet", "in", "left", "match", "right")
_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"\s+")
_FIRST_WORD = re.compile(r"^\S*\s*")
_LAST_WORD = re.compile(r"\S*$")
_CLOSING = re.compile(r"""[,.;:!?…)\]”"’»]+(?!\w)""")


class Article(NamedTuple):
    """What is read of a report."""

    pk: int
    accession: str
    title: str
    text: str
    meeting_on: PartialDate | None
    published_on: PartialDate | None
    outlet: str

    @property
    def dated_on(self) -> PartialDate | None:
        return self.meeting_on or self.published_on

    @property
    def year(self) -> str:
        """ "" where it is unknown."""
        return f"{self.dated_on.year:04}" if self.dated_on and self.dated_on.year else ""


class Mention(NamedTuple):
    """One place, in the title or in the text of an article."""

    article: Article
    is_in_title: bool
    start: int
    end: int

    @property
    def _read(self) -> str:
        return self.article.title if self.is_in_title else self.article.text

    @property
    def left(self) -> str:
        return _flat(self._read[max(0, self.start - CONTEXT) : self.start], cut_left=self.start > CONTEXT)

    @property
    def match(self) -> str:
        return _flat(self._read[self.start : self.end])

    @property
    def right(self) -> str:
        end = self.end + CONTEXT
        return _flat(self._read[self.end : end], cut_right=end < len(self._read))

    @property
    def closing(self) -> str:
        """The marks that stand right behind it: the comma of "ma túy, mua bán người"."""
        found = _CLOSING.match(self._read, self.end)
        return found[0] if found else ""

    @property
    def beyond(self) -> str:
        """What stands to the right without these."""
        return self.right[len(self.closing) :].lstrip()

    @property
    def words_left(self) -> list[str]:
        """The words before it, the nearest first."""
        return _words(self._read[max(0, self.start - _SORTED_BY) : self.start])[::-1]

    @property
    def words_right(self) -> list[str]:
        return _words(self._read[self.end : self.end + _SORTED_BY])


@dataclass(frozen=True, slots=True)
class Concordance:
    """The mentions in one stretch of the `count` reports that have the words: in `read` of them from `start` on."""

    mentions: Sequence[Mention]
    count: int
    start: int
    read: int

    @property
    def reports(self) -> int:
        """How many of the reports read have a mention."""
        return len({mention.article.pk for mention in self.mentions})

    @property
    def years(self) -> list[tuple[str, int]]:
        """The mentions of each year; "" is unknown."""
        return sorted(Counter(mention.article.year for mention in self.mentions).items())

    @property
    def end(self) -> int:
        return self.start + self.read

    @property
    def is_whole(self) -> bool:
        return self.read >= self.count


def concordance(request: SearchRequest, order: Order, start: int = 0, before: int = 0) -> Concordance | None:
    """The mentions in the reports from the `start`-th on, the newest first, or in the last ones before `before`.

    None where the query has no words.
    """
    sought = Sought.of(request)
    if sought is None:
        return None
    start = max(0, before - STRETCH) if before else start
    count, pks = newest(request, sought.condition, start, before or start + STRETCH)
    if count and not pks:  # beyond the last
        return concordance(request, order)
    by_article, read = _read(sought, pks[::-1] if before else pks)
    mentions = list(chain.from_iterable(by_article[::-1] if before else by_article))
    if order != "date":
        mentions.sort(key=_SORT_KEYS[order])
    return Concordance(mentions, count, start + len(pks) - read if before else start, read)


def _read(sought: "Sought", pks: Sequence[int]) -> tuple[list[list[Mention]], int]:
    """The mentions in the first of these reports, and in how many they were sought before it was enough."""
    found: list[list[Mention]] = []
    mentions = characters = 0
    for number, article in _articles(pks):
        found.append(list(sought.mentions(article)))
        mentions += len(found[-1])
        characters += len(article.text)
        if mentions >= MOST_MENTIONS or characters > MOST_CHARACTERS:
            return found, number
    return found, len(pks)


_SORT_KEYS = {
    "left": lambda mention: mention.words_left,
    "right": lambda mention: mention.words_right,
}


def as_csv(request: SearchRequest) -> Iterator[str]:
    """All mentions as CSV, the newest first, read while they are written."""
    sought = Sought.of(request)
    if sought is None:
        return download.rows(_CSV_COLUMNS, ())
    articles = (article for _number, article in _articles(newest(request, sought.condition)[1]))
    return download.rows(_CSV_COLUMNS, map(_row, chain.from_iterable(map(sought.mentions, articles))))


def _row(mention: Mention) -> tuple[object, ...]:
    article = mention.article
    where = "title" if mention.is_in_title else "text"
    about = (article.accession, article.title, article.dated_on, article.outlet, where)
    return (*about, mention.left, mention.match, mention.right)


def _articles(pks: Sequence[int]) -> Iterator[tuple[int, Article]]:
    """The published ones of these reports in their order, each with its number among all, counted from 1."""
    for start in range(0, len(pks), _BATCH):
        batch = pks[start : start + _BATCH]
        rows = Report.objects.published().filter(pk__in=batch).order_by().values_list(*_COLUMNS)
        found = {row[0]: Article(*row) for row in rows}
        yield from ((number, found[pk]) for number, pk in enumerate(batch, start=start + 1) if pk in found)


class _Nearby:
    """Finds where two rows stand near each other: from the first of them to the end of the second."""

    def __init__(self, near: plan.Near) -> None:
        self._left, self._right = Finder(rows_in(near.left)), Finder(rows_in(near.right))
        self._distance = near.distance

    def places(self, text: str) -> list[Place]:
        lefts, rights = self._left.places(text), self._right.places(text)
        return _apart([*self._pairs(text, lefts, rights), *self._pairs(text, rights, lefts)])

    def _pairs(self, text: str, firsts: Sequence[Place], seconds: Sequence[Place]) -> Iterator[Place]:
        """Each of the first with the nearest of the second after it, where that is near."""
        for start, end in firsts:
            at = bisect_left(seconds, (end, 0))
            if at < len(seconds) and self._is_near(text, end, seconds[at][0]):
                yield start, seconds[at][1]

    def _is_near(self, text: str, end: int, start: int) -> bool:
        is_far = start - end > self._distance * _LONGEST_SYLLABLE + _LONGEST_SYLLABLE
        return not is_far and len(keys(text[end:start])) <= self._distance


def _apart(places: Iterable[Place]) -> list[Place]:
    """The places in order; of those that overlap, the shortest."""
    kept: list[Place] = []
    for place in sorted(places, key=lambda place: place[1] - place[0]):
        at = bisect_left(kept, place)
        is_free = (at == 0 or kept[at - 1][1] <= place[0]) and (at == len(kept) or place[1] <= kept[at][0])
        if is_free:
            kept.insert(at, place)
    return kept


class Sought:
    """What the mentions of a query are, and the condition of the reports that have any."""

    def __init__(self, leaves: Sequence[tuple[str, object]]) -> None:
        trees = [SQ(**{name: value}) for name, value in leaves]
        self.condition: SQ = reduce(or_, trees)
        found = [
            (name, value, backend().plan(tree).condition) for (name, value), tree in zip(leaves, trees, strict=True)
        ]
        self._nearby = [_Nearby(one) for _name, _value, one in found if isinstance(one, plan.Near)]
        self._in_title = Finder(chain.from_iterable(_rows(*one) for one in found))
        self._in_text = Finder(chain.from_iterable(_rows(*one) for one in found if one[0].startswith("content")))

    @classmethod
    def of(cls, request: SearchRequest) -> "Sought | None":
        """What a request's words are sought by; None where it has none."""
        leaves = list(dict.fromkeys(_leaves(expand(parse(request.text), lexicon.LEXICON.get()).root)))
        return cls(leaves) if leaves else None

    def mentions(self, article: Article) -> Iterator[Mention]:
        for is_in_title, text, finder in ((True, article.title, self._in_title), (False, article.text, self._in_text)):
            places = finder.places(text)
            if self._nearby:
                places = _apart(chain(places, *(nearby.places(text) for nearby in self._nearby)))
            for start, end in places:
                yield Mention(article, is_in_title, start, end)


def _rows(name: str, value: object, condition: plan.Condition) -> Iterable[Row]:
    """The rows of syllables for what the engine was asked."""
    if name == _EXACT:
        return [tuple(Syllable("content", term.exact, is_exact=True) for term in analyse(str(value)))]
    return rows_in(condition)


def has_words(root: Node) -> bool:
    """Whether an expanded query has words whose mentions can be shown."""
    return any(True for _leaf in _leaves(root))


def named(request: SearchRequest) -> Iterator[tuple[str, SearchRequest]]:
    """By label, the request for the mentions of each name that the query asks for by its code."""
    root = expand(parse(request.text), lexicon.LEXICON.get()).root
    for part in wanted(root):
        if isinstance(part, Codes) and part.field in NARROWING and len(part.codes) == 1:
            yield (
                part.label,
                replace(request, text=f'"{part.label}"', chosen={**request.chosen, part.field: part.codes}),
            )


def _leaves(root: Node) -> Iterator[tuple[str, object]]:
    """By the words wanted in titles and texts, what asks the engine for them side by side."""
    for part in wanted(root):
        match part:
            case Words(text, "content", is_exact=True):
                yield _EXACT, text
            case Words(text, "content" | "title" as channel) | Phrase(text, "content" | "title" as channel):
                yield f"{channel}__phrase", text
            case Prefix(text, "content" | "title" as channel):
                yield f"{channel}__prefix", text
            case Near():
                yield "content__near", part


def _flat(text: str, *, cut_left: bool = False, cut_right: bool = False) -> str:
    """One line of whole words."""
    if cut_left:
        text = _FIRST_WORD.sub("", text)
    if cut_right:
        text = _LAST_WORD.sub("", text)
    return _SPACES.sub(" ", text)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
