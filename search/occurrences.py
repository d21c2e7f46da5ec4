"""Where rows of syllables stand in a text, side by side.

A regular expression over the text as printed finds what may be such a row, many times faster than walking its words;
the analysis that indexing uses then decides. Texts are in NFC, as the archive keeps them.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import TypeAlias

from archive.vietnamese.normalize import TONE_KEYS, fold
from search.analysis import FOLDED, LONGEST_KEY, analyse, readable
from search.backends.plan import AllOf, AnyOf, Condition, Phrase, Prefix, Syllable

Place: TypeAlias = tuple[int, int]  # text[start:end]
Row: TypeAlias = tuple[Syllable | Prefix, ...]
_Form: TypeAlias = tuple[str, str]  # a set of first characters, and a pattern of what follows one of them

_CHUNK = re.compile(r"\S+")
_SPACE = re.compile(r"\s")
_BETWEEN = r"[\W_]*+"  # two syllables: whatever is no letter and no figure
_NO_LETTER_BEFORE = r"(?<![^\W\d_].)"  # the first letter, which has been read
_NO_LETTER_AFTER = rf"[{TONE_KEYS}]?(?![^\W\d_])"  # keys write tones as figures raised: m² is filed under m
_MORE = rf"(?:{_BETWEEN}(?:[0-9]+(?:[.,][0-9]+)*|[^\W_]+))"  # a syllable or figure, whichever
_TOLD = 5  # syllables of a row that the expression tells; the analysis looks at the others
_LATIN = range(ord("0"), 0x2200)


def rows_in(condition: Condition) -> Iterator[Row]:
    """The rows of syllables that a condition asks for."""
    match condition:
        case Phrase(_channel, syllables):
            yield syllables
        case Syllable() | Prefix():
            yield (condition,)
        case AllOf(nodes) | AnyOf(nodes):
            yield from chain.from_iterable(map(rows_in, nodes))


class Finder:
    """Finds some rows; of two that begin at one place, the longer."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = sorted(dict.fromkeys(rows), key=len, reverse=True)
        self._search = re.compile(_pattern(self._rows)).search if self._rows else None
        self._decided: dict[str, list[Place]] = {}

    def __bool__(self) -> bool:
        return bool(self._rows)

    def places(self, text: str) -> list[Place]:
        """The places of all rows in order, without overlap."""
        found: list[Place] = []
        at = taken = 0
        while self._search and (match := self._search(text, at)):
            at = match.start() + 1
            start = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
            space = _SPACE.search(text, match.end())
            for first, last in self._in_chunks(text[start : space.start() if space else None]):
                if start + first >= taken:
                    taken = at = start + last
                    found.append((start + first, taken))
        return found

    def _in_chunks(self, chunks: str) -> list[Place]:
        """The places in a stretch of whole chunks, decided once for all texts."""
        if chunks not in self._decided:
            self._decided[chunks] = list(self._decide(chunks))
        return self._decided[chunks]

    def _decide(self, chunks: str) -> Iterator[Place]:
        terms = [
            (chunk.start() + term.start, chunk.start() + term.end, term.exact)
            for chunk in _CHUNK.finditer(chunks)
            for term in analyse(chunk[0])
        ]
        exact = [key for _start, _end, key in terms]
        at = 0
        while at < len(exact):
            length = next((len(row) for row in self._rows if _stands(row, exact, at)), 0)
            if length:
                yield terms[at][0], terms[at + length - 1][1]
            at += length or 1


def _stands(row: Row, exact: Sequence[str], at: int) -> bool:
    return at + len(row) <= len(exact) and all(_fits(one, exact[at + step]) for step, one in enumerate(row))


def _fits(sought: Syllable | Prefix, exact: str) -> bool:
    if isinstance(sought, Syllable):
        return sought.key == (exact if sought.is_exact else FOLDED[exact])
    return sought.fits(exact) if sought.is_exact else FOLDED[exact].startswith(sought.letters)


def _pattern(rows: Iterable[Row]) -> str:
    """What any of the rows may look like: one of all first characters, to which `re` skips, and what follows it."""
    branches: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        following = "".join(_BETWEEN + _any(_forms(one)) for one in row[1:_TOLD])
        if len(row) > _TOLD:
            following += f"{_MORE}{{0,{len(row) - _TOLD}}}+"
        for first, rest in _forms(row[0]):
            before = "" if first.isdecimal() else _NO_LETTER_BEFORE
            branches[first].append(before + rest + following)
    told = (f"(?<=[{first}])(?:{'|'.join(rests)})" for first, rests in branches.items())
    return f"[{''.join(branches)}](?:{'|'.join(told)})"


def _any(forms: Iterable[_Form]) -> str:
    return f"(?:{'|'.join(f'[{first}]{rest}' for first, rest in forms)})"


def _forms(sought: Syllable | Prefix) -> list[_Form]:
    """How a syllable may be printed, with any marks: the analysis tells which are meant."""
    if isinstance(sought, Prefix):
        first, *others = _letters(fold(readable(sought.letters)) if sought.is_exact else sought.letters)
        return [(first, "".join(f"[{one}]" for one in others))]
    folded = FOLDED[sought.key] if sought.is_exact else sought.key
    if folded.replace(".", "").isdecimal():
        return _figures(folded)
    first, *others = _letters(folded)
    cut = r"\w*" if len(sought.key) >= LONGEST_KEY else ""
    return [(first, "".join(f"[{one}]" for one in others) + cut + _NO_LETTER_AFTER)]


def _figures(key: str) -> list[_Form]:
    """6328 as 6.328, 6,328 and 06328; .5 as 0,5."""
    if key == "0":
        return [("0", "0*+")]
    written = ["[.,]" if one == "." else one for one in key]
    with_zeros = ("0", "0*+" + "[.,]?".join(written))
    return [with_zeros] if key[0] == "." else [(key[0], "[.,]?".join(["", *written[1:]])), with_zeros]


def _letters(folded: str) -> list[str]:
    """For each letter all that fold to it; a last i may be a y: kỹ is filed as kĩ."""
    found = [_latin().get(letter) or letter + letter.upper() for letter in folded]
    return [*found[:-1], _latin()["i"] + _latin()["y"]] if folded[-1] in "iy" else found


@cache
def _latin() -> dict[str, str]:
    """By folded letter or figure, all characters that fold to it. Ð (eth) is a common misprint of Đ."""
    found: dict[str, str] = defaultdict(str, d="ðÐ")
    for character in filter(str.isalnum, map(chr, _LATIN)):
        found[fold(character)] += character
    return dict(found)
