"""Typed readers of the authority files beside this module; each is read once and kept.

In the CSV files lists are separated by "|", dates are ISO and inclusive, and an empty field means unknown or open.
What each column means is said in README.md and in the comment lines on top of each file.
"""

import csv
import tomllib
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent

PROVINCE_KINDS = ("province", "city")
DISTRICT_KINDS = ("district", "urban_district", "town", "provincial_city")
COMMUNE_KINDS = ("commune", "ward", "township", "special_zone")

KIND_WORDS = {
    "country": "",
    "province": "tỉnh",
    "city": "thành phố",
    "district": "huyện",
    "urban_district": "quận",
    "town": "thị xã",
    "provincial_city": "thành phố",
    "commune": "xã",
    "ward": "phường",
    "township": "thị trấn",
    "special_zone": "đặc khu",
}
PARTY_WORDS = {
    "province": "Tỉnh ủy",
    "city": "Thành ủy",
    "district": "Huyện ủy",
    "urban_district": "Quận ủy",
    "town": "Thị ủy",
    "provincial_city": "Thành ủy",
    "commune": "Đảng ủy xã",
    "ward": "Đảng ủy phường",
    "township": "Đảng ủy thị trấn",
    "special_zone": "Đảng ủy đặc khu",
}
YOUTH_WORDS = {
    "province": "Tỉnh Đoàn",
    "city": "Thành Đoàn",
    "district": "Huyện Đoàn",
    "urban_district": "Quận Đoàn",
    "town": "Thị Đoàn",
    "provincial_city": "Thành Đoàn",
    "commune": "Đoàn xã",
    "ward": "Đoàn phường",
    "township": "Đoàn thị trấn",
    "special_zone": "Đoàn đặc khu",
}
SCOPE_KINDS = {"province": PROVINCE_KINDS, "district": DISTRICT_KINDS, "commune": COMMUNE_KINDS}


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A country, province or district. `name` is without its kind: "Bình Phước"; a numbered one keeps it: "Quận 1"."""

    code: str
    name: str
    kind: str
    parent: str
    valid_from: date | None
    valid_to: date | None
    successor: str
    gso_code: str
    gso_code_2025: str
    abbreviations: tuple[str, ...]
    aliases: tuple[str, ...]

    @property
    def unit(self) -> str:
        """The name as it stands inside an agency's name: "tỉnh Bình Phước", "thành phố Cần Thơ", "quận 1"."""
        return unit_name(self.name, self.kind)

    @property
    def full_name(self) -> str:
        """ "Tỉnh Bình Phước"."""
        return self.unit[0].upper() + self.unit[1:]


@dataclass(frozen=True, slots=True)
class CommuneEntry:
    """A commune, ward, township or special zone; `parent` is a district until 2025-06-30, a province since."""

    code: str
    name: str
    kind: str
    parent: str
    valid_from: date | None
    valid_to: date | None

    @property
    def unit(self) -> str:
        return unit_name(self.name, self.kind)


@dataclass(frozen=True, slots=True)
class AgencyEntry:
    """One body. A generated one has its `family`; `place` is the code of the unit it serves."""

    code: str
    name: str
    kind: str
    level: str
    parent: str
    abbreviations: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    place: str = ""
    family: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AgencyFamily:
    """A kind of body that every place of a scope has: "Công an {unit}".

    Templates know {unit} ("tỉnh Bình Phước"), {name} ("Bình Phước"), {party} ("Tỉnh ủy") and {youth} ("Tỉnh Đoàn").
    `parent` and `successor` are agency codes, or "@family" for that family's body of the same place (or of the place
    above it). A family of scope commune is an open pattern: it is never expanded.
    """

    code: str
    name: str
    kind: str
    level: str
    scope: str
    parent: str = ""
    abbreviations: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    note: str = ""

    @property
    def templates(self) -> tuple[str, ...]:
        return (self.name, *self.aliases, *self.abbreviations, *self.former_names)

    @property
    def heads(self) -> tuple[str, ...]:
        """What stands before the place in its names: ("Công an", "CA"), longest first."""
        kinds = SCOPE_KINDS[self.scope]
        heads = {
            template.format(unit="", name="", party=PARTY_WORDS[kind], youth=YOUTH_WORDS[kind]).strip()
            for template in self.templates
            for kind in kinds
        }
        return tuple(sorted(heads, key=lambda head: (-len(head), head)))

    def covers(self, place: PlaceEntry) -> bool:
        if place.kind not in SCOPE_KINDS[self.scope] or place.code in self.without:
            return False
        return not self.only or place.code in self.only

    def name_at(self, place: PlaceEntry, words: dict[str, str]) -> str:
        """The body's name at a place of the files, where a few have names of their own."""
        own = dict(self.names).get(place.code) if self.names else None
        return own or self.name.format_map(words)

    def name_for(self, name: str, kind: str) -> str:
        """The body's name at a place of that name and kind, also at one the files do not know."""
        return self.name.format_map(template_words(name, kind))


