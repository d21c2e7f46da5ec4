"""What the authority files hold, as frozen records, and the words that name a unit of each kind."""

from dataclasses import dataclass
from datetime import date

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
    def is_vietnamese(self) -> bool:
        return self.kind in DISTRICT_KINDS or self.parent == "viet-nam"

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
        """ "xã Lộc Thành"."""
        return unit_name(self.name, self.kind)

    @property
    def full_name(self) -> str:
        """ "Xã Lộc Thành"."""
        return self.unit[0].upper() + self.unit[1:]


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
    note: str = ""
    family: str = ""


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
        """Whether the place has, or once had, such a body."""
        if place.kind not in SCOPE_KINDS[self.scope] or not place.is_vietnamese:
            return False
        if place.code in self.without or (self.only and place.code not in self.only):
            return False
        return _earlier(self.valid_from, place.valid_to) and _earlier(place.valid_from, self.valid_to)

    def ended_before(self, place: PlaceEntry) -> bool:
        """Whether the family ended while the place went on, or on the same day."""
        return self.valid_to is not None and (place.valid_to is None or self.valid_to <= place.valid_to)

    def name_at(self, place: PlaceEntry, words: dict[str, str]) -> str:
        """The body's name at a place of the files, where a few have names of their own."""
        own = dict(self.names).get(place.code) if self.names else None
        return own or self.name.format_map(words)

    def name_for(self, name: str, kind: str) -> str:
        """The body's name at a place of that name and kind, also at one the files do not know."""
        return self.name.format_map(template_words(name, kind))


def _earlier(start: date | None, end: date | None) -> bool:
    return start is None or end is None or start <= end


def unit_name(name: str, kind: str) -> str:
    word = KIND_WORDS[kind]
    if name == "Hồ Chí Minh":
        return "Thành phố Hồ Chí Minh"
    if name[-1].isdigit() and name.casefold().startswith(f"{word} "):
        return word + name[len(word) :]
    return f"{word} {name}" if word else name


def template_words(name: str, kind: str) -> dict[str, str]:
    """What the templates of the agency families say of one place."""
    return {"unit": unit_name(name, kind), "name": name, "party": PARTY_WORDS[kind], "youth": YOUTH_WORDS[kind]}


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank; `seniority` orders ranks across branches. `group`: general, admiral, officer, professional, enlisted."""

    code: str
    name: str
    group: str
    seniority: float
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Honorific:
    """A form of address, degree or title before a name.

    `kind`: comrade, comrade_plural, person, person_plural, degree, title, religious.
    """

    code: str
    name: str
    kind: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostHead:
    """The head word of a post ("Phó Giám đốc"), or with kind "prefix" what may stand before one ("Nguyên", "Quyền")."""

    code: str
    kind: str
    name: str
    field: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document; its abbreviations stand in numbers. `issuer` only where no other body issues the type."""

    code: str
    name: str
    abbreviations: tuple[str, ...]
    aliases: tuple[str, ...]
    issuer: str


@dataclass(frozen=True, slots=True)
class DocumentIssuer:
    """Who issued a document, by the suffix of its number: "TTg" is Thủ tướng Chính phủ."""

    suffix: str
    name: str
    other_issuer: str
    note: str


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document cited again and again; `title` is in our own words, `replaced_by` another one's code."""

    code: str
    type: str
    number: str
    year: int
    issued_on: date
    issuer: str
    title: str
    aliases: tuple[str, ...]
    replaced_by: str


@dataclass(frozen=True, slots=True)
class TopicEntry:
    """A topic of the reviewed vocabulary and the phrases that suggest it."""

    code: str
    name: str
    name_en: str
    triggers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """One reading of an abbreviation; `context` says where it holds, "" when anywhere."""

    abbreviation: str
    expansion: str
    context: str
    order: int


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """What a figure counts or measures; with kind "scale" a multiplier ("tỷ") of `factor`."""

    name: str
    kind: str
    factor: int | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlet:
    """A site articles appear on; `province` is the code of the one it serves, "" for a national one."""

    host: str
    name: str
    province: str
    dateline_codes: tuple[str, ...]


def in_force(entry: PlaceEntry | CommuneEntry | AgencyEntry, on: date) -> bool:
    return (entry.valid_from is None or entry.valid_from <= on) and (entry.valid_to is None or on <= entry.valid_to)
