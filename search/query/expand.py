"""What a query may also mean: abbreviations, document numbers, old and new names, people with or without rank.

Expansion never replaces what was typed: a name that is recognised becomes `Readings`, the words as typed and what
else they may stand for, and each is told to the person by a note.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from archive.vietnamese.normalize import fold, is_syllable
from archive.vietnamese.syllables import Token, tokenize
from search.query import values
from search.query.ast import (
    All,
    Any,
    Channel,
    Codes,
    Dates,
    Everything,
    Field,
    Must,
    Near,
    Node,
    Not,
    Phrase,
    Prefix,
    Query,
    Quiet,
    Readings,
    Words,
    conjunction,
    disjunction,
    walk,
)
from search.query.lexicon import Document, Entry, Key, Lexicon, Succession
from search.query.numbers import number_at, resolve, spellings

_MAX_READINGS = 12
_NAMES = frozenset({"agency", "place", "official"})
_SHORTEST_BACKWARD = 3  # letters of an abbreviation that is looked for when its full form was typed
_MAX_DOCUMENTS = 30
# Provinces that are no more and whose names are also everyday words: recognised only with capitals.
_EVERYDAY_WORDS = frozenset({"hoa binh", "thai binh"})
_DATE_FIELDS = {"dated": "dated_on", "meeting": "meeting_on", "published": "published_on"}
_CODE_FIELDS = {"source": "source_id", "accession": "accession", "outlet": "outlet"}


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


@dataclass(slots=True)
class _Finding:
    """What recognition gathers on its way through one query."""

    text: str
    lexicon: Lexicon
    notes: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)  # words of other readings, for ranking

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


@dataclass(frozen=True, slots=True)
class _Segment:
    """Tokens [start:end) recognised, with what else they may stand for."""

    start: int
    end: int
    typed: Node
    others: tuple[Node, ...]


def expand(query: Query, lexicon: Lexicon) -> Expanded:
    found = _Finding(query.text, lexicon)
    root = _expanded(query.root, found)
    also = "\n".join(dict.fromkeys(found.also))
    return Expanded(query, root, also, (*query.notes, *found.notes), tuple(_pages(query, lexicon)))


def _expanded(node: Node, found: _Finding) -> Node:
    match node:
        case Words(text=text, channel="content"):
            return _words(text, found)
        case Field():
            return _field(node, found)
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


def _excluded(node: Node, found: _Finding) -> Node:
    """What is excluded is taken as typed: only fields are resolved."""
    match node:
        case Field():
            return _field(node, found)
        case All(nodes):
            return conjunction([_excluded(part, found) for part in nodes])
        case Any(nodes):
            return disjunction([_excluded(part, found) for part in nodes])
        case _:
            return node


def _words(text: str, found: _Finding) -> Node:
    tokens = tokenize(text)
    return _joined(text, tokens, list(_segments(text, tokens, found)))


def _joined(text: str, tokens: Sequence[Token], segments: Sequence[_Segment]) -> Node:
    """The recognised segments, and the words between them as typed."""
    nodes: list[Node] = []
    at = 0
    for segment in segments:
        nodes += _between(text, tokens[at : segment.start])
        nodes.append(Readings(segment.typed, segment.others))
        at = segment.end
    nodes += _between(text, tokens[at:])
    return conjunction(nodes)


def _between(text: str, tokens: Sequence[Token]) -> list[Node]:
    return [Words(_slice(text, tokens))] if tokens else []


def _slice(text: str, tokens: Sequence[Token]) -> str:
    return text[tokens[0].start : tokens[-1].end]


def _segments(text: str, tokens: Sequence[Token], found: _Finding) -> Iterator[_Segment]:
    keys = [Key.of(token) for token in tokens]
    at = 0
    while at < len(tokens):
        segment = _document_segment(text, tokens, at, found) or _name_segment(text, tokens, keys, at, found)
        if segment:
            yield segment
        at = segment.end if segment else at + 1


def _document_segment(text: str, tokens: Sequence[Token], at: int, found: _Finding) -> _Segment | None:
    number = number_at(tokens, at)
    if number is None:
        return None
    documents = resolve(number, found.lexicon)[:_MAX_DOCUMENTS]
    typed = _slice(text, tokens[at : number.end])
    if documents:
        found.note(_("%(typed)s: văn bản %(names)s") % {"typed": typed, "names": _names(documents)})
    others = [*map(Phrase, spellings(number)), *_document_codes(documents)]
    return _Segment(at, number.end, Words(typed), tuple(others))


def _names(documents: Sequence[Document]) -> str:
    labels = list(dict.fromkeys(document.label for document in documents))
    return ", ".join(labels[:3]) + (" …" if len(labels) > 3 else "")


def _document_codes(documents: Sequence[Document]) -> Iterator[Node]:
    if documents:
        yield _weighed(Codes("document", tuple(document.code for document in documents), _names(documents)))


def _weighed(codes: Codes) -> Node:
    """The codes, with the words of their label to put in order what has them: a code by itself weighs nothing."""
    return All((codes, Any((codes, Words(codes.label, is_loose=True)))))


def _name_segment(text: str, tokens: Sequence[Token], keys: Sequence[Key], at: int, found: _Finding) -> _Segment | None:
    for length, entries in found.lexicon.matches(keys, at):
        if any(entry.kind == "rank" for entry in entries):
            person = _person_after(text, tokens, keys, at, at + length, found)
            if person:
                return person
        typed = _slice(text, tokens[at : at + length])
        fitting = _fitting(entries, found)
        others = [node for entry in fitting for node in _readings_as(typed, length, entry, found)]
        if others:
            is_name = length > 1 and any(entry.kind in _NAMES for entry in fitting)
            own = Phrase(typed) if is_name else Words(typed)
            return _Segment(at, at + length, own, tuple(dict.fromkeys(others))[:_MAX_READINGS])
    return None


def _person_after(
    text: str, tokens: Sequence[Token], keys: Sequence[Key], start: int, at: int, found: _Finding
) -> _Segment | None:
    """A known person after a rank or form of address, to be found without it too."""
    if at == len(tokens):
        return None
    for length, entries in found.lexicon.matches(keys, at):
        people = [entry for entry in entries if entry.kind == "official"]
        if people and length > 1:
            end = at + length
            others: list[Node] = [Phrase(_slice(text, tokens[at:end]))]
            others += [Codes("official", (entry.key,), entry.label) for entry in people[:_MAX_READINGS]]
            return _Segment(start, end, Words(_slice(text, tokens[start:end])), tuple(others))
    return None


def _readings_as(typed: str, length: int, entry: Entry, found: _Finding) -> Iterator[Node]:
    if entry.kind == "abbreviation":
        yield from _abbreviation(typed, entry, found)
    elif entry.kind == "place":
        yield from _place_reading(typed, entry, found)
    elif entry.kind == "agency" and (length > 1 or _looks_abbreviated(typed)):
        yield from _agency_reading(typed, entry, found)
    elif entry.kind == "official" and length > 1:
        yield Codes("official", (entry.key,), entry.label)


def _fitting(entries: Sequence[Entry], found: _Finding) -> list[Entry]:
    """The entries, of an ambiguous abbreviation only the readings whose field the query speaks of, if any."""
    said = [entry for entry in entries if entry.kind == "abbreviation" and _speaks_of(entry, found)]
    return said + [entry for entry in entries if entry.kind != "abbreviation"] if said else list(entries)


def _speaks_of(entry: Entry, found: _Finding) -> bool:
    contexts = found.lexicon.groups[int(entry.key)].context.split(",")
    return any(context.strip() and fold(context.strip()) in fold(found.text) for context in contexts)


def _looks_abbreviated(typed: str) -> bool:
    """Whether this is no ordinary word: capitals, or letters that make no syllable."""
    letters = "".join(filter(str.isalpha, typed))
    return len(letters) > 1 and (letters.isupper() or not is_syllable(typed, accented=False))


def _abbreviation(typed: str, entry: Entry, found: _Finding) -> Iterator[Node]:
    group = found.lexicon.groups[int(entry.key)]
    is_full = fold(typed) == fold(group.full) or len(tokenize(typed)) == len(tokenize(group.full))
    if is_full:
        for short in group.short:
            if len(short) >= _SHORTEST_BACKWARD:
                found.also.append(short)
                yield Phrase(short) if len(tokenize(short)) > 1 else Words(short)
    elif _looks_abbreviated(typed):
        found.note(f"{typed}: {group.full}")
        found.also.append(group.full)
        yield Phrase(group.full)


def _place_reading(typed: str, entry: Entry, found: _Finding) -> Iterator[Node]:
    succession = found.lexicon.successions.get(("place", entry.key))
    if succession is None or (fold(typed) in _EVERYDAY_WORDS and typed[0].islower()):
        return
    found.note(_moved(entry.label, succession))
    yield _since("place", succession)


def _moved(label: str, succession: Succession) -> str:
    names = {"old": label, "new": succession.label, "day": _day(succession.since)}
    if succession.since is None:
        return _("%(old)s nay thuộc %(new)s: tìm cả bài ghi theo tên mới") % names
    return _("%(old)s từ %(day)s thuộc %(new)s: tìm cả bài từ ngày ấy ghi theo tên mới") % names


def _day(day: date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def _since(field_name: str, succession: Succession) -> Node:
    """What stands under the new name since it took over."""
    codes = Codes(field_name, (succession.code,), succession.label)
    return conjunction([codes, Dates("dated_on", succession.since.isoformat(), None)]) if succession.since else codes


def _agency_reading(typed: str, entry: Entry, found: _Finding) -> Iterator[Node]:
    """The agency by its code and by its other names, old ones included, and what followed it.

    Other names help to order only where an abbreviation was typed; else what was typed orders best.
    """
    codes = Codes("agency", (entry.key,), entry.label)
    names = [name for name in found.lexicon.names_of("agency", entry.key) if fold(name) != fold(typed)]
    if any(map(_looks_abbreviated, typed.split())):
        found.note(f"{typed}: {entry.label}")
        found.also += [name for name in names if not any(map(_looks_abbreviated, name.split()))][:1]
        yield _weighed(codes)
        yield from map(Phrase, names)
    else:
        yield codes
        yield from (Quiet(Phrase(name)) for name in names)
    succession = found.lexicon.successions.get(("agency", entry.key))
    if succession:
        found.note(_moved(entry.label, succession))
        yield _since("agency", succession)


def _field(node: Field, found: _Finding) -> Node:
    name, value = node.name, node.value
    if name in _DATE_FIELDS:
        return _dates(node, found)
    if name in _CODE_FIELDS:
        return Codes(_CODE_FIELDS[name], (value,), value)
    if name == "title":
        is_phrase = node.is_quoted and len(tokenize(value)) > 1
        return Phrase(value, "title") if is_phrase else _words_or_nothing(value, "title")
    if name == "figure":
        return values.figure_node(value, node.is_quoted)
    if name == "document":
        return _document_field(value, found)
    return _name_field(node, found)


def _words_or_nothing(text: str, channel: Channel = "content") -> Node:
    return Words(text, channel) if tokenize(text) else Everything()


def _dates(node: Field, found: _Finding) -> Node:
    value, _space, rest = (node.value, "", "") if node.is_quoted else node.value.partition(" ")
    bounds = values.date_bounds(value)
    if bounds is None:
        found.note(_("“%(value)s” không phải ngày, tháng, năm: đã tìm như chữ") % {"value": node.value})
        return _words_or_nothing(node.value)
    return conjunction([Dates(_DATE_FIELDS[node.name], *bounds), _words(rest, found)])


def _document_field(value: str, found: _Finding) -> Node:
    tokens = tokenize(value)
    number = next((number for at in range(len(tokens)) if (number := number_at(tokens, at, is_bare=True))), None)
    documents = resolve(number, found.lexicon)[:_MAX_DOCUMENTS] if number else []
    if number is None or not documents:
        found.note(_("Chưa biết văn bản “%(value)s”: đã tìm như chữ") % {"value": value})
        return _words_or_nothing(value)
    before, after = tokens[: number.start], tokens[number.end :]
    return conjunction([_rest(value, before, found), *_document_codes(documents), _rest(value, after, found)])


def _rest(text: str, tokens: Sequence[Token], found: _Finding) -> Node:
    """What stands beside the name in a field's value: words like others."""
    return _words(_slice(text, tokens), found) if tokens else Everything()


