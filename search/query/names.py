"""What a name in a query may stand for: an abbreviation in full, a place or agency by code, a person without rank."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from archive.vietnamese.normalize import fold, is_syllable
from archive.vietnamese.syllables import tokenize
from search.query.ast import Codes, Node, Phrase, Quiet, Words
from search.query.filed import through_time
from search.query.finding import Finding, Run, Segment, looks_abbreviated
from search.query.lexicon import UNITS, Abbreviated, Entry, keys_of
from search.query.units import unit_at, unit_segment

_MAX_READINGS = 12
_SHORTEST_BACKWARD = 3  # letters of an abbreviation that is looked for when its full form was typed
# Names of provinces that are also everyday words, folded: recognised only with a capital.
_EVERYDAY_WORDS = frozenset({"hoa binh", "thai binh", "hai duong", "cao bang", "dien bien"})
# Names that are first of all a person's, folded: a place only with the word for its kind.
_PERSONS = frozenset({"ho chi minh"})
_PLACES = ("place", "district")
_UNIT_STARTS = tuple(f"{fold(form)} " for form in ("tỉnh", *UNITS, *UNITS.values()))


def name_segment(run: Run, at: int, found: Finding) -> Segment | None:
    """The longest name at a place of the run that stands for something else too."""
    person = _person_after_ranks(run, at, found)
    if person:
        return person
    unit = unit_at(run, at, found)
    reach = at + unit.length if unit else at  # of a unit's name more is wanted than the word for it
    for length, entries in found.lexicon.matches(run.keys, at):
        segment = _named(run, at, at + length, entries, found) if at + length > reach else None
        if segment:
            return segment
    return unit_segment(run, at, unit) if unit else None


def name_length(run: Run, found: Finding) -> int:
    """How many tokens the longest name takes that a run begins with."""
    for length, entries in found.lexicon.matches(run.keys, 0) if run.keys else ():
        if any(entry.kind not in ("rank", "outlet") for entry in entries):
            return length
    return 0


def _named(run: Run, start: int, end: int, entries: Sequence[Entry], found: Finding) -> Segment | None:
    typed = run.slice(start, end)
    fitting = [entry for entry in _fitting(entries, found) if _is_meant(entry, run, start, end, found)]
    others = [node for entry in fitting for node in _readings(typed, entry, found)]
    if not others:
        return None
    is_exact = any(entry.exact == tuple(key.exact for key in run.keys[start:end]) for entry in fitting)
    own = _own(typed, fitting, is_exact and not found.is_shouted)
    return Segment(start, end, own, tuple(dict.fromkeys(others))[:_MAX_READINGS])


def _own(typed: str, entries: Sequence[Entry], is_exact: bool) -> Node:
    """What was typed: a name side by side; an abbreviation in capitals as it is printed, TU and not từ."""
    if len(tokenize(typed)) > 1:
        is_name = any(entry.kind in ("agency", "official", *_PLACES) for entry in entries)
        return Phrase(typed) if is_name else Words(typed)
    return Words(typed, is_exact=is_exact and typed.isupper() and looks_abbreviated(typed))


def _fitting(entries: Sequence[Entry], found: Finding) -> list[Entry]:
    """The entries, without districts called as a province is.

    Of an ambiguous abbreviation only the readings whose field the query speaks of, if any.
    """
    if any(entry.kind == "place" for entry in entries):
        entries = [entry for entry in entries if entry.kind != "district"]
    readings = {entry: found.lexicon.groups[int(entry.key)] for entry in entries if entry.kind == "abbreviation"}
    said = [entry for entry, group in readings.items() if _speaks_of(group, found)]
    if not said:
        return list(entries)
    unsaid = [keys_of(group.full) for entry, group in readings.items() if entry not in said]
    others = [entry for entry in entries if entry.kind != "abbreviation"]
    return said + [entry for entry in others if not any(found.lexicon.is_called(entry, keys) for keys in unsaid)]


def _speaks_of(group: Abbreviated, found: Finding) -> bool:
    return any(found.speaks_of(context) for context in group.context.split(",") if context.strip())


def _is_meant(entry: Entry, run: Run, start: int, end: int, found: Finding) -> bool:
    """Whether a name is one here, and not everyday words or a part of a person's name."""
    typed = run.slice(start, end)
    if entry.kind in _PLACES:
        return _is_place(entry, run, start, end, found)
    if entry.kind == "agency":
        return end - start > 1 or looks_abbreviated(typed)
    return end - start > 1 or entry.kind == "abbreviation"


def _is_place(entry: Entry, run: Run, start: int, end: int, found: Finding) -> bool:
    """A province is meant however it is typed, a district or a name of one syllable only with capitals."""
    typed = run.slice(start, end)
    folded = " ".join(key.folded for key in run.keys[start:end])
    own = tuple(key.exact for key in keys_of(found.lexicon.own_name(entry)))
    if folded.startswith(_UNIT_STARTS) and entry.exact != own:
        return True
    if folded in _PERSONS or (folded in _EVERYDAY_WORDS and typed[0].islower()):
        return False
    is_capitalised = run.is_capitalised(start, end) and not found.is_shouted
    if end - start == 1 and not looks_abbreviated(typed):
        beside = (run.is_capitalised(start - 1, start), run.is_capitalised(end, end + 1))
        return is_capitalised and not any(beside)
    return is_capitalised or entry.kind == "place"


