"""Figures as a query gives them: >1000, 100..200, 6.328, 3,2 tỷ."""

import re
from decimal import Decimal

from archive.vietnamese.normalize import fold
from search.query.ast import Values

_NUMBER = re.compile(r"[0-9]{1,18}(?:[.,][0-9]{1,6})*")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")
_MULTIPLIERS = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
_SIGN = re.compile("(>=|<=|≥|≤|>|<)(.*)")
_DASH = re.compile(r"(?<=[0-9])\s*[-–—]\s*(?=[0-9])")


def values_of(text: str) -> Values | None:
    """The range of values that the whole text says; None where it says none."""
    text = _DASH.sub("..", text.strip())
    match = _SIGN.fullmatch(text)
    if match:
        return _compared(match[1], _number(match[2]))
    low_text, dots, high_text = (part.strip() for part in text.partition(".."))
    low, high = _number(low_text), _number(high_text)
    if not dots:
        return None if low is None else Values(low, low)
    if (low_text and low is None) or (high_text and high is None) or (low is None and high is None):
        return None
    return Values(high, low) if low is not None and high is not None and high < low else Values(low, high)


def _compared(sign: str, value: Decimal | None) -> Values | None:
    if value is None:
        return None
    is_strict = sign in (">", "<")
    return Values(value, None, is_strict) if sign[0] in ">≥" else Values(None, value, is_strict)


def _number(text: str) -> Decimal | None:
    """6.328 = 6328; 3,2 tỷ = 3200000000: a point before three figures groups thousands, a comma is the decimal sign."""
    figure, _space, unit = text.strip().partition(" ")
    if not _NUMBER.fullmatch(figure) or (unit and fold(unit) not in _MULTIPLIERS):
        return None
    if _GROUPED.fullmatch(figure):
        plain = figure.replace(".", "").replace(",", "")
    elif figure.count(",") + figure.count(".") > 1:
        return None
    else:
        plain = figure.replace(",", ".")
    return Decimal(plain) * _MULTIPLIERS.get(fold(unit), 1)
