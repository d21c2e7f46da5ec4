"""What an engine is given of one report, and how its parts become terms. No engine, no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

BREAK = "¶"  # stands between the parts of a text, so that no phrase runs from one into the next
UNKNOWN_DATE = 0
LAST_DATE = 2**31 - 1
_NO_YEAR = 10_000
_KEY_BITS = 32  # of a rank, below its date

Row: TypeAlias = str  # exact keys in order, with single spaces between


@dataclass(frozen=True, slots=True)
class Entry:
    """One published report as index terms.

    `words` are the pairs of keys that stand inside one word of the segmentation; `codes` are "field=code"; `dates` the
    numbers of EDTF strings by field; `values` the figures reported.
    """

    pk: int
    revision: int
    title: Row
    text: Row
    names: Row = ""
    figures: Row = ""
    words: Row = ""
    codes: tuple[str, ...] = ()
    dates: Mapping[str, int] = field(default_factory=dict)
    values: tuple[float, ...] = ()

    @property
    def row(self) -> Row:
        """Title, text and names in reading order: what phrases are looked for in."""
        return f"{self.title} {BREAK} {self.text} {BREAK} {self.names}"

    @property
    def content(self) -> Row:
        """The row with the title once more, for it counts twice."""
        return f"{self.row} {BREAK} {self.title}"


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
