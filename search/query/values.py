"""Dates and figures as a query gives them: 2019-01..2020-06, 26/7/2010, >100, 6.328."""

import calendar
import re
from decimal import Decimal

from archive.vietnamese.dates import PartialDate
from archive.vietnamese.syllables import tokenize
from search.query.ast import Everything, Node, Values, Words

_YEAR_FIRST = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(?:([0-9]{1,2})[-/.])?([0-9]{1,2})[-/.])?([0-9]{4})")
_NUMBER = re.compile(r"[0-9]{1,18}(?:[.,][0-9]{1,6})*")
_MULTIPLIERS = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}


def date_bounds(text: str) -> tuple[str | None, str | None] | None:
    """The first and last EDTF string of a date or a range of dates; None where the text is neither."""
    low_text, dots, high_text = (part.strip() for part in text.strip().partition(".."))
    low, high = _date(low_text), _date(high_text)
    if not dots:
        return (first_of(low), last_of(low)) if low else None
    if (low_text and low is None) or (high_text and high is None) or not (low or high):
        return None
    return (first_of(low) if low else None, last_of(high) if high else None)


def _date(text: str) -> PartialDate | None:
    match = _YEAR_FIRST.fullmatch(text)
    groups = match.groups() if match else None
    if groups is None and (match := _DAY_FIRST.fullmatch(text)):
        groups = match.groups()[::-1]
    if groups is None:
        return None
    year, month, day = (int(group) if group else None for group in groups)
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


def first_of(value: PartialDate) -> str:
    """The least EDTF string within a date: of a January also the year alone, for a report dated by its year only."""
    edtf = value.edtf
    return edtf[:4] if edtf.endswith("-01") and value.day is None else edtf


def last_of(value: PartialDate) -> str:
    """The last day of a year or month."""
    if value.year is None or value.day is not None:
        return value.edtf
    month = value.month or 12
    return f"{value.year:04}-{month:02}-{calendar.monthrange(value.year, month)[1]:02}"


def figure_node(text: str, is_quoted: bool) -> Node:
    """A range of values (`100..200`, `>100`, `6.328`) or words in the figures' passages ("vụ ma túy")."""
    bounds = None if is_quoted else _value_bounds(text)
    if bounds:
        return Values(*bounds)
    return Words(text, "figures") if tokenize(text) else Everything()


def _value_bounds(text: str) -> tuple[Decimal | None, Decimal | None] | None:
    text = text.strip()
    if text[:1] in (">", "<"):
        value = _number(text.lstrip("<>="))
        return None if value is None else ((value, None) if text[0] == ">" else (None, value))
    low_text, dots, high_text = text.partition("..")
    low, high = _number(low_text), _number(high_text)
    if not dots:
        return None if low is None else (low, low)
    if (low_text and low is None) or (high_text and high is None) or (low is None and high is None):
        return None
    return low, high


def _number(text: str) -> Decimal | None:
    """6.328 = 6328; 3,2 tỷ = 3200000000: a point before three figures groups thousands, a comma is the decimal sign."""
    figure, _space, unit = text.strip().partition(" ")
    if not _NUMBER.fullmatch(figure) or (unit and unit not in _MULTIPLIERS):
        return None
    if re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{3})+", figure):
        plain = figure.replace(".", "").replace(",", "")
    elif figure.count(",") + figure.count(".") > 1:
        return None
    else:
        plain = figure.replace(",", ".")
    return Decimal(plain) * _MULTIPLIERS.get(unit, 1)