def _name_field(node: Field, found: _Finding) -> Node:
    """The longest known name the value begins with; what follows it are words."""
    tokens = tokenize(node.value)
    keys = [Key.of(token) for token in tokens]
    for length, entries in found.lexicon.matches(keys, 0) if keys else ():
        known = [entry for entry in entries if entry.kind == node.name]
        if known and (length == len(tokens) or not node.is_quoted):
            return conjunction([_named(node.name, known, found), _rest(node.value, tokens[length:], found)])
    found.note(_("Chưa biết tên “%(value)s”: đã tìm như chữ") % {"value": node.value})
    return Phrase(node.value) if node.is_quoted and len(tokens) > 1 else _words_or_nothing(node.value)


def _named(field_name: str, entries: Sequence[Entry], found: _Finding) -> Node:
    keys = tuple(dict.fromkeys(entry.key for entry in entries))[:_MAX_DOCUMENTS]
    labels = list(dict.fromkeys(entry.label for entry in entries))
    nodes: list[Node] = [Codes(field_name, keys, ", ".join(labels[:3]))]
    for entry in entries:
        succession = found.lexicon.successions.get((field_name, entry.key))
        if succession:
            found.note(_moved(entry.label, succession))
            nodes.append(_since(field_name, succession))
    return disjunction(nodes)


