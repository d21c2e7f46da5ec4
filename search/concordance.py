"""Every mention in context: the lines of a concordance, sorted by what stands left or right, or by date.

Words typed side by side are sought side by side, in the passages of the reports that the search finds.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from archive.models import Report
from archive.vietnamese.normalize import fold
from search import download
from search.analysis import FOLDED, analyse, keys
from search.forms import SearchRequest
from search.query import lexicon
from search.query.ast import Near, Node, Phrase, Prefix, Words, wanted
from search.query.expand import expand
from search.query.parse import parse
from search.results import matching

Order = Literal["left", "right", "date"]
ORDERS: tuple[Order, ...] = ("date", "left", "right")

CONTEXT = 70  # characters on each side
MOST_REPORTS = 1_000  # the newest of them are read
MOST_LINES = 3_000

_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+")
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Mention:
    """One place: text before it, as printed, after it."""

    accession: str
    title: str
    dated_on: str
    left: str
    match: str
    right: str

    @property
    def year(self) -> str:
        return self.dated_on[:4] if self.dated_on and self.dated_on[0] != "X" else ""


@dataclass(frozen=True, slots=True)
class Concordance:
    """`reports` were found, the newest `read` of them were read; `years` counts the mentions in all lines."""

    mentions: tuple[Mention, ...]
    years: tuple[tuple[str, int], ...]
    reports: int
    read: int
    is_cut: bool


def concordance(request: SearchRequest, order: Order) -> Concordance:
    """The mentions of a query's words, in the order asked for."""
    expanded = expand(parse(request.text), lexicon.LEXICON.get())
    sought = _Sought(expanded.root)
    found = matching(request) if sought else []
    reports = _newest(found)
    lines = list(islice((line for report in reports for line in _mentions(report, sought)), MOST_LINES + 1))
    mentions = sorted(lines[:MOST_LINES], key=_SORT_KEYS[order])
    years = sorted(Counter(line.year for line in mentions).items())
    return Concordance(
        tuple(mentions), tuple(years), len(found), min(len(found), MOST_REPORTS), len(lines) > MOST_LINES
    )


def _newest(pks: Sequence[int]) -> Iterator[Report]:
    """The reports, newest first, without holding all their texts."""
    rows = Report.objects.published().order_by("-meeting_on", "-published_on", "-pk")
    chosen = set(pks)
    ordered = list(islice((pk for pk in rows.values_list("pk", flat=True) if pk in chosen), MOST_REPORTS))
    for start in range(0, len(ordered), _BATCH):
        batch = ordered[start : start + _BATCH]
        columns = ("accession", "title", "text", "meeting_on", "published_on")
        reports = Report.objects.published().only(*columns).in_bulk(batch)
        yield from (reports[pk] for pk in batch if pk in reports)


def _mentions(report: Report, sought: "_Sought") -> Iterator[Mention]:
    text = report.text
    for start, end in sought.places(text):
        yield Mention(
            accession=report.accession or "",
            title=report.title,
            dated_on=str(report.dated_on or ""),
            left=_flat(text[max(0, start - CONTEXT) : start], cut_left=start > CONTEXT),
            match=_flat(text[start:end]),
            right=_flat(text[end : end + CONTEXT], cut_right=end + CONTEXT < len(text)),
        )


def _flat(text: str, *, cut_left: bool = False, cut_right: bool = False) -> str:
    """One line of whole words."""
    if cut_left:
        text = text[text.find(" ") + 1 :]
    if cut_right:
        text = text[: text.rfind(" ") + 1] or text
    return re.sub(r"\s+", " ", text)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


_SORT_KEYS = {
    "left": lambda line: (_words(line.left)[::-1], line.dated_on),
    "right": lambda line: (_words(line.right), line.dated_on),
    "date": lambda line: tuple(-ord(character) for character in line.dated_on),
}


def as_csv(found: Concordance) -> Iterator[str]:
    """The mentions as CSV, a line each, in their order."""
    return download.rows(
        ("id", "title", "date", "left", "match", "right"),
        ((line.accession, line.title, line.dated_on, line.left, line.match, line.right) for line in found.mentions),
    )


class _KeyOf(dict[str, str]):
    """The exact key of a token, remembered; "" where the analysis makes several of it."""

    MOST = 200_000

    def __missing__(self, token: str) -> str:
        if len(self) >= self.MOST:
            self.clear()
        found = keys(token)
        self[token] = key = found[0] if len(found) == 1 else ""
        return key


_KEY_OF = _KeyOf()


class _Sought:
    """The rows of syllables to be found, each marked one with its marks, each bare one with any."""

    def __init__(self, node: Node) -> None:
        self._rows: dict[str, list[list[tuple[str, bool]]]] = {}
        self._prefixes = tuple(
            FOLDED[key] for part in wanted(node) if isinstance(part, Prefix) for key in keys(part.text)
        )
        for text, is_exact in _texts(node):
            marked = [(term, term.is_marked or is_exact) for term in analyse(text)]
            row = [(term.exact if is_marked else term.folded, is_marked) for term, is_marked in marked]
            if row:
                rows = self._rows.setdefault(FOLDED[row[0][0]], [])
                rows.append(row)
                rows.sort(key=len, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._rows or self._prefixes)

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        tokens = list(_TOKEN.finditer(text))
        row = [_KEY_OF[token[0]] for token in tokens]
        at = 0
        while at < len(row):
            length = self._length_at(row, at)
            if length:
                yield tokens[at].start(), tokens[at + length - 1].end()
            at += length or 1

    def _length_at(self, row: Sequence[str], at: int) -> int:
        folded = FOLDED[row[at]]
        for sought in self._rows.get(folded, ()):
            window = row[at : at + len(sought)]
            if len(window) == len(sought) and all(map(_is_same, window, sought)):
                return len(sought)
        return 1 if self._prefixes and folded.startswith(self._prefixes) else 0


def _is_same(key: str, sought: tuple[str, bool]) -> bool:
    wanted_key, is_marked = sought
    return (key if is_marked else FOLDED[key]) == wanted_key


def _texts(node: Node) -> Iterator[tuple[str, bool]]:
    """(text, whether its bare syllables are meant to be bare) of what the query asks the articles for."""
    for part in wanted(node):
        if isinstance(part, Words | Phrase) and part.channel == "content":
            yield part.text, isinstance(part, Words) and part.is_exact
        elif isinstance(part, Near):
            yield from ((part.left, False), (part.right, False))
