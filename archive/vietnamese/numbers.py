"""Figures as Vietnamese newspapers print them, to their values: 6.328, 3,2 triệu, 180 tỷ."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from archive.vietnamese.dates import find_dates, find_periods
from archive.vietnamese.syllables import Token, tokenize


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number printed in a text: text[start:end], with its multiplier ("180 tỷ") but without unit and qualifier.

    `qualifier` is the word before it that says how exact it is (hơn, gần, trên ...), in lower case.
    """

    value: Decimal
    text: str
    start: int
    end: int
    qualifier: str | None


_MULTIPLIERS = {
    "chục": 10,
    "trăm": 10**2,
    "nghìn": 10**3,
    "ngàn": 10**3,
    "vạn": 10**4,
    "triệu": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
}
_MULTIPLIER = re.compile(
    r"\s?(?:chục|trăm|nghìn|ngàn|vạn|triệu|t[ỷỉ](?!\s(?:lệ|trọng|số|suất|giá)\b))(?:\s(?:nghìn|ngàn|triệu|t[ỷỉ]))?\b",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(
    r"(?:^|\W)(trên dưới|hơn|gần|trên|dưới|khoảng|chừng|xấp xỉ|ước|ước tính|ít nhất|tối thiểu|tối đa|quá)\s$",
    re.IGNORECASE,
)
_LONGEST_QUALIFIER = 16
_CLOCK = re.compile(
    r"(?<![0-9])[0-9]{1,2}(?::[0-9]{2}){1,2}(?![0-9:])|(?<![0-9])[0-9]{1,2}\s?(?:h|giờ)(?:\s?[0-9]{2})?\b"
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")
# A longer row of digits is an account or telephone number; with its multiplier this fits Decimal's 28 digits.
_LONGEST_FIGURE = 15


def parse_number(text: str) -> Decimal | None:
    """The value of a printed number, multiplier and all ("3,2 triệu"), or None if the text is not one number.

    Points or commas before every three digits group thousands (6.328, 359,749); otherwise they are the decimal sign.
    Before triệu and tỷ a single comma is one as well: 1,125 tỷ is 1 125 000 000.
    """
    stripped = text.strip()
    mentions = find_numbers(stripped)
    return mentions[0].value if len(mentions) == 1 and mentions[0].text == stripped else None


def find_numbers(text: str) -> list[NumberMention]:
    """The numbers in the text, in order, without those of dates, periods, times of day and document numbers."""
    parts = list(_parts(text))
    mentions: list[NumberMention] = []
    place = 0
    while place < len(parts):
        members = _compound(text, parts, place)
        start, end = members[0].start, members[-1].end
        value = sum((part.value for part in members), Decimal())
        mentions.append(NumberMention(_plain(value), text[start:end], start, end, _qualifier(text, start)))
        place += len(members)
    return mentions


@dataclass(frozen=True, slots=True)
class _Part:
    """A figure with the multiplier after it."""

    value: Decimal
    multiplier: int
    start: int
    end: int


def _parts(text: str) -> Iterator[_Part]:
    taken = _Taken(text)
    for token in tokenize(text):
        if token.kind == "number" and len(token.text) <= _LONGEST_FIGURE and not taken.covers(token):
            match = _MULTIPLIER.match(text, token.end)
            multiplier = _multiplier(match[0]) if match else 1
            yield _Part(_value(token.text, multiplier), multiplier, token.start, match.end() if match else token.end)


def _compound(text: str, parts: list[_Part], place: int) -> list[_Part]:
    """The parts of "3 tỷ 200 triệu", which are one number; usually a single one."""
    end = place + 1
    while end < len(parts) and _continues(text, parts[end - 1], parts[end]):
        end += 1
    return parts[place:end]


def _continues(text: str, part: _Part, following: _Part) -> bool:
    return 1 < following.multiplier < part.multiplier and text[part.end : following.start] == " "


class _Taken:
    """The stretches of a text whose digits count nothing, asked for in the order of the text."""

    def __init__(self, text: str) -> None:
        dates = [(mention.start, mention.end) for mention in find_dates(text)]
        periods = [(period.start, period.end) for period in find_periods(text)]
        self._spans = sorted(dates + periods + [match.span() for match in _CLOCK.finditer(text)])
        self._next = 0

    def covers(self, token: Token) -> bool:
        while self._next < len(self._spans) and self._spans[self._next][1] <= token.start:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] < token.end


def _multiplier(printed: str) -> int:
    product = 1
    for word in printed.lower().split():
        product *= _MULTIPLIERS[word]
    return product


def _value(figure: str, multiplier: int) -> Decimal:
    grouped = _GROUPED.fullmatch(figure)
    if grouped and not (grouped[1] == "," and figure.count(",") == 1 and multiplier >= _MULTIPLIERS["triệu"]):
        return Decimal(re.sub("[.,]", "", figure)) * multiplier
    whole, sign, decimals = figure.replace(",", ".").rpartition(".")
    return Decimal(whole.replace(".", "") + sign + decimals) * multiplier


def _plain(value: Decimal) -> Decimal:
    """3200000 for 3200000.0."""
    whole = value.to_integral_value()
    return whole if value == whole else value


def _qualifier(text: str, start: int) -> str | None:
    match = _QUALIFIER.search(text[max(0, start - _LONGEST_QUALIFIER) : start])
    return match[1].lower() if match else None
