"""Text to syllables: the tokens that search, dates and figures count by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "number", "document"]


@dataclass(frozen=True, slots=True)
class Token:
    """One syllable, figure or document number: text[start:end] of the text it came from."""

    text: str
    start: int
    end: int
    kind: Kind


_YEAR = r"(?:19|20)[0-9]{2}"
_DOCUMENT_TYPES = r"(?:NQLT|QCPH|CTPH|KHPH|TTLT|NQ|CT|KL|QĐ|QÐ|QC|NĐ|NÐ|TT|TB|KH|HD|CTr|CV)"
# Abbreviations of types and issuers: QĐ, TTg, CTr, QH13. Ð (eth) is a common misprint of Đ.
# A part is no number of its own: not the NĐ03 of 03/ NĐ03/2019.
_PART = rf"(?!{_DOCUMENT_TYPES}[0-9])(?:[A-ZĐÐ]{{2}}[A-Za-zĐđÐƯư0-9]{{0,12}}|[CT]t[rg])(?![^\W_])"
# A number is not read from the middle of a date, a figure or another number.
_AT_START = r"(?<![0-9])(?<![0-9][/.,-])"
_MORE_PARTS = rf"(?:[-–/]\ ?{_PART}|\ [-–]\ ?(?:TTg|CP|TW|TU)\b){{0,6}}"
_FULL_NUMBER = rf"""
    {_AT_START}[0-9]{{1,5}}
    (?: (?:/{_YEAR})?/\ ?{_PART}{_MORE_PARTS}                # 133/2002/QĐ-TTg  77/2010/ NĐ-CP  303/QCPH  12/NQ-TW
      | [-–]{_PART}/\ ?{_PART}{_MORE_PARTS}                  # 12-NQ/TW
      | -{_DOCUMENT_TYPES}(?:TW)?(?![^\W_])                  # 12-NQTW
    )
"""
_SHORT_NUMBER = rf"{_AT_START}[0-9]{{1,5}}/{_YEAR}(?![0-9/])"
_FIGURE = r"""
    [0-9]{1,3}(?:\.[0-9]{3})++(?:,[0-9]{1,3})?(?![0-9])
  | [0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]{1,3})?(?![0-9])
  | (?<![0-9][.,])[0-9]++[.,][0-9]{1,2}(?![0-9]|[.,][0-9])
  | [0-9]++
"""
_TOKEN = re.compile(
    rf"""
    (?P<document>{_FULL_NUMBER})
  | (?P<short>{_SHORT_NUMBER})
  | (?P<type>\b{_DOCUMENT_TYPES}(?=[0-9]{{1,5}}(?:/|\b)))    # NĐ03/2019, QĐ133
  | (?P<number>{_FIGURE})
  | (?P<word>(?:[^\W_][\u0300-\u036f]*+)++)
    """,
    re.VERBOSE,
)
# What stands before a short document number that could as well be a month: Nghị định 03/2019, số 7/2010.
_DOCUMENT_CUES = re.compile("số|định|quyết|tư|thị|tịch|chế|lệnh|luật|nđ|qđ|nq|ct|tt|qc|nqlt|ttlt", re.IGNORECASE)


_KINDS: dict[str, Kind] = {"document": "document", "number": "number", "type": "word", "word": "word"}


def tokenize(text: str) -> list[Token]:
    """The syllables, figures and document numbers of NFC text, in order and without overlap.

    A document number or figure stays whole ("133/2002/QĐ-TTg", "6.328"); dates fall into their numbers, abbreviations
    into their parts (CNVC-LĐ, TP.HCM, H'Mông), a figure leaves its unit ("692kg"): so every spelling of them meets.
    Takes time linear in the length of the text.
    """
    return list(_tokens(text))


def find_document_numbers(text: str) -> list[Token]:
    """The tokens that are document numbers."""
    return [token for token in _tokens(text) if token.kind == "document"]


def _tokens(text: str) -> Iterator[Token]:
    before = ""
    for match in _TOKEN.finditer(text):
        if match.lastgroup == "short":
            yield from _short_number(match, before)
        else:
            yield Token(match[0], match.start(), match.end(), _KINDS[match.lastgroup or ""])
        before = match[0]


def _short_number(match: re.Match[str], before: str) -> Iterator[Token]:
    """The short number 133/2002 as one token; 7/2010 as month and year, unless a word before it says otherwise."""
    number, year = match[0].split("/")
    could_be_period = int(number) <= 12 or 1900 <= int(number) <= 2100
    if not could_be_period or _DOCUMENT_CUES.fullmatch(before):
        yield Token(match[0], match.start(), match.end(), "document")
        return
    yield Token(number, match.start(), match.start() + len(number), "number")
    yield Token(year, match.end() - len(year), match.end(), "number")


_DOCUMENT_PARTS = re.compile(r"[0-9]+|[^\W\d_][^\W_]*")


def document_key(number: str) -> str:
    """The key under which spellings of one document number meet: 12-NQ/TW = 12/NQ-TW, "77/2010/ NĐ-CP" = 77/2010/NĐ-CP.

    Leading zeros go: 03/2019 = 3/2019. The key of "133/2002" is a prefix of that of "133/2002/QĐ-TTg".
    """
    parts = _DOCUMENT_PARTS.findall(number.lower().replace("ð", "đ"))
    return "-".join(part.lstrip("0") or "0" if part.isdecimal() else part for part in parts)
