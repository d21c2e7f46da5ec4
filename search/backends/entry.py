"""What an engine is given of one report, and how its parts become terms. No engine, no Django."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from search.analysis import BREAK_ROW, Row

UNKNOWN_DATE = 0
LAST_DATE = 2**31 - 1
_NO_YEAR = 10_000
LAST_KNOWN_DATE = _NO_YEAR * 10_000 - 1  # of those with a year: an unknown one lies in no range
_KEY_BITS = 32  # of a rank, below its date
_LEVEL = 1  # of compression: four fifths of the best, in a third of the time


@dataclass(frozen=True, slots=True)
class Rows:
    """The texts of one report as rows (search.analysis), and in one piece to be kept.

    `words` are the pairs of exact keys that stand within a word of the segmentation, each once.
    """

    title: Row
    text: Row
    words: str = ""
    names: Row = ""
    figures: Row = ""
    kept: bytes = b""

    @property
    def packed(self) -> bytes:
        parts = (self.title, self.text, self.words, self.names, self.figures)
        return self.kept or zlib.compress("\n".join(parts).encode(), _LEVEL)

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        title, text, words, names, figures = zlib.decompress(data).decode().split("\n")
        return cls(title, text, words, names, figures, data)

    @property
    def reading(self) -> Row:
        """Title, text and names in reading order: what phrases are looked for in."""
        return f"{self.title} {BREAK_ROW} {self.text} {BREAK_ROW} {self.names}"

    @property
    def content(self) -> Row:
        """What is read with the title once more, for it counts twice."""
        return f"{self.reading} {BREAK_ROW} {self.title}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One published report as index terms.

    `codes` are "field=code"; `dates` the numbers of EDTF strings by field; `values` the figures reported.
    """

    pk: int
    revision: int
    rows: Rows
    codes: tuple[str, ...] = ()
    dates: Mapping[str, int] = field(default_factory=dict)
    values: tuple[float, ...] = ()


def code_term(field_name: str, code: object) -> str:
    """The term under which a code is indexed whole: "agency=bo-cong-an"."""
    return f"{field_name}={code}".encode(errors="replace").decode()  # an engine takes no lone surrogates


def date_number(edtf: str | None) -> int:
    """A number that sorts as the EDTF string does, unknown years last: 2010-07 is 20100700; 0 for None.

    ValueError where the string is no date.
    """
    if not edtf:
        return UNKNOWN_DATE
    year, month, day = ([*edtf.split("-"), "0", "0"])[:3]
    return (_NO_YEAR if year == "XXXX" else int(year)) * 10_000 + int(month) * 100 + int(day)


def newest_rank(date: int, pk: int) -> int:
    """Higher for the newer of two reports, and for the higher key on one date; what is undated comes last."""
    return ((date if is_known(date) else UNKNOWN_DATE) << _KEY_BITS) + pk


def oldest_rank(date: int, pk: int) -> int:
    """Higher for the older of two dated reports, and for the higher key on one date; what is undated comes last."""
    return ((LAST_DATE - date if is_known(date) else UNKNOWN_DATE) << _KEY_BITS) + pk


def key_in(rank: int) -> int:
    """The primary key in a rank."""
    return rank & ((1 << _KEY_BITS) - 1)


def is_known(date: int) -> bool:
    """Whether the number stands for a date with its year."""
    return UNKNOWN_DATE < date < _NO_YEAR * 10_000
