"""Units no file knows, TP Abc and phường Xyz: the word for one before a name, in short and in full."""

from dataclasses import dataclass

from search.query.ast import Phrase, Words
from search.query.finding import Finding, Run, Segment
from search.query.lexicon import UNITS

_LONGEST_NAME = 3  # syllables behind the word
_SHORT = {short.lower(): unit for unit, short in UNITS.items()}


@dataclass(frozen=True, slots=True)
class Unit:
    """The word for a unit before a name, of so many tokens; `other` is how else it is written."""

    length: int
    other: str


def unit_at(run: Run, at: int, found: Finding) -> Unit | None:
    """The word for a unit where a name follows it: of one letter only with its point or a number, P. and Q1."""
    for length in (2, 1):
        typed = run.slice(at, at + length) if at + length < len(run.tokens) else ""
        if not run.is_capitalised(at + length, at + length + 1) or found.is_shouted:
            continue
        if typed.lower() in UNITS:
            return Unit(length, UNITS[typed.lower()])
        if typed.lower() in _SHORT and typed[0].isupper() and (len(typed) > 1 or _is_pointed(run, at)):
            return Unit(length, _SHORT[typed.lower()])
    return None


def _is_pointed(run: Run, at: int) -> bool:
    letter, following = run.tokens[at : at + 2]
    return following.kind == "number" or run.text[letter.end : following.start].startswith(".")


def unit_segment(run: Run, at: int, unit: Unit) -> Segment:
    """The unit with its name, which ends with the capitals."""
    start = at + unit.length
    end = start + 1
    while run.tokens[start].kind == "word" and end - start < _LONGEST_NAME and run.is_capitalised(start, end + 1):
        end += 1
    other = Phrase(f"{unit.other} {run.slice(start, end)}")
    return Segment(at, end, Words(run.slice(at, end)), (other,))
