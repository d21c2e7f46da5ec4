"""Dates and periods as Vietnamese newspapers print them, each with the precision that was printed."""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Literal, Self

from archive.vietnamese.syllables import find_document_numbers

Precision = Literal["day", "month", "year", "day-without-year"]

_EDTF = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?|XXXX-([0-9]{2})-([0-9]{2})")
_ANY_LEAP_YEAR = 2000


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or the year, or to the day without its year; ValueError if there is none such.

    Dates sort as their EDTF strings do: a year before its months, a month before its days, unknown years last.
    """

    year: int | None
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not _exists(self.year, self.month, self.day):
            raise ValueError(f"no such date: year {self.year}, month {self.month}, day {self.day}")

    def __lt__(self, other: Self) -> bool:
        return self.edtf < other.edtf

    def __str__(self) -> str:
        return self.edtf

    @property
    def edtf(self) -> str:
        """2010-07-26, 2010-07, 2010 or XXXX-04-25."""
        year = "XXXX" if self.year is None else f"{self.year:04}"
        return year + "".join(f"-{part:02}" for part in (self.month, self.day) if part is not None)

    @classmethod
    def from_edtf(cls, text: str) -> Self:
        """The date written in EDTF; ValueError for any other text."""
        match = _EDTF.fullmatch(text)
        if match is None:
            raise ValueError(f"not a date in EDTF: {text!r} (write 2010-07-26, 2010-07, 2010 or XXXX-04-25)")
        year, month, day = (int(part) if part else None for part in match.group(1, 2, 3))
        return cls(year, month, day) if year is not None else cls(None, int(match[4]), int(match[5]))

    @property
    def precision(self) -> Precision:
        if self.year is None:
            return "day-without-year"
        return "year" if self.month is None else "month" if self.day is None else "day"

    @property
    def date(self) -> date | None:
        """The calendar day, where day, month and year are known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    if year is not None and not 1 <= year <= 9999:
        return False
    if month is None:
        return year is not None and day is None
    if not 1 <= month <= 12:
        return False
    if day is None:
        return year is not None
    return 1 <= day <= calendar.monthrange(_ANY_LEAP_YEAR if year is None else year, month)[1]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date printed in a text: text[start:end]."""

    value: PartialDate
    start: int
    end: int
    text: str


_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
_BETWEEN = r"(?:\ ?[/–-]\ ?|\.)"
_NOT_INSIDE_NUMBER = r"(?<![0-9])(?<![0-9][/.,:])"
_NOT_GOING_ON = r"(?![0-9]|\ ?[/.,:%][0-9]|\ ?%|\ ?[–-]\ ?[0-9]|\s?tháng)"
_MONTH_NAMES = {
    "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_MONTH_NAME = "|".join(sorted(_MONTH_NAMES, key=len, reverse=True))

_DATE = re.compile(
    rf"""
    {_NOT_INSIDE_NUMBER}(?:
        (?P<day>[0-9]{{1,2}}){_BETWEEN}(?P<month>[0-9]{{1,2}}){_BETWEEN}(?P<year>{_YEAR})(?![/.][0-9])
      | (?P<iso_year>(?:19|20)[0-9]{{2}})(?P<iso>[-/])(?P<iso_month>[0-9]{{2}})(?P=iso)(?P<iso_day>[0-9]{{2}})(?![0-9])
      | (?P<worded_day>[0-9]{{1,2}})\s{{1,2}}tháng\s{{1,2}}(?P<worded_month>[0-9]{{1,2}}(?![0-9])|(?:{_MONTH_NAME})\b)
        (?:,?\s{{1,2}}(?:năm\s{{1,2}})?(?P<worded_year>{_YEAR})|[/-](?P<joined_year>{_YEAR}))?
      | (?P<month_only>[0-9]{{1,2}}){_BETWEEN}(?P<year_of_month>{_YEAR})(?![/.][0-9])
      | (?P<bare_day>[0-9]{{1,2}}){_BETWEEN}(?P<bare_month>[0-9]{{1,2}}){_NOT_GOING_ON}
    )
  | \b(?:tháng\s{{1,2}}|T\.?\ ?)(?P<named_month>[0-9]{{1,2}})
    (?:\ ?[/.–-]\ ?|,?\s{{1,2}}năm\s{{1,2}})(?P<named_year>{_YEAR})(?![/.][0-9])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FIRST_OF_RANGE = r"(?:[0-9]{1,2}(?:\s?[,;–-]\s?|\s(?:và|đến|tới)\s)(?:ngày\s)?)"