def _pages(query: Query, lexicon: Lexicon) -> Iterator[Page]:
    """The pages of what the whole query names."""
    if not isinstance(query.root, Words | Phrase | Field):
        return
    text = query.root.value if isinstance(query.root, Field) else query.root.text
    tokens = tokenize(text)
    number = number_at(tokens, 0) if tokens else None
    if number and number.end == len(tokens):
        yield from (Page("document", document.code, document.label) for document in resolve(number, lexicon)[:3])
        return
    keys = [Key.of(token) for token in tokens]
    whole = next((found for length, found in lexicon.matches(keys, 0) if length == len(tokens)), []) if keys else []
    named = [Page(entry.kind, entry.key, entry.label) for entry in whole if entry.kind in (*_NAMES, "topic")]
    yield from list(dict.fromkeys(named))[:4]


def loosened(expanded: Expanded, *, phrases: bool = False) -> Node:
    """The query for partial matches: any of its words, all that was required.

    With `phrases` also phrases, NEAR and +words are only wanted, no longer required.
    """
    return _loosened(expanded.root, expanded.also, phrases)


def _loosened(node: Node, also: str, phrases: bool) -> Node:
    if isinstance(node, Any):
        return disjunction([_loosened(part, "", phrases) for part in node.nodes])
    nodes = node.nodes if isinstance(node, All) else (node,)
    soft = [part for part in nodes if _is_soft(part, phrases)]
    hard = [part for part in nodes if not _is_soft(part, phrases)]
    if not soft:
        return node
    text = " ".join([*map(_soft_text, soft), also]).strip()
    codes = [other for part in soft if isinstance(part, Readings) for other in part.others if _is_document(other)]
    return conjunction([*hard, disjunction([Words(text, is_loose=True), *codes])])


def _is_soft(node: Node, phrases: bool) -> bool:
    if isinstance(node, Words):
        return node.channel == "content"
    return isinstance(node, Readings) or (phrases and isinstance(node, Phrase | Near | Prefix | Must))


def _soft_text(node: Node) -> str:
    match node:
        case Words(text=text) | Phrase(text=text) | Prefix(text=text):
            return text
        case Near(left, right):
            return f"{left} {right}"
        case Readings(typed, _others):
            return _soft_text(typed)
        case Must(inner):
            return _soft_text(inner)
        case All(nodes) | Any(nodes):
            return " ".join(_soft_text(part) for part in nodes)
        case _:
            return ""


def _is_document(node: Node) -> bool:
    return any(isinstance(part, Codes) and part.field == "document" for part in walk(node))
