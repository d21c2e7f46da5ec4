"""What a field and its value stand for. The value is the longest name, date or number it begins with; words follow."""

from collections.abc import Callable, Mapping
from typing import TypeAlias, TypeVar

from django.utils.translation import gettext as _

from archive.vietnamese.syllables import tokenize
from search.query import periods, values
from search.query.ast import (
    Channel,
    Codes,
    Dates,
    Everything,
    Field,
    Node,
    Phrase,
    Prefix,
    Words,
    conjunction,
    disjunction,
)
from search.query.citations import documents_at
from search.query.filed import coded
from search.query.finding import Finding, Run
from search.query.lexicon import Kind
from search.query.names import after_ranks
from search.query.numbers import parted

_LONGEST_VALUE = 12  # words of a date or of a range of figures
_DATE_FIELDS = {"dated": "dated_on", "meeting": "meeting_on", "published": "published_on"}
_KINDS: Mapping[str, tuple[Kind, ...]] = {  # of names by field, those that go before others first
    "agency": ("agency",),
    "place": ("place", "district"),
    "official": ("official",),
    "topic": ("topic", "trigger"),
    "outlet": ("outlet",),
}

Resolved: TypeAlias = tuple[Node, str]  # what the field stands for, and the words that follow its value
T = TypeVar("T")


def resolved(node: Field, found: Finding) -> Resolved:
    """The node a field stands for, and the words behind its value, which are words like others."""
    return _RESOLVERS[node.name](node, found)


def _dates(node: Field, found: Finding) -> Resolved:
    period, rest = _longest(node, periods.period_of)
    if period is None:
        found.note(_("“%(value)s” không phải ngày, tháng, năm: đã tìm như chữ") % {"value": node.value})
        return _as_words(node), ""
    if period.is_turned:
        found.note(_("Khoảng ngày gõ ngược, đã đổi lại: %(period)s") % {"period": period.label})
    return Dates(_DATE_FIELDS[node.name], period.low, period.high, period.label), rest


def _figures(node: Field, found: Finding) -> Resolved:
    if node.is_quoted:
        return _in_channel(node, "figures"), ""
    value, rest = _longest(node, values.values_of)
    return (value, rest) if value else (_in_channel(node, "figures"), "")


def _longest(node: Field, read: Callable[[str], T | None]) -> tuple[T | None, str]:
    """What the longest beginning of a value says, and the words after it; a quoted value says it as a whole."""
    if node.is_quoted:
        return read(node.value), ""
    words = node.value.split(" ")
    for count in range(min(len(words), _LONGEST_VALUE), 0, -1):
        value = read(" ".join(words[:count]))
        if value is not None:
            return value, " ".join(words[count:])
    return None, ""


def _titles(node: Field, found: Finding) -> Resolved:
    return _in_channel(node, "title"), ""


def _in_channel(node: Field, channel: Channel) -> Node:
    """A phrase, or words and beginnings of words, of the title or of the sentences with figures."""
    if node.is_quoted and len(tokenize(node.value)) > 1:
        return Phrase(node.value, channel)
    words = node.value.split()
    plain = " ".join(word for word in words if not word.endswith("*"))
    begun = [Prefix(word.rstrip("*"), channel) for word in words if word.endswith("*") and tokenize(word)]
    return conjunction([*([Words(plain, channel)] if tokenize(plain) else []), *begun])


def _as_words(node: Field) -> Node:
    count = len(tokenize(node.value))
    return Phrase(node.value) if node.is_quoted and count > 1 else Words(node.value) if count else Everything()


def _sources(node: Field, found: Finding) -> Resolved:
    return Codes("source_id", (node.value,), node.value), ""


def _accessions(node: Field, found: Finding) -> Resolved:
    code, _space, rest = node.value.partition(" ")
    return Codes("accession", (code.upper(),), code.upper()), rest


def _documents(node: Field, found: Finding) -> Resolved:
    run = Run.of(node.value, parted(tokenize(node.value), found.lexicon))
    known = next(filter(None, (documents_at(run, at, found) for at in range(len(run.tokens)))), None)
    if known is None or (node.is_quoted and known.end - known.start < len(run.tokens)):
        found.note(_("Chưa biết văn bản “%(value)s”: đã tìm như chữ") % {"value": node.value})
        return _as_words(node), ""
    rest = (run.slice(0, known.start), run.slice(known.end, len(run.tokens)))
    named = [Phrase(run.slice(known.start, known.end))] if known.is_named else []
    return disjunction([known.codes, *named]), " ".join(filter(None, rest))


def _names(node: Field, found: Finding) -> Resolved:
    """The longest known name the value begins with, behind ranks where it is a person's."""
    run = Run.of(node.value, tokenize(node.value))
    start = after_ranks(run, 0, found) if node.name == "official" else 0
    for length, entries in found.lexicon.matches(run.keys, start) if start < len(run.keys) else ():
        end = start + length
        by_kind = ([entry for entry in entries if entry.kind == kind] for kind in _KINDS[node.name])
        known = next(filter(None, by_kind), None)
        if known and (end == len(run.keys) or not node.is_quoted):
            return disjunction(coded(node.name, known, found)), run.slice(end, len(run.keys))
    found.note(_("Chưa biết tên “%(value)s”: đã tìm như chữ") % {"value": node.value})
    return _unknown_person(run, start) if node.name == "official" else (_as_words(node), "")


def _unknown_person(run: Run, start: int) -> Resolved:
    """A name stands side by side: of capitals the first that do, else all."""
    last = len(run.tokens)
    end = next((at for at in range(start, last) if not run.is_capitalised(at, at + 1)), last)
    end = end if end > start else last
    name = run.slice(start, end)
    return (Phrase(name) if end - start > 1 else Words(name)) if name else Everything(), run.slice(end, last)


_RESOLVERS: Mapping[str, Callable[[Field, Finding], Resolved]] = {
    **dict.fromkeys(_DATE_FIELDS, _dates),
    **dict.fromkeys(_KINDS, _names),
    "figure": _figures,
    "title": _titles,
    "document": _documents,
    "source": _sources,
    "accession": _accessions,
}