def _readings(typed: str, entry: Entry, found: Finding) -> Iterator[Node]:
    match entry.kind:
        case "abbreviation":
            yield from _abbreviation(typed, entry, found)
        case "place" | "district":
            yield from _place(typed, entry, found)
        case "agency":
            yield from _agency(typed, entry, found)
        case "official":
            yield Codes("official", (entry.key,), entry.label)
        case "document":
            found.note(_("%(typed)s: văn bản %(names)s") % {"typed": typed, "names": entry.label})
            yield Codes("document", (entry.key,), entry.label)
        case _:
            return


# Abbreviations


def _abbreviation(typed: str, entry: Entry, found: Finding) -> Iterator[Node]:
    group = found.lexicon.groups[int(entry.key)]
    if entry.exact == tuple(key.exact for key in keys_of(group.full)):
        for short in group.short:
            yield from _shortened(short, group, found)
    elif looks_abbreviated(typed):
        found.note_meaning(typed, group.full)
        found.also.append(group.full)
        yield Phrase(group.full)


def _shortened(short: str, group: Abbreviated, found: Finding) -> Iterator[Node]:
    """What was typed in full as it is abbreviated; one that reads like a syllable, THA, only in these letters.

    Two letters are too common, but for the TW of TW, TƯ and T.Ư, of which an article may print either.
    """
    if is_syllable(short, accented=False):
        if len(short) >= _SHORTEST_BACKWARD:
            yield Words(short, is_exact=True)
    elif len(short) >= _SHORTEST_BACKWARD:
        found.also.append(short)
        yield Phrase(short) if len(tokenize(short)) > 1 else Words(short)
    elif len(group.short) > 1:
        yield Words(short)


def variants(text: str, found: Finding) -> list[str]:
    """The text, what it abbreviates and what abbreviates it, where it is one or the other as a whole."""
    entries = [entry for entry in found.lexicon.whole(keys_of(text)) if entry.kind == "abbreviation"]
    others = [node for entry in _fitting(entries, found) for node in _abbreviation(text, entry, found)]
    return list(dict.fromkeys([text, *(node.text for node in others if isinstance(node, Words | Phrase))]))


# Places


def _place(typed: str, entry: Entry, found: Finding) -> Iterator[Node]:
    """The place by its code, by its own name and by its other ones, which have no part in the order."""
    own, *others = found.lexicon.place_names(entry, _PERSONS)
    if fold(own) not in fold(typed):
        found.note_meaning(typed, entry.label)
    yield Codes("place", (entry.key,), entry.label)
    yield from through_time("place", entry, found)
    if keys_of(own) != keys_of(typed):
        yield Phrase(own)
    yield from (Quiet(Phrase(name)) for name in others if name.lower() != typed.lower())


# Agencies


def _agency(typed: str, entry: Entry, found: Finding) -> Iterator[Node]:
    """The agency by its code, a force also by those of its bodies, by its other names, and what followed it.

    Other names help to order only where an abbreviation was typed; else what was typed orders best.
    """
    codes = Codes("agency", (entry.key, *found.lexicon.bodies(entry.key)), entry.label, is_weighed=True)
    names = [name for name in found.lexicon.names_of("agency", entry.key) if fold(name) != fold(typed)]
    yield codes
    if any(map(looks_abbreviated, typed.split())):
        found.note_meaning(typed, entry.label)
        found.also += [name for name in names if not any(map(looks_abbreviated, name.split()))][:1]
        yield from map(Phrase, names)
    else:
        yield from (Quiet(Phrase(name)) for name in names)
    yield from through_time("agency", entry, found)


# People


def after_ranks(run: Run, at: int, found: Finding) -> int:
    """The place after the ranks, forms of address and titles that stand at a place of the run: đồng chí Đại tá."""
    while at < len(run.tokens):
        length = next((length for length, entries in found.lexicon.matches(run.keys, at) if _is_rank(entries)), 0)
        if not length:
            break
        at += length
    return at


def _is_rank(entries: Sequence[Entry]) -> bool:
    return any(entry.kind == "rank" for entry in entries)


def _person_after_ranks(run: Run, start: int, found: Finding) -> Segment | None:
    """A known person after ranks or forms of address, to be found without them and with others too."""
    at = after_ranks(run, start, found)
    if at in (start, len(run.tokens)):
        return None
    for length, entries in found.lexicon.matches(run.keys, at):
        people = [entry for entry in entries if entry.kind == "official"]
        if people and length > 1:
            end = at + length
            codes = [Codes("official", (entry.key,), entry.label) for entry in people[:_MAX_READINGS]]
            return Segment(start, end, Phrase(run.slice(start, end)), (Phrase(run.slice(at, end)), *codes))
    return None