def unit_name(name: str, kind: str) -> str:
    word = KIND_WORDS[kind]
    if name == "Hồ Chí Minh":
        return "Thành phố Hồ Chí Minh"
    if name[-1].isdigit() and name.casefold().startswith(f"{word} "):
        return word + name[len(word) :]
    return f"{word} {name}"


def template_words(name: str, kind: str) -> dict[str, str]:
    """What the templates of the agency families say of one place."""
    return {"unit": unit_name(name, kind), "name": name, "party": PARTY_WORDS[kind], "youth": YOUTH_WORDS[kind]}


def rows(file: str) -> Iterator[dict[str, str]]:
    """The rows of one CSV file, without its comment lines."""
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def parts(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def in_force(entry: PlaceEntry | CommuneEntry | AgencyEntry, on: date) -> bool:
    return (entry.valid_from is None or entry.valid_from <= on) and (entry.valid_to is None or on <= entry.valid_to)


@cache
def places() -> tuple[PlaceEntry, ...]:
    """Countries, provinces and districts, also those that are no more."""
    return tuple(
        PlaceEntry(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            parent=row["parent"],
            valid_from=day(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            successor=row["successor"],
            gso_code=row["gso_code"],
            gso_code_2025=row["gso_code_2025"],
            abbreviations=parts(row["abbreviations"]),
            aliases=parts(row["aliases"]),
        )
        for row in rows("places.csv")
    )


@cache
def places_by_code() -> dict[str, PlaceEntry]:
    return {place.code: place for place in places()}


@cache
def provinces() -> tuple[PlaceEntry, ...]:
    """Every province and centrally run city of Vietnam since 2004."""
    return tuple(place for place in places() if place.kind in PROVINCE_KINDS and place.parent == "viet-nam")


def provinces_at(on: date) -> tuple[PlaceEntry, ...]:
    """The provinces of one day: 64 until 2008-07-31, 63 until 2025-06-30, 34 since. Reaches back to 2004."""
    return tuple(province for province in provinces() if in_force(province, on))


@cache
def districts() -> tuple[PlaceEntry, ...]:
    return tuple(place for place in places() if place.kind in DISTRICT_KINDS)


def province_of(code: str, on: date | None = None) -> PlaceEntry | None:
    """The province a place lies in; with a day, the one that covered it then (Bình Phước in 2026: Đồng Nai)."""
    place = places_by_code().get(code)
    while place and place.kind in DISTRICT_KINDS:
        place = places_by_code().get(place.parent)
    if place is None or place.kind not in PROVINCE_KINDS or on is None:
        return place if place and place.kind in PROVINCE_KINDS else None
    while place.valid_to and on > place.valid_to and place.successor:
        place = places_by_code()[place.successor]
    if place.valid_from and on < place.valid_from:
        before = [other for other in predecessors(place.code) if in_force(other, on)]
        return before[0] if len(before) == 1 else place
    return place


def predecessors(code: str) -> tuple[PlaceEntry, ...]:
    """The places that went into this one: Bình Phước into Đồng Nai."""
    return tuple(place for place in places() if place.successor == code)


@cache
def communes() -> tuple[CommuneEntry, ...]:
    """10,035 communes until 2025-06-30 and 3,321 since; codes "c24_<GSO code>" and "c25_<GSO code>"."""
    return (
        *_communes("communes_2024.csv", "c24_", None, date(2025, 6, 30)),
        *_communes("communes_2025.csv", "c25_", date(2025, 7, 1), None),
    )


def _communes(file: str, prefix: str, start: date | None, end: date | None) -> Iterator[CommuneEntry]:
    for row in rows(file):
        yield CommuneEntry(prefix + row["gso_code"], row["name"], row["kind"], row["parent"], start, end)


@cache
def concrete_agencies() -> tuple[AgencyEntry, ...]:
    """The agencies written out one by one."""
    return tuple(
        AgencyEntry(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            level=row["level"],
            parent=row["parent"],
            abbreviations=parts(row["abbreviations"]),
            aliases=parts(row["aliases"]),
            former_names=parts(row["former_names"]),
            valid_from=day(row["valid_from"]),
            valid_to=day(row["valid_to"]),
            successor=row["successor"],
            place=row["place"],
            note=row["note"],
        )
        for row in rows("agencies.csv")
    )


@cache
def agency_families() -> tuple[AgencyFamily, ...]:
    with (FOLDER / "agency_families.toml").open("rb") as file:
        return tuple(_family(entry) for entry in tomllib.load(file)["family"])


def _family(entry: dict[str, Any]) -> AgencyFamily:
    lists = ("abbreviations", "aliases", "former_names", "only", "without")
    fields = {key: tuple(value) if key in lists else value for key, value in entry.items()}
    fields["names"] = tuple(entry.get("names", {}).items())
    return AgencyFamily(**fields)


@cache
def agencies() -> tuple[AgencyEntry, ...]:
    """Every known agency: the concrete ones, then the families at each of their places."""
    return (*concrete_agencies(), *_expanded())


@cache
def agencies_by_code() -> dict[str, AgencyEntry]:
    return {agency.code: agency for agency in agencies()}


def family_code(family: str, place: str) -> str:
    """The code of a family's body at a place: "cong-an_binh-phuoc"."""
    return f"{family}_{place}"


def _expanded() -> Iterator[AgencyEntry]:
    covered = {
        family_code(family.code, place.code): (family, place)
        for family in agency_families()
        for place in _places_of(family)
    }
    words = {place.code: _words(place) for place in (*provinces(), *districts())}
    for code, (family, place) in covered.items():
        yield _body(code, family, place, words[place.code], covered)


def _words(place: PlaceEntry) -> list[dict[str, str]]:
    """The template words of a place, then the same with each of its abbreviations: "Công an TP.HCM"."""
    words = template_words(place.name, place.kind)
    return [words, *({**words, "unit": short, "name": short} for short in place.abbreviations)]


def _places_of(family: AgencyFamily) -> tuple[PlaceEntry, ...]:
    scope = {"province": provinces, "district": districts, "commune": tuple}[family.scope]()
    return tuple(place for place in scope if family.covers(place) and _overlap(family, place))


def _overlap(family: AgencyFamily, place: PlaceEntry) -> bool:
    if family.valid_from and place.valid_to and place.valid_to < family.valid_from:
        return False
    return not (family.valid_to and place.valid_from and family.valid_to < place.valid_from)


def _body(
    code: str, family: AgencyFamily, place: PlaceEntry, words: list[dict[str, str]], known: Container[str]
) -> AgencyEntry:
    name = family.name_at(place, words[0])
    starts = [start for start in (family.valid_from, place.valid_from) if start]
    ends = [end for end in (family.valid_to, place.valid_to) if end]
    return AgencyEntry(
        code=code,
        name=name,
        kind=family.kind,
        level=family.level,
        parent=_resolve(family.parent, place, known),
        abbreviations=_filled(family.abbreviations, words, name),
        aliases=_filled((*family.aliases, family.name), words, name),
        former_names=_filled(family.former_names, words, name),
        valid_from=max(starts, default=None),
        valid_to=min(ends, default=None),
        successor=_successor(family, place, known),
        place=place.code,
        family=family.code,
        note=family.note,
    )


def _filled(templates: tuple[str, ...], words: list[dict[str, str]], name: str) -> tuple[str, ...]:
    """The templates in every wording of the place, without `name` itself."""
    names = dict.fromkeys(template.format_map(wording) for wording in words for template in templates)
    names.pop(name, None)
    return tuple(names)


def _resolve(reference: str, place: PlaceEntry, known: Container[str]) -> str:
    """An agency's code: as it stands, or "@family" at this place, else at the place above it."""
    if not reference.startswith("@"):
        return reference
    here, above = family_code(reference[1:], place.code), family_code(reference[1:], place.parent)
    return here if here in known else above if above in known else ""


def _successor(family: AgencyFamily, place: PlaceEntry, known: Container[str]) -> str:
    """What took over: the family's own successor where the family ended first, else its body at the next place."""
    following = places_by_code().get(place.successor)
    family_ended_first = family.valid_to and (place.valid_to is None or family.valid_to <= place.valid_to)
    if family_ended_first and family.successor:
        same = family.valid_to == place.valid_to and following
        return _resolve(family.successor, following if same else place, known)
    if following is None:
        return ""
    code = family_code(family.code, following.code)
    return code if code in known else ""
