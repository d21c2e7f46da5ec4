"""Times as people type them: 2019-01..2020-06, 26/7/2010, >2019, từ 2019 đến 2020, tháng tám năm 2022, quý II năm 2020.

Every time becomes the first and the last EDTF string within it. In plain words only what names its year and says what
it is ("năm 2022", "tháng 8/2022", "26/7/2010", "từ 2019 đến nay") counts as one; in a field also 2019 and 8/2022.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from archive.vietnamese.dates import PartialDate
from archive.vietnamese.normalize import fold, has_marks


@dataclass(frozen=True, slots=True)
class Period:
    """EDTF strings, inclusive; None is open. `label` says it to the reader, `is_turned` that it was typed backwards."""

    low: str | None
    high: str | None
    label: str
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    """From the first to the last day of one thing that was typed, how it is said by itself and how in a range."""

    first: PartialDate
    last: PartialDate
    alone: str
    in_range: str

    @property
    def low(self) -> str:
        """The least EDTF string within: of what begins in January also the year alone, for reports dated by year."""
        edtf = self.first.edtf
        return edtf[:4] if edtf.endswith("-01") and self.first.day is None else edtf

    @property
    def high(self) -> str:
        return self.end.isoformat()

    @property
    def start(self) -> date:
        return date(self.first.year or 1, self.first.month or 1, self.first.day or 1)

    @property
    def end(self) -> date:
        """The last day."""
        year, month = self.last.year or 1, self.last.month or 12
        return date(year, month, self.last.day or calendar.monthrange(year, month)[1])


def period_of(text: str) -> Period | None:
    """The time that the whole text says; None where it says none."""
    text = re.sub(r"\s*(?:\.{2,}|…)\s*", "..", text.strip())
    span = _span(text)
    if span:
        return Period(span.low, span.high, span.alone)
    return _compared(text) or _range(text)


def date_bounds(text: str) -> tuple[str, str] | None:
    """The first and the last EDTF string of a date in figures: 2019, 6/2019, 26/7/2019; None for anything else."""
    span = _in_figures(text.strip())
    return (span.low, span.high) if span else None


def periods_in(text: str) -> Iterator[tuple[int, int, Period]]:
    """(start, end, period) of the times that words side by side say, in order and without overlap."""
    spans = ((match, span) for match, span in _said(text, re.Pattern.finditer) if span)
    found = [(*match.span(), Period(span.low, span.high, span.alone)) for match, span in spans]
    last_end = 0
    for start, end, period in sorted([*found, *_ranges_in(text)], key=lambda each: (each[0], -each[1])):
        if start >= last_end:
            last_end = end
            yield start, end, period


# Ranges and comparisons, in fields only

_COMPARED = re.compile(r"(>=|<=|≥|≤|>|<|(?:từ|đến|sau|trước|tu|den|truoc)\s)\s*(.+)", re.IGNORECASE)
_SIGNS = {"≥": ">=", "tu": ">=", "≤": "<=", "den": "<=", "sau": ">", "truoc": "<"}
_PARTED = re.compile(r"(?:(?:từ|tu)\s+)?(.*?)(?:\.\.|\s+(?:đến|tới|den|toi)\s+)(.*)", re.IGNORECASE)
_DASH = re.compile("[-–—]")
_MOST_WORDS = 5  # of one time: tháng mười hai năm 2019


def _compared(text: str) -> Period | None:
    match = _COMPARED.fullmatch(text)
    span = _span(match[2]) if match else None
    if match is None or span is None:
        return None
    sign = fold(match[1].strip())
    match _SIGNS.get(sign, sign):
        case ">=":
            return _since(span)
        case "<=":
            return _until(span)
        case ">":
            return Period(_least(_next(span.end)), None, _("sau %(date)s") % {"date": span.in_range})
        case _:
            return Period(None, _previous(span.start).isoformat(), _("trước %(date)s") % {"date": span.in_range})


def _ranges_in(text: str) -> Iterator[tuple[int, int, Period]]:
    """Of words side by side: từ 2019 đến 2020, từ tháng 3 năm 2019 đến nay."""
    words = list(re.finditer(r"[^\s,;]+", text))
    said = [word[0].lower() for word in words]
    write = str if has_marks(text) else fold
    turns = {write("đến"), write("tới")}
    for start in (at for at, word in enumerate(said) if word == write("từ")):
        middle = next((at for at in range(start + 2, len(said)) if said[at] in turns), len(said))
        low = " ".join(said[start + 1 : middle])
        if middle - start > _MOST_WORDS + 1 or _span(low) is None:
            continue
        for end in range(min(middle + _MOST_WORDS, len(said) - 1), middle, -1):
            period = _between(low, " ".join(said[middle + 1 : end + 1]))
            if period:
                yield words[start].start(), words[end].end(), period
                break


def _since(span: _Span) -> Period:
    return Period(span.low, None, _("từ %(date)s") % {"date": span.in_range})


def _until(span: _Span) -> Period:
    return Period(None, span.high, _("đến %(date)s") % {"date": span.in_range})


def _next(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _previous(day: date) -> date:
    return day - timedelta(days=1) if day > date.min else day


def _least(day: date) -> str:
    """The least EDTF string from a day on: on the first of a month or year that of the whole."""
    edtf = day.isoformat()
    return edtf[:4] if edtf.endswith("-01-01") else edtf[:7] if day.day == 1 else edtf


def _range(text: str) -> Period | None:
    match = _PARTED.fullmatch(text)
    if match:
        return _between(match[1], match[2])
    halves = ((text[: dash.start()].strip(), text[dash.end() :].strip()) for dash in _DASH.finditer(text))
    return next((found for low, high in halves if low and high and (found := _between(low, high))), None)


def _between(low_text: str, high_text: str) -> Period | None:
    high_text = "" if high_text.lower() == "nay" else high_text
    low, high = _span(low_text), _span(high_text)
    if (low_text and low is None) or (high_text and high is None):
        return None
    if low and high:
        is_turned = high.end < low.start
        first, last = (high, low) if is_turned else (low, high)
        label = _("từ %(first)s đến %(last)s") % {"first": first.in_range, "last": last.in_range}
        return Period(first.low, last.high, label, is_turned)
    return _since(low) if low else _until(high) if high else None


# One date or period

_YEAR_FIRST = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(?:([0-9]{1,2})[-/.])?([0-9]{1,2})[-/.])?([0-9]{4})")
_MONTH_NAMES = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_QUARTERS = {"1": 1, "i": 1, "2": 2, "ii": 2, "3": 3, "iii": 3, "4": 4, "iv": 4}
_Found = re.Match[str]


def _span(text: str) -> _Span | None:
    text = text.strip()
    return _in_figures(text) or next((span for _match, span in _said(text, _whole) if span), None)


def _in_figures(text: str) -> _Span | None:
    match = _YEAR_FIRST.fullmatch(text)
    groups = match.groups() if match else None
    if groups is None and (match := _DAY_FIRST.fullmatch(text)):
        groups = match.groups()[::-1]
    return _dated(*groups) if groups else None


def _dated(year: str, month: str | None = None, day: str | None = None) -> _Span | None:
    """The span of a year, month or day; None where there is none such."""
    try:
        value = PartialDate(int(year), _number(month), _number(day))
    except ValueError:
        return None
    said = "/".join(str(part) for part in (value.day, value.month, value.year) if part)
    forms = {"day": said, "month": _("tháng %(date)s") % {"date": said}, "year": _("năm %(date)s") % {"date": said}}
    return _Span(value, value, forms[value.precision], said)


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isdecimal() else _MONTHS[fold(text)]


_MONTHS = {fold(name): number for name, number in _MONTH_NAMES.items()}


def _day(match: _Found) -> _Span | None:
    return _dated(match[3], match[2], match[1])


def _month(match: _Found) -> _Span | None:
    return _dated(match[2], match[1])


def _quarter(match: _Found) -> _Span:
    year, quarter = int(match[2]), _QUARTERS[match[1].lower()]
    said = _("quý %(quarter)d năm %(year)d") % {"quarter": quarter, "year": year}
    return _Span(PartialDate(year, 3 * quarter - 2), PartialDate(year, 3 * quarter), said, said)


def _part(match: _Found) -> _Span | None:
    months, year = _number(match[1]) or 0, int(match[3])
    return _months_of(year, months, fold(match[2]) == "cuoi")


def _half(match: _Found) -> _Span | None:
    return _months_of(int(match[2]), 6, fold(match[1]) == "cuoi")


def _months_of(year: int, months: int, is_end: bool) -> _Span | None:
    if not 1 <= months <= 12:
        return None
    parts = {"months": months, "year": year}
    said = (_("%(months)d tháng cuối năm %(year)d") if is_end else _("%(months)d tháng đầu năm %(year)d")) % parts
    first = 13 - months if is_end else 1
    return _Span(PartialDate(year, first), PartialDate(year, first + months - 1), said, said)


def _one_year(match: _Found) -> _Span | None:
    return _dated(match[1])


def _forms(write: Callable[[str], str]) -> list[tuple[re.Pattern[str], Callable[[_Found], _Span | None]]]:
    """The ways to say a time in words; `write` gives each word as it is typed, with its marks or without."""
    day, month, year, quarter, first, last, half = map(write, ("ngày", "tháng", "năm", "quý", "đầu", "cuối", "nửa"))
    quarter = f"{quarter}|{write('quí')}"
    names = "|".join(sorted(map(write, _MONTH_NAMES), key=len, reverse=True))
    a_year = "((?:19|20)[0-9]{2})(?![0-9])"
    of_year = rf"(?:\s?[/.-]\s?|,?\s(?:{year}\s)?){a_year}"
    a_month = rf"([0-9]{{1,2}}(?![0-9])|(?:{names})\b)"
    patterns: list[tuple[str, Callable[[_Found], _Span | None]]] = [
        (rf"(?:{day}\s)?(?<![0-9/.-])([0-9]{{1,2}})[/.-]([0-9]{{1,2}})[/.-]{a_year}(?![/.-][0-9])", _day),
        (rf"(?:{day}\s)?(?<![0-9/.-])([0-9]{{1,2}})\s{month}\s{a_month}{of_year}", _day),
        (rf"{month}\s{a_month}{of_year}", _month),
        (rf"(?:{quarter})\s(iv|i{{1,3}}|[1-4])\b{of_year}", _quarter),
        (rf"(?<![0-9/.,-])([0-9]{{1,2}}|{names})\s{month}\s({first}|{last})\s(?:{year}\s)?{a_year}", _part),
        (rf"{half}\s({first}|{last})\s(?:{year}\s)?{a_year}", _half),
        (rf"{year}\s{a_year}(?!\s?[/.–-]\s?[0-9])", _one_year),
    ]
    return [(re.compile(rf"(?<!\w){pattern}", re.IGNORECASE), read) for pattern, read in patterns]


_FORMS = _forms(str)
_BARE_FORMS = _forms(fold)


def _said(
    text: str, matches: Callable[[re.Pattern[str], str], Iterator[_Found]]
) -> Iterator[tuple[_Found, _Span | None]]:
    """Each match of a form with its span. In a text without any marks the words are looked for without."""
    for pattern, read in _FORMS if has_marks(text) else _BARE_FORMS:
        for match in matches(pattern, text):
            yield match, read(match)


def _whole(pattern: re.Pattern[str], text: str) -> Iterator[_Found]:
    match = pattern.fullmatch(text)
    return iter((match,) if match else ())