_DAY_CUE = re.compile(
    rf"""(?:^|[^\w])(?:ngày|mùng|mồng|sáng|trưa|chiều|tối|đêm|hôm|nay|qua|mai|vào|từ|dịp|lúc|thứ\s[\w]{{1,3}}|chủ\snhật|CN)
         [\s,:(]{{0,3}}(?:ngày\s)?(?P<days>{_FIRST_OF_RANGE}{{0,6}})$""",
    re.VERBOSE | re.IGNORECASE,
)
_MONTH_CUE = re.compile(
    r"(?:^|[^\w])(?:tháng|từ|đến|tới|vào|trong|hết)\s(?:[0-9]{1,2}\s?(?:và|,|-|–|đến)\s{0,2}){0,3}$", re.IGNORECASE
)
_LIST_GOES_ON = re.compile(r"\s?(?:[,;–-]|và|đến|tới|,\svà)\s?(?:ngày\s|tháng\s)?", re.IGNORECASE)
_LONGEST_CUE = 48


def find_dates(text: str, *, cue_required: bool = True) -> list[DateMention]:
    """The dates in the text, in order, without those that are part of a document number or figure.

    A day or month without its full date ("5/5", "24.6", "7/2010") counts as one only after a cue (ngày, sáng, chiều,
    hôm nay, tháng ...), in parentheses ("(6-3)") or continuing a list of dates, unless `cue_required` is False.
    Two-digit years are refused, and so are days that do not exist.
    """
    documents = _Spans([(token.start, token.end) for token in find_document_numbers(text)])
    mentions: list[DateMention] = []
    for match in _DATE.finditer(text):
        if documents.touch(match.start(), match.end()):
            continue
        value = _value(match)
        if value is None:
            continue
        cue = _cue(text, match, mentions[-1].end if mentions else None)
        if cue is None and cue_required and not _says_itself(match):
            continue
        if isinstance(cue, re.Match) and value.day is not None:
            mentions.extend(_earlier_days(cue, match.start(), value))
        mentions.append(DateMention(value, match.start(), match.end(), match[0]))
    return mentions


class _Spans:
    """Spans in order of their place, asked for in the same order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = spans
        self._next = 0

    def touch(self, start: int, end: int) -> bool:
        while self._next < len(self._spans) and self._spans[self._next][1] <= start:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] < end


def _value(match: re.Match[str]) -> PartialDate | None:
    parts = match.groupdict()
    year = _first(parts, "year", "iso_year", "worded_year", "joined_year", "year_of_month", "named_year")
    month = _first(parts, "month", "iso_month", "worded_month", "month_only", "named_month", "bare_month")
    day = _first(parts, "day", "iso_day", "worded_day", "bare_day")
    return PartialDate(year, month, day) if _exists(year, month, day) else None


def _first(parts: dict[str, str | None], *names: str) -> int | None:
    for name in names:
        part = parts[name]
        if part is not None:
            return int(part) if part.isdecimal() else _MONTH_NAMES[part.lower()]
    return None


def _says_itself(match: re.Match[str]) -> bool:
    """Whether the match is a date wherever it stands."""
    return any(match[name] for name in ("day", "iso_year", "worded_year", "joined_year", "named_month"))


def _cue(text: str, match: re.Match[str], last_end: int | None) -> re.Match[str] | bool | None:
    start = match.start()
    if last_end is not None and start - last_end <= 12 and _LIST_GOES_ON.fullmatch(text, last_end, start):
        return True
    if text[start - 1 : start] == "(" and text[match.end() : match.end() + 1] == ")":
        return True
    pattern = _MONTH_CUE if match["month_only"] else _DAY_CUE
    return pattern.search(text[max(0, start - _LONGEST_CUE) : start])


_DAY_NUMBER = re.compile("[0-9]{1,2}")


def _earlier_days(cue: re.Match[str], start: int, value: PartialDate) -> Iterator[DateMention]:
    """The 8 of "ngày 8 đến 12/12", which shares month and year with the 12."""
    if not cue.re.groups or not cue["days"]:
        return
    shift = start - cue.end()
    for number in _DAY_NUMBER.finditer(cue.string, cue.start("days")):
        if _exists(value.year, value.month, int(number[0])):
            earlier = PartialDate(value.year, value.month, int(number[0]))
            yield DateMention(earlier, number.start() + shift, number.end() + shift, number[0])


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time printed in a text: text[start:end], its first and last month or year, its length in months.

    "6 tháng đầu năm 2020" is 2020-01 to 2020-06; what the text leaves open ("10 năm", "quý III", "năm 2019 đến nay")
    is None.
    """

    first: PartialDate | None
    last: PartialDate | None
    months: int | None
    start: int
    end: int
    text: str


