"""What a query may also mean: abbreviations, document numbers, old and new names, people with or without rank, times.

Expansion never replaces what was typed: what is recognised becomes `Readings`, the words as typed and what else they
may stand for, and what that is gets told to the person.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.vietnamese.syllables import tokenize
from search.query.ast import (
    All,
    Any,
    Dates,
    Everything,
    Field,
    Must,
    Near,
    Node,
    Not,
    Phrase,
    Query,
    Readings,
    Signed,
    Words,
    conjunction,
    disjunction,
)
from search.query.citations import documents_at
from search.query.fielded import resolved
from search.query.finding import Finding, Run
from search.query.lexicon import Lexicon
from search.query.loosen import loosened as loosened_node
from search.query.numbers import parted
from search.query.recognise import bound, near, recognised

_PAGES = {"agency": "agency", "place": "place", "district": "place", "official": "official", "topic": "topic"}
_MOST_PAGES = 4
_MOST_WORTH = 3.0


@dataclass(frozen=True, slots=True)
class Page:
    """Something with a page of its own that the whole query names."""

    kind: str  # agency, place, official, topic, document
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Expanded:
    """`root` decides what matches in full; `also` are words of other readings, a line each, to order hits."""

    query: Query
    root: Node
    also: str = ""
    notes: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class Time:
    """When the words of a query say that it was, and how much more a report of that time is worth than its words."""

    dates: Dates
    worth: float


def expand(query: Query, lexicon: Lexicon) -> Expanded:
    found = Finding(query.text, lexicon)
    root = _expanded(query.root, found)
    also = "\n".join(dict.fromkeys(found.also))
    return Expanded(query, root, also, (*query.notes, *found.notes), tuple(_pages(query, found)))


def loosened(expanded: Expanded, *, phrases: bool = False) -> Node:
    """The query for partial matches; with `phrases` also its phrases are only wanted."""
    return loosened_node(expanded.root, expanded.also, phrases=phrases)


def time_said(expanded: Expanded) -> Time | None:
    """The time the words say, where it is one. A report of it is to count as if it printed the words that say it."""
    nodes = expanded.root.nodes if isinstance(expanded.root, All) else (expanded.root,)
    said = [(node, dates) for node in nodes if isinstance(node, Readings) for dates in node.others]
    times = [(node.typed, dates) for node, dates in said if isinstance(dates, Dates)]
    if len(times) != 1:
        return None
    (typed, dates), all_words = times[0], len(tokenize(expanded.query.text))
    others = all_words - (len(tokenize(typed.text)) if isinstance(typed, Words) else 0)
    return Time(dates, min(all_words / others, _MOST_WORTH)) if others > 0 else None


def _expanded(node: Node, found: Finding) -> Node:
    match node:
        case Words(text=text, channel="content"):
            return recognised(text, found)
        case Near():
            return near(node, found)
        case Field():
            return conjunction(_with_rest(node, found))
        case Must(Field() as field):  # the sign is the field's, and not of the words behind its value
            meant, rest = _with_rest(field, found)
            return conjunction([Must(meant), rest])
        case Not(Field() as field):
            meant, rest = _with_rest(field, found)
            return conjunction([Not(meant), rest])
        case Must(Signed() as signed):
            name, words = bound(signed, found)
            return conjunction([Must(recognised(name, found)), recognised(words, found)])
        case Not(Signed() as signed):
            name, words = bound(signed, found)
            return conjunction([Not(_side_by_side(name)), recognised(words, found)])
        case All(nodes):
            return conjunction([_expanded(part, found) for part in nodes])
        case Any(nodes):
            return disjunction([_expanded(part, found) for part in nodes])
        case Must(inner):
            return Must(_expanded(inner, found))
        case Not(inner):
            return Not(_excluded(inner, found))
        case _:
            return node


def _with_rest(field: Field, found: Finding) -> tuple[Node, Node]:
    meant, rest = resolved(field, found)
    return meant, recognised(rest, found)


def _excluded(node: Node, found: Finding) -> Node:
    """What is excluded is taken as typed: only fields are resolved."""
    match node:
        case Field():
            meant, rest = resolved(node, found)
            return conjunction([meant, _literal(rest)])
        case Must(Signed() as signed) | Not(Signed() as signed):
            name, words = bound(signed, found)
            return conjunction([type(node)(_side_by_side(name)), _literal(words)])
        case All(nodes):
            return conjunction([_excluded(part, found) for part in nodes])
        case Any(nodes):
            return disjunction([_excluded(part, found) for part in nodes])
        case _:
            return node


def _literal(text: str) -> Node:
    return Words(text) if tokenize(text) else Everything()


def _side_by_side(text: str) -> Node:
    return Phrase(text) if len(tokenize(text)) > 1 else Words(text)


def _pages(query: Query, found: Finding) -> Iterator[Page]:
    """The pages of what the whole query names."""
    if not isinstance(query.root, Words | Phrase | Field):
        return
    is_field = isinstance(query.root, Field)
    text = query.root.value if isinstance(query.root, Field) else query.root.text
    run = Run.of(text, parted(tokenize(text), found.lexicon))
    documents = documents_at(run, 0, found, is_bare=is_field) if run.tokens else None
    if documents and documents.end == len(run.tokens):
        yield from (Page("document", code, label) for code, label in list(documents.labels.items())[:_MOST_PAGES])
        return
    entries = found.lexicon.whole(run.keys)
    named = [Page(_PAGES[entry.kind], entry.key, entry.label) for entry in entries if entry.kind in _PAGES]
    yield from list(dict.fromkeys(named))[:_MOST_PAGES]
