"""From the families of agencies to one body at each of their places."""

from collections.abc import Container, Iterable, Iterator
from datetime import date

from archive.authority.entries import SCOPE_KINDS, AgencyEntry, AgencyFamily, PlaceEntry, template_words

Wordings = list[dict[str, str]]


def family_code(family: str, place: str) -> str:
    """The code of a family's body at a place: "cong-an_binh-phuoc"."""
    return f"{family}_{place}"


def expand(families: Iterable[AgencyFamily], places: dict[str, PlaceEntry]) -> Iterator[AgencyEntry]:
    """Every body of the families at the provinces and districts of `places`, a mapping by code."""
    by_kind: dict[str, list[PlaceEntry]] = {}
    for place in places.values():
        by_kind.setdefault(place.kind, []).append(place)
    covered = {
        family_code(family.code, place.code): (family, place)
        for family in families
        for kind in SCOPE_KINDS[family.scope]
        for place in by_kind.get(kind, ())
        if family.covers(place)
    }
    wordings = {place.code: _wordings(place) for _, place in covered.values()}
    for code, (family, place) in covered.items():
        following = places.get(place.successor)
        yield _body(code, family, place, following, wordings[place.code], covered)


def _wordings(place: PlaceEntry) -> Wordings:
    """The template words of a place, then the same with each of its abbreviations: "Công an TP.HCM"."""
    words = template_words(place.name, place.kind)
    return [words, *({**words, "unit": short, "name": short} for short in place.abbreviations)]


def _body(
    code: str,
    family: AgencyFamily,
    place: PlaceEntry,
    following: PlaceEntry | None,
    wordings: Wordings,
    known: Container[str],
) -> AgencyEntry:
    name = family.name_at(place, wordings[0])
    return AgencyEntry(
        code=code,
        name=name,
        kind=family.kind,
        level=family.level,
        parent=_resolve(family.parent, place, known),
        abbreviations=_filled(family.abbreviations, wordings, name),
        aliases=_filled((*family.aliases, family.name), wordings, name),
        former_names=_filled(family.former_names, wordings, name),
        valid_from=_later(family.valid_from, place.valid_from),
        valid_to=_sooner(family.valid_to, place.valid_to),
        successor=_successor(family, place, following, known),
        place=place.code,
        note=family.note,
        family=family.code,
    )


def _later(first: date | None, second: date | None) -> date | None:
    return max(first, second) if first and second else first or second


def _sooner(first: date | None, second: date | None) -> date | None:
    return min(first, second) if first and second else first or second


def _filled(templates: tuple[str, ...], wordings: Wordings, name: str) -> tuple[str, ...]:
    """The templates in every wording of the place, without `name` itself."""
    if not templates:
        return ()
    names = dict.fromkeys(template.format_map(words) for words in wordings for template in templates)
    names.pop(name, None)
    return tuple(names)


def _resolve(reference: str, place: PlaceEntry, known: Container[str]) -> str:
    """An agency's code: as it stands, or "@family" at this place, else at the place above it."""
    if not reference.startswith("@"):
        return reference
    codes = (family_code(reference[1:], place.code), family_code(reference[1:], place.parent))
    return next((code for code in codes if code in known), "")


def _successor(family: AgencyFamily, place: PlaceEntry, following: PlaceEntry | None, known: Container[str]) -> str:
    """What took over: the family's own successor where the family ended first, else its body at the next place."""
    if family.successor and family.ended_before(place):
        same_day = family.valid_to == place.valid_to
        return _resolve(family.successor, following if same_day and following else place, known)
    if following is None:
        return ""
    code = family_code(family.code, following.code)
    return code if code in known else ""