_COUNTS = {"một": 1, **{name: count for name, count in _MONTH_NAMES.items() if name not in ("giêng", "tư", "chạp")}}
_COUNT = rf"(?<![\w/.,-])(?P<count>[0-9]{{1,3}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})\s{{1,2}}"
_TO = r"\s?(?:-|–|—|đến|tới)\s{0,2}"
_QUARTERS = {"1": 1, "i": 1, "2": 2, "ii": 2, "3": 3, "iii": 3, "4": 4, "iv": 4}
_SERVED = r"(?!\s(?:tuổi|tù)\b|\w)"
_Ends = tuple[PartialDate | None, PartialDate | None, int | None]


def _count(printed: str) -> int:
    return int(printed) if printed.isdecimal() else _COUNTS[printed.lower()]


def _part_of_year(match: re.Match[str]) -> _Ends:
    months = _count(match["count"])
    if match["year"] is None or not 1 <= months <= 12:
        return None, None, months
    first = 13 - months if (match["which"] or "").lower() == "cuối" else 1
    year = int(match["year"])
    return PartialDate(year, first), PartialDate(year, first + months - 1), months


def _quarter(match: re.Match[str]) -> _Ends:
    if match["year"] is None:
        return None, None, 3
    year, last = int(match["year"]), 3 * _QUARTERS[match["quarter"].lower()]
    return PartialDate(year, last - 2), PartialDate(year, last), 3


def _years(match: re.Match[str]) -> _Ends:
    first, last = int(match["first"]), int(match["last"])
    return (PartialDate(first), PartialDate(last), 12 * (last - first + 1)) if first <= last else (None, None, None)


def _since(match: re.Match[str]) -> _Ends:
    first = _month_or_year(match["month"], match["year"])
    last = _month_or_year(match["last_month"], match["last_year"]) if match["last_year"] else None
    return first, last, None


def _month_or_year(month: str | None, year: str) -> PartialDate:
    return PartialDate(int(year), int(month)) if month and 1 <= int(month) <= 12 else PartialDate(int(year))


def _one_year(match: re.Match[str]) -> _Ends:
    year = PartialDate(int(match["year"]))
    return year, year, 12


def _length_in_years(match: re.Match[str]) -> _Ends:
    return None, None, 12 * _count(match["count"])


def _length_in_months(match: re.Match[str]) -> _Ends:
    return None, None, _count(match["count"])


_OF_YEAR = rf"(?P<year>{_YEAR})"
_MONTH_OF = r"tháng\s(?P<{}>[0-9]{{1,2}})(?:[/.-]|\snăm\s)"
_PERIODS: tuple[tuple[str, Callable[[re.Match[str]], _Ends]], ...] = (
    (rf"{_COUNT}tháng\s(?P<which>đầu|cuối)(?:\snăm(?:\s{_OF_YEAR})?)?\b", _part_of_year),
    (rf"{_COUNT}tháng\s(?P<which>của\s)?năm\s{_OF_YEAR}", _part_of_year),
    (rf"\bqu[ýí]\s(?P<quarter>IV|I{{1,3}}|[1-4])\b(?:(?:\s?[/-]\s?|,?\s(?:của\s)?năm\s){_OF_YEAR})?", _quarter),
    (
        rf"(?:{_COUNT}năm,?\s\(?)?(?:\b(?:giai\sđoạn|nhiệm\sk[ỳì]|(?:các|từ)\snăm|năm|từ)\s)?"
        rf"(?<![0-9/.,-])(?P<first>{_YEAR}){_TO}(?:năm\s)?(?P<last>{_YEAR})(?![/.-][0-9])",
        _years,
    ),
    (
        rf"\btừ\s(?:{_MONTH_OF.format('month')}|năm\s){_OF_YEAR}{_TO}"
        rf"(?:(?:{_MONTH_OF.format('last_month')}|(?:hết\s)?năm\s)(?P<last_year>{_YEAR})|nay\b)",
        _since,
    ),
    (rf"(?<![0-9]\s)\bnăm\s{_OF_YEAR}(?![/.-][0-9])", _one_year),
    (rf"{_COUNT}năm(?!\s{_YEAR}){_SERVED}", _length_in_years),
    (rf"{_COUNT}tháng(?!\s{{1,2}}[0-9]){_SERVED}", _length_in_months),
)
_COMPILED_PERIODS = [(re.compile(pattern, re.IGNORECASE), ends) for pattern, ends in _PERIODS]


def find_periods(text: str) -> list[Period]:
    """The periods in the text, in order and without overlap: years, quarters, months of a year, spans, lengths.

    The year of a date ("tháng 10 năm 2002") or of a cited document ("Nghị định 03 năm 2019") is none.
    """
    found = [
        Period(*ends(match), match.start(), match.end(), match[0])
        for pattern, ends in _COMPILED_PERIODS
        for match in pattern.finditer(text)
    ]
    found.sort(key=lambda period: (period.start, -period.end))
    periods: list[Period] = []
    for period in found:
        if not periods or period.start >= periods[-1].end:
            periods.append(period)
    return periods
