"""Names of agencies: a known head with its places ("Công an các tỉnh: A, B"), a known name, or a unit by grammar."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from archive.authority import files
from archive.authority.entries import (
    KIND_WORDS,
    PARTY_WORDS,
    SCOPE_KINDS,
    YOUTH_WORDS,
    AgencyEntry,
    AgencyFamily,
    PlaceEntry,
)
from archive.authority.families import family_code
from archive.ingest.extract.context import Context
from archive.ingest.extract.gazetteer import Gazetteer, keys_of
from archive.ingest.extract.places import DISTRICT, PROVINCE, Home, PlaceMention, kind_at, known_at, name_at

# ---------------------------------------------------------------- gazetteers

# Short heads that only headlines and lists use, and the family they stand for.
_SHORT_HEADS = {
    "Quân sự": ("bo-chqs", "ban-chqs"),
    "Bộ chỉ huy quân sự": ("bo-chqs",),
    "Cơ quan Quân sự": ("bo-chqs", "ban-chqs"),
    "Biên phòng": ("bdbp",),
    "Hải quan": ("cuc-hai-quan",),
    "Viện kiểm sát": ("vksnd", "vksnd-huyen"),
    "Viện KSND": ("vksnd", "vksnd-huyen"),
    "VKS": ("vksnd", "vksnd-huyen"),
    "Tòa án": ("tand", "tand-huyen"),
    "TA": ("tand", "tand-huyen"),
    "Kiểm lâm": ("chi-cuc-kiem-lam", "hat-kiem-lam"),
    "Quản lý thị trường": ("cuc-qltt", "chi-cuc-qltt"),
    "Mặt trận": ("mttq", "mttq-huyen"),
    "Công đoàn": ("ldld", "ldld-huyen"),
    "Đoàn Thanh niên": ("tinh-doan", "huyen-doan"),
    "Thi hành án dân sự": ("cuc-thads", "chi-cuc-thads"),
    "Cơ quan Thi hành án dân sự": ("cuc-thads", "chi-cuc-thads"),
    "Ngân hàng Nhà nước Việt Nam Chi nhánh": ("nhnn",),
    "BCH Quân sự": ("bo-chqs", "ban-chqs"),
    "Điện lực": ("dien-luc",),
}
# Families whose head says enough without a place: it stands for the body of the article's province or district.
_OPEN_HEADS = re.compile(
    r"(?:Sở|Công an|Bộ Chỉ huy|Bộ CHQS|Ban Chỉ huy|Ban CHQS|BCH|Quân sự|Biên phòng|Bộ đội Biên phòng|BĐBP|Cục Hải quan"
    r"|Hải quan|Viện|VKS|Tòa án|Toà án|TAND"
    r"|Kiểm lâm|Hạt Kiểm lâm|Chi cục|Cục|Quản lý thị trường|Mặt trận|Ủy ban Mặt trận|Ủy ban MTTQ|MTTQ|Công đoàn"
    r"|Liên đoàn|LĐLĐ|Đoàn Thanh niên|Hội|Thi hành án|Cơ quan"
    r"|Thanh tra|Điện lực|Công ty Điện lực|Ban Dân vận|Ban Tuyên giáo|Ban Nội chính|Ban An toàn|Cảnh sát"
    r"|Bảo hiểm xã hội|BHXH|Kho bạc|Ngân hàng|Tỉnh|Thành|Huyện|UBND|Ủy ban nhân dân|HĐND)",
    re.IGNORECASE,
)


@cache
def _families() -> Gazetteer[AgencyFamily]:
    gazetteer: Gazetteer[AgencyFamily] = Gazetteer()
    by_code = {family.code: family for family in files.agency_families()}
    for family in by_code.values():
        for head in family.heads:
            for variant in _abbreviated(head):
                gazetteer.add(variant, family)
    for head, codes in _SHORT_HEADS.items():
        for code in codes:
            gazetteer.add(head, by_code[code])
    for family in _families_of_names():
        for head in family.heads:
            gazetteer.add(head, family)
    return gazetteer


@cache
def _families_of_names() -> tuple[AgencyFamily, ...]:
    """Bodies written out one by one that share a head and differ by province: "Cảng vụ Hàng hải" of A, B, C."""
    by_head: dict[str, list[AgencyEntry]] = {}
    names = {place.name for place in files.provinces()}
    for entry in files.concrete_agencies():
        for name in names:
            if entry.name.endswith(f" {name}"):
                by_head.setdefault(entry.name.removesuffix(f" {name}"), []).append(entry)
    return tuple(
        AgencyFamily(
            entries[0].kind,
            f"{head} {{name}}",
            entries[0].kind,
            entries[0].level,
            "province",
            aliases=(f"{head} {{unit}}",),
        )
        for head, entries in by_head.items()
        if len(entries) >= 5
    )


@cache
def _by_name() -> dict[str, AgencyEntry]:
    return {entry.name.casefold(): entry for entry in files.concrete_agencies()}


@cache
def _by_any_name() -> dict[str, AgencyEntry]:
    return {entry.name.casefold(): entry for entry in files.agencies_by_code().values()}


@cache
def _concrete() -> Gazetteer[AgencyEntry]:
    gazetteer: Gazetteer[AgencyEntry] = Gazetteer()
    for entry in files.concrete_agencies():
        for name in (entry.name, *entry.aliases, *entry.former_names):
            for variant in _abbreviated(name):
                gazetteer.add(variant, entry)
        for short in entry.abbreviations:
            if len(short) > 2:
                gazetteer.add(short, entry)
    for alias, entry in _more_names():
        gazetteer.add(alias, entry)
    return gazetteer


def _more_names() -> Iterator[tuple[str, AgencyEntry]]:
    """Spellings that follow from others: ministries abbreviated as departments are, commands with their own names."""
    by_name = _by_name()
    for family in files.agency_families():
        ministry = by_name.get(family.name.replace("Sở ", "Bộ ").replace(" {unit}", "").casefold())
        if ministry is not None and family.name.startswith("Sở "):
            for alias in family.aliases:
                yield alias.replace("Sở ", "Bộ ").replace(" {unit}", "").replace(" {name}", ""), ministry
        for code, name in family.names:
            place, entry = files.places_by_code()[code], files.agencies_by_code()[family_code(family.code, code)]
            for spelling in (place.name, place.unit, *place.aliases, *place.abbreviations):
                yield name.replace(place.unit, "{}").replace(place.name, "{}").format(spelling), entry
    for entry in files.concrete_agencies():
        short = re.sub(r" (?:Cảnh sát biển )?Việt Nam$", "", entry.name)
        if short != entry.name and re.search(r"\d", short):
            yield short, entry
        if entry.name.startswith("Đảng ủy "):
            yield f"Ban Thường vụ {entry.name}", entry


def _abbreviated(name: str) -> Iterator[str]:
    """The name, and the name with each phrase that has an abbreviation abbreviated."""
    yield name
    folded = f" {name.lower()} "
    for short, long in _phrases():
        at = folded.find(f" {long} ")
        if at >= 0 and len(long) + 1 < len(name):
            yield f"{name[:at]}{short}{name[at + len(long) :]}"


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    readings = files.abbreviations().values()
    return tuple((r[0].abbreviation, r[0].expansion.lower()) for r in readings if " " in r[0].expansion)


# ---------------------------------------------------------------- mentions


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """An agency named at start..end. While `families` is not empty, the place it belongs to is still to be found."""

    name: str
    code: str | None
    start: int
    end: int
    families: tuple[AgencyFamily, ...] = ()
    unit: PlaceEntry | None = None
    unit_kind: str = ""
    unit_name: str = ""
    method: str = "authority"
    is_generic: bool = False  # a force named without any unit
    group: int = -1  # mentions of one head with several places share a group

    @property
    def is_open(self) -> bool:
        return bool(self.families)


def find_mentions(context: Context, home: Home, names: frozenset[int] = frozenset()) -> tuple[AgencyMention, ...]:
    """Every agency named in the article, in order, each resolved as far as the article allows.

    `names` are the offsets at which names of people begin, which no place does.
    """
    mentions = list(_Scanner(context, home, names).scan())
    closed = list(_closed(context, home, _inherited(context, mentions)))
    return tuple(_offices(context, closed))


@dataclass(slots=True)
class _Scanner:
    context: Context
    home: Home
    names: frozenset[int]

    def scan(self) -> Iterator[AgencyMention]:
        i, last_end = 0, -1
        while i < len(self.context.tokens):
            found = self._at(i)
            if found and self._is_abbreviation(found[0], last_end):
                found = []
            yield from found
            last_end = found[-1].end if found else last_end
            i = max(i + 1, self.context.token_at(found[-1].end) if found else 0)

    def _is_abbreviation(self, mention: AgencyMention, last_end: int) -> bool:
        """ "Ngân hàng Nhà nước ... (NHNN - ĐT)": the same body once more, in brackets."""
        printed = self.context.text[mention.start : mention.end]
        return (
            printed.isupper() and self.context.text[last_end : mention.start].strip() == "(" if last_end >= 0 else False
        )

    def _at(self, i: int) -> list[AgencyMention]:
        keys, reach = self.context.keys, self.context.reach[i]
        of_family, families = _families().longest(keys, i, reach)
        of_concrete, entries = _concrete().longest(keys, i, reach)
        if of_family:
            found = self._family(i, i + of_family, tuple(families))
            if found and (of_family >= of_concrete or len(found) > 1 or self._ends_behind(found, i + of_concrete)):
                return found
        is_national = of_concrete == of_family > 0 and self._says_national(i + of_concrete)
        if (of_concrete > of_family or is_national) and self._is_written_as_name(i, i + of_concrete):
            return self._own_name(i, i + of_concrete, entries)
        if of_family and self._has_other_place(i + of_family):
            return []
        if of_family and self._is_written_as_name(i, i + of_family):
            if named := self._named_on(i, i + of_family):
                return named
            if _OPEN_HEADS.match(self.context.tokens[i].text + self.context.text[self.context.tokens[i].end :][:20]):
                return [self._open(i, i + of_family, tuple(families))]
            return self._own_name(i, i + of_concrete, entries) if of_concrete else []
        if entries and self._is_force_between(i, entries[0]):
            return self._own_name(i, i + of_concrete, entries)
        return self._unit(i)

    def _ends_behind(self, found: list[AgencyMention], last: int) -> bool:
        """ "Cục Hải quan Lào Cai" is not "Cục Hải quan Lào"."""
        return last > 0 and found[-1].end > self.context.tokens[last - 1].end

    def _named_on(self, first: int, last: int) -> list[AgencyMention]:
        """ "Điện lực Tuy Phong", "Hải quan Hà Khẩu (Trung Quốc)": a head with a name no file of places knows."""
        tokens, text = self.context.tokens, self.context.text
        start, end = tokens[first].start, tokens[last - 1].end
        name = _NAMED_ON.match(text, end)
        if (
            name is None
            or name.start("name") in self.names
            or self._begins_body(self.context.token_at(name.start("name")))
        ):
            return []
        country = _COUNTRY.match(text, name.end())
        if country is None and not _LOCAL_OFFICE.match(text, start):
            return []
        printed = " ".join(text[start : name.end()].split())
        printed += f" ({country['country']})" if country else ""
        return [AgencyMention(printed, None, start, name.end(), method="foreign" if country else "unit-grammar")]

    def _begins_body(self, i: int) -> bool:
        """Whether another body begins at the token."""
        if i >= len(self.context.tokens):
            return False
        of_family, _ = _families().longest(self.context.keys, i, self.context.reach[i])
        return of_family > 1 or _BODY.match(self.context.text, self.context.tokens[i].start) is not None

    def _says_national(self, last: int) -> bool:
        return self.context.text[: self.context.tokens[last - 1].end].endswith(("Việt Nam", "Trung ương"))

    def _is_written_as_name(self, first: int, last: int) -> bool:
        """Whether the head is capitalised, or at least one of its words is an acronym ("sở GTVT", "bộ CHQS")."""
        words = [token.text for token in self.context.tokens[first:last]]
        return words[0][0].isupper() or any(len(word) > 2 and word.isupper() for word in words)

    def _is_force_between(self, i: int, entry: AgencyEntry) -> bool:
        """ "giữa lực lượng công an, bộ đội biên phòng ...": forces in small letters, in the name of a regulation."""
        before = self.context.before(self.context.tokens[i].start, 100)
        return entry.level == "force" and re.search(r"\bgiữa (?:các )?lực lượng [^.;:]{0,80}$", before) is not None

    def _has_other_place(self, i: int) -> bool:
        """ "Công an các huyện", "Công an xã": bodies below the article's own, none of them named."""
        if i >= len(self.context.tokens):
            return False
        j, is_plural = self._skip_plural(i)
        gap = self.context.text[self.context.tokens[i - 1].end : self.context.tokens[i].start]
        return "\n" not in gap and not gap.strip() and (is_plural or kind_at(self.context, j)[0] > 0)

    def _own_name(self, first: int, last: int, entries: Iterable[AgencyEntry]) -> list[AgencyMention]:
        entry = next(iter(entries))
        start, end = self.context.tokens[first].start, self.context.tokens[last - 1].end
        if branch := _BRANCH.match(self.context.text, end):
            printed = " ".join(self.context.text[start : branch.end()].split())
            return [AgencyMention(printed, None, start, branch.end(), method="unit-grammar")]
        is_generic = entry.level == "force" and not entry.name.startswith("Bộ ")
        mention = AgencyMention(entry.name, entry.code, start, end, is_generic=is_generic)
        return [mention, *self._ministries(entry, last)]

    def _ministries(self, entry: AgencyEntry, i: int) -> Iterator[AgencyMention]:
        """ "hai Bộ Công an và Quốc phòng": the second of two ministries behind one word."""
        tokens, text = self.context.tokens, self.context.text
        before = self.context.before(tokens[i - 1].start, 30)
        if (
            not entry.name.startswith("Bộ ")
            or i + 1 >= len(tokens)
            or not re.search(r"(?i:hai|2|các|liên) Bộ ", before + "Bộ ")
        ):
            return
        between = text[tokens[i - 1].end : tokens[i].start]
        i = i + 1 if tokens[i].text == "và" else i if between.strip() in ("-", "–", ",") else len(tokens)
        if i >= len(tokens) or not tokens[i].text[0].isupper() or tokens[i].text == "Bộ":
            return
        keys = (*keys_of("Bộ"), *self.context.keys[i : i + 8])
        taken, entries = _concrete().longest(keys, 0, len(keys))
        if taken > 2 and entries[0].name.startswith("Bộ ") and entries[0].level == "central":
            yield AgencyMention(entries[0].name, entries[0].code, tokens[i].start, tokens[i + taken - 2].end)

    def _open(self, first: int, last: int, families: tuple[AgencyFamily, ...]) -> AgencyMention:
        start, end = self.context.tokens[first].start, self.context.tokens[last - 1].end
        name = " ".join(self.context.text[start:end].split())
        return AgencyMention(name, None, start, end, families, method="bare-head")

    def _family(self, first: int, i: int, families: tuple[AgencyFamily, ...]) -> list[AgencyMention]:
        """A head and the place or places behind it; nothing where no place follows."""
        places, _ = self._places(i, families)
        start = self.context.tokens[first].start
        is_name = self._is_written_as_name(first, i)
        head = self.context.text[start : self.context.tokens[i - 1].end]
        is_party = any("{party}" in family.name for family in families)
        named = [
            place
            for place in places
            if is_name or place.first < place.last or (place.entry is not None and not is_party)
        ]
        return [_at_place(families, place, head, start, place.end, first) for place in named]

    def _places(self, i: int, families: tuple[AgencyFamily, ...]) -> tuple[list["_Unit"], int]:
        tokens = self.context.tokens
        j, is_plural = self._skip_plural(i)
        if j >= len(tokens) or not self._is_near(i, j, is_plural):
            here = self._here(_party_kinds(self.context, i - 1))
            return ([_Unit(here.name, here.kind, here, i, i, tokens[i - 1].end)] if here else []), i
        taken, kinds = kind_at(self.context, j)
        if taken:
            return self._named_by_kind(j, taken, kinds, is_plural, families)
        if is_plural:
            return [], i
        if implied := _party_kinds(self.context, i - 1):
            here = self._here(implied) if known_at(self.context, i, PROVINCE | DISTRICT) is None else None
            if here is not None:
                return [_Unit(here.name, here.kind, here, i, i, tokens[i - 1].end)], i
        return self._named_barely(j if _TAKING_PART.match(self.context.text, tokens[i - 1].end) else i, families)

    def _is_near(self, i: int, j: int, is_plural: bool) -> bool:
        gap = self.context.text[self.context.tokens[i - 1].end : self.context.tokens[i].start]
        return "\n" not in gap and gap.strip() in ("", "(") if j == i else "\n" not in gap

    def _skip_plural(self, i: int) -> tuple[int, bool]:
        """Past "các", "của 3", "hai" before a word for a kind of place."""
        tokens, j, is_plural = self.context.tokens, i, False
        if taking_part := _TAKING_PART.match(self.context.text, tokens[i - 1].end):
            return self.context.token_at(taking_part.end()), False
        while j < len(tokens) and j < i + 3:
            word = tokens[j].text.lower()
            if word in _PLURAL or (word.isdecimal() and len(word) <= 2):
                is_plural = True
            elif word not in ("của", "thuộc", "tại", "ở"):
                break
            j += 1
        if is_plural and j < len(tokens) and kind_at(self.context, j)[0]:
            return j, True
        return (j, False) if j == i + 1 and tokens[i].text.lower() in ("của", "thuộc") else (i, False)

    def _named_by_kind(
        self, j: int, taken: int, kinds: frozenset[str], is_plural: bool, families: tuple[AgencyFamily, ...]
    ) -> tuple[list["_Unit"], int]:
        tokens = self.context.tokens
        at = j + taken
        gap = self.context.text[tokens[at - 1].end : tokens[at].start] if at < len(tokens) else "\n"
        if is_plural:
            if named := _NAMES_FOLLOW.match(self.context.text, tokens[at - 1].end):
                at = self.context.token_at(named.end())
            elif gap.strip() or "\n" in gap:
                return [], at
            return self._list(at, kinds), at
        is_short = tokens[at - 1].text.isupper() and len(tokens[at - 1].text) <= 2
        is_near = not gap.strip() or (gap.strip() == "." and is_short)
        name = name_at(self.context, at, kinds) if is_near and "\n" not in gap and at < len(tokens) else None
        if name is not None and name.start in self.names:
            name = None
        if name is not None and name.kind in PROVINCE:
            return self._provinces(name)
        if name is not None:
            return [self._with_country(_Unit.of(name))], name.last
        if len(kinds - _CITIES) > 1:
            return [], at  # "huyện, thị xã, thành phố": all of them
        if tokens[j].text.isupper() and len(tokens[j].text) == 1:
            return [], j
        here = self._here(kinds)
        kind = here.kind if here else next(kind for kind in KIND_WORDS if kind in kinds)
        return [_Unit(here.name if here else "", kind, here, at, at, tokens[at - 1].end)], at

    def _here(self, kinds: frozenset[str]) -> PlaceEntry | None:
        """What "tỉnh" or "huyện" alone means in this article."""
        if self.home.district is not None and self.home.district.kind in kinds:
            return self.home.district
        if self.home.province is not None and self.home.province.kind in kinds:
            return self.home.province
        if "province" in kinds and "city" not in kinds and self.home.province is not None:
            return self.home.province
        return None

    def _list(self, at: int, kinds: frozenset[str]) -> list["_Unit"]:
        """ "A, B (X) và C" behind a plural: names of one kind, each perhaps with its own province."""
        units: list[_Unit] = []
        waiting: list[int] = []
        tokens = self.context.tokens
        while at < len(tokens) and not (units and self._begins_body(at)):
            own, own_kinds = kind_at(self.context, at)
            name = name_at(self.context, at + own, own_kinds or kinds) if at + own < len(tokens) else None
            if name is None:
                break
            name = _in_brackets(self.context, name)
            if own and name.kind in PROVINCE and not kinds & PROVINCE:
                units = [_placed(unit, name, n in waiting) for n, unit in enumerate(units)]
                waiting = []
            else:
                waiting.append(len(units))
                units.append(self._with_country(self._with_kind(_Unit.of(name), kinds)))
            step = _LIST_GOES_ON.match(self.context.text, units[-1].end if not own else name.end)
            if step is None:
                break
            at = self.context.token_at(step.end())
        return units

    def _with_kind(self, unit: "_Unit", kinds: frozenset[str]) -> "_Unit":
        """In "07 xã, phường: A, B" each is what the article calls it elsewhere."""
        if unit.entry is not None or len(kinds) == 1:
            return unit
        named = (kind for kind in kinds if f"{KIND_WORDS[kind]} {unit.name}" in self.context.text[:_OPENING])
        return replace(unit, kind=next(named, unit.kind))

    def _named_barely(self, i: int, families: tuple[AgencyFamily, ...]) -> tuple[list["_Unit"], int]:
        """ "Cục Hải quan Tây Ninh", "BĐBP Ninh Thuận, Khánh Hòa, Bình Thuận"."""
        gap = (
            self.context.text[self.context.tokens[i - 1].end : self.context.tokens[i].start]
            if i < len(self.context.tokens)
            else "\n"
        )
        if gap.strip() not in ("", ":") or "\n" in gap:
            return [], i
        written_out = any(family.code == family.kind for family in families)
        name = known_at(self.context, i, PROVINCE | DISTRICT if written_out else PROVINCE) or self._known_district(
            i, families
        )
        if name is None and any(family.scope == "commune" and "{name}" in family.name for family in families):
            return self._list(i, frozenset(["commune"])), i
        if name is None:
            return [], i
        return self._provinces(name, written_out)

    def _provinces(self, name: PlaceMention, written_out: bool = False) -> tuple[list["_Unit"], int]:
        """The province and those listed behind it: "tỉnh Khánh Hòa và tỉnh Bình Thuận", "TP.HCM, Đồng Nai"."""
        units, wanted = [self._with_country(_Unit.of(name))], PROVINCE | DISTRICT if written_out else PROVINCE
        while step := _BARE_LIST_GOES_ON.match(self.context.text, name.end):
            j = self.context.token_at(step.end())
            if j >= len(self.context.tokens):
                break
            taken, kinds = kind_at(self.context, j)
            following = known_at(self.context, j + taken, wanted) if j + taken < len(self.context.tokens) else None
            if following is None or (taken and not kinds & PROVINCE):
                break
            name = following
            units.append(self._with_country(_Unit.of(name)))
        return units, name.last

    def _known_district(self, i: int, families: tuple[AgencyFamily, ...]) -> PlaceMention | None:
        if not any(family.scope == "district" for family in families) or self.home.province is None:
            return None
        name = known_at(self.context, i, DISTRICT)
        if name is None:
            return None
        entries = tuple(e for e in name.entries if files.province_of(e.code) == self.home.province)
        return replace(name, entries=entries) if entries else None

    def _with_country(self, unit: "_Unit") -> "_Unit":
        if unit.entry is not None and unit.entry.kind in PROVINCE:
            return unit
        if unit.entry is not None and self.home.province is not None:
            return unit
        match = _COUNTRY.match(self.context.text, unit.end)
        return replace(unit, country=match["country"]) if match else unit

    # ------------------------------------------------------------ by grammar

    def _unit(self, i: int) -> list[AgencyMention]:
        """A unit the authority files do not know: its head noun and the words of its name."""
        token = self.context.tokens[i]
        if not token.text[0].isupper() or _AFTER_CAPITAL.search(self.context.before(token.start, 12)):
            return []
        match = _UNIT.match(self.context.text, token.start)
        if match is None:
            return []
        printed = _without_brackets(match[0])
        if not _PROPER.search(match["name"]):
            return [AgencyMention(printed, None, token.start, match.end(), method="unit-without-place")]
        mention = AgencyMention(printed, None, token.start, match.end(), method="unit-grammar")
        return [self._with_place(mention, i)]

    def _with_place(self, mention: AgencyMention, i: int) -> AgencyMention:
        """The place that ends a unit's name is its place: "An ninh huyện Na Kai (Lào)"."""
        last = self.context.token_at(mention.end)
        for j in range(i + 1, last):
            taken, kinds = kind_at(self.context, j)
            name = name_at(self.context, j + taken, kinds) if taken and j + taken < last else known_at(self.context, j)
            if name is not None and name.last >= last:
                unit = self._with_country(_Unit.of(name))
                country = _country_of(unit)
                full = f"{mention.name} ({country})" if country else mention.name
                return replace(mention, name=full, unit=unit.entry, unit_kind=unit.kind, unit_name=unit.name)
        abroad = _IN_COUNTRY.match(self.context.text, mention.end)
        return replace(mention, name=f"{mention.name} ({abroad['country']})", method="foreign") if abroad else mention


@dataclass(frozen=True, slots=True)
class _Unit:
    """The place of an agency as it was read."""

    name: str
    kind: str
    entry: PlaceEntry | None
    first: int
    last: int
    end: int
    country: str = ""
    entries: tuple[PlaceEntry, ...] = ()
    printed: str = ""

    @classmethod
    def of(cls, mention: PlaceMention) -> "_Unit":
        entry = mention.entries[0] if mention.entries else None
        return cls(
            mention.name,
            mention.kind,
            entry,
            mention.first,
            mention.last,
            mention.end,
            entries=mention.entries,
            printed=mention.printed,
        )


_PARTY_KINDS = {
    keys_of(word)[0]: frozenset(kinds)
    for word, kinds in {
        "Tỉnh": ["province"],
        "Thành": ["city", "provincial_city"],
        "Huyện": ["district"],
        "Quận": ["urban_district"],
        "Thị": ["town"],
    }.items()
}
_PARTY_BODIES = keys_of("ủy Đoàn")


def _party_kinds(context: Context, i: int) -> frozenset[str]:
    """ "Tỉnh ủy", "Huyện Đoàn": the kind of place the last two words of a head imply."""
    if i < 1 or context.keys[i] not in _PARTY_BODIES:
        return frozenset()
    return _PARTY_KINDS.get(context.keys[i - 1], frozenset())


_BRACKET = re.compile(r" ?\((?P<name>[^()\n]{2,40})\)")


def _in_brackets(context: Context, mention: PlaceMention) -> PlaceMention:
    """ "Chợ Lách (Bến Tre)" is the one of that province."""
    bracket = _BRACKET.match(context.text, mention.end)
    if bracket is None or len(mention.entries) < 2:
        return mention
    own = [e for e in mention.entries if (p := files.province_of(e.code)) and p.name in bracket["name"]]
    return replace(mention, entries=tuple(own)) if own else mention


def _placed(unit: _Unit, province: PlaceMention, is_waiting: bool) -> _Unit:
    """A district whose province is named behind it."""
    if not is_waiting:
        return unit
    own = province.entries[0] if province.entries else None
    if own is not None and own.parent != "viet-nam":
        country = files.places_by_code()[own.parent].name
        return replace(unit, country=country, entry=None)
    entry = next((e for e in unit.entries if own and files.province_of(e.code) == own), unit.entry)
    return replace(unit, entry=entry)


_OPENING = 20_000
_CITIES = frozenset(["city", "provincial_city"])
_PLURAL = frozenset(["các", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "những", "nhiều"])
_LIST_GOES_ON = re.compile(
    r"(?: ?\([^()\n]{2,30}\))?(?: của (?:Việt Nam|Lào|Campuchia|Trung Quốc))?(?: ?[,;] ?(?:và )?| và | cùng (?:với )?"
    r"| ?[-–] ?)"
    r"(?=[A-ZĐÂĂÊÔƠƯÁÀẢÃẠ]|\d{1,2}\b|tỉnh |huyện |thành phố |TP|thị xã |quận |xã |phường )(?!\n)"
)
_NAMES_FOLLOW = re.compile(r"(?: [^\W\d_]+){0,4}(?:: ?| gồm:? )")
_TAKING_PART = re.compile(r" (?:tham gia )?gồm:? ")
_BARE_LIST_GOES_ON = re.compile(r" ?, ?(?:và )?| và | ?[–-] ?")
_COUNTRY = re.compile(
    r"(?:,? ?(?:tỉnh|huyện|châu|thành phố|bang) [A-ZĐ][^,.;()\n]{2,25})?,? ?\(?(?:của |nước )?(?:Vương quốc |CHDCND "
    r"|Cộng hòa (?:dân chủ nhân dân )?)?"
    r"(?P<country>Lào|Campuchia|Căm-pu-chia|Trung Quốc|Thái Lan)\)?"
)


_IN_COUNTRY = re.compile(
    r"(?:, (?:tỉnh |châu |huyện )?[A-ZĐ][^,.;()\n]{2,25})? ?\((?:nước |Vương quốc |CHDCND )?"
    r"(?P<country>Lào|Campuchia|Trung Quốc|Thái Lan)\)"
)
_NAMED_ON = re.compile(
    r"(?: (?:cửa khẩu|sân bay|quốc tế|khu vực|cảng|ga|liên huyện|số))*"
    r" (?P<name>[A-ZĐÂĂÊÔƠƯ]\w+(?:[ -][A-ZĐÂĂÊÔƠƯ]\w*){0,3}|\d{1,4}\b)"
)
_BRANCH = re.compile(
    r" ?[-–]? ?[Cc]hi nhánh (?:(?:tỉnh|thành phố|huyện|TP\.?) ?)?[A-ZĐÂĂÊÔƠƯ]\w+(?: [A-ZĐÂĂÊÔƠƯ]\w*){0,3}"
)
_LOCAL_OFFICE = re.compile(
    r"(?:Chi cục|Điện lực|Đồn|Bưu điện|Viễn thông|Kho bạc|Hạt|Đội|Trạm|Cảng vụ)\b", re.IGNORECASE
)


def _at_place(
    families: tuple[AgencyFamily, ...], unit: _Unit, head: str, start: int, end: int, group: int
) -> AgencyMention:
    """The families' body at one place, known or not."""
    head = " ".join(head.split())
    foreign = _country_of(unit)
    if foreign:
        own = unit.printed or unit.name
        printed = f"{KIND_WORDS[unit.kind]} {own}" if not head.startswith("Ty ") else own
        return AgencyMention(
            f"{head} {printed} ({foreign})",
            None,
            start,
            end,
            unit=unit.entry,
            unit_kind=unit.kind,
            method="foreign",
            group=group,
        )
    family = _border_guard(_family_for(families, unit))
    if not unit.name:
        words = {
            "unit": KIND_WORDS[unit.kind],
            "name": "",
            "party": PARTY_WORDS[unit.kind],
            "youth": YOUTH_WORDS[unit.kind],
        }
        name = " ".join(family.name.format_map(words).split())
        return AgencyMention(name, None, start, end, unit_kind=unit.kind, method="no-place", group=group)
    code = family_code(family.code, unit.entry.code) if unit.entry else None
    entry = files.agencies_by_code().get(code) if code else None
    name = entry.name if entry else family.name_for(unit.name, unit.kind)
    entry = entry or _by_name().get(name.casefold())
    return AgencyMention(
        name,
        entry.code if entry else None,
        start,
        end,
        unit=unit.entry,
        unit_kind=unit.kind,
        unit_name=unit.name,
        group=group,
    )


def _border_guard(family: AgencyFamily) -> AgencyFamily:
    """The border guard of a province is one body under each of its commands, also the Ban Chỉ huy of July 2025."""
    if family.code != "ban-ch-bdbp":
        return family
    return next(other for other in files.agency_families() if other.code == "bdbp")


def _country_of(unit: _Unit) -> str:
    if unit.country:
        return unit.country
    if unit.entry is None or unit.entry.kind not in PROVINCE or unit.entry.parent == "viet-nam":
        return ""
    return files.places_by_code()[unit.entry.parent].name


def _family_for(families: tuple[AgencyFamily, ...], unit: _Unit) -> AgencyFamily:
    of_kind = [family for family in families if unit.kind in SCOPE_KINDS[family.scope]]
    covering = [family for family in of_kind if unit.entry and family.covers(unit.entry)]
    return (covering or of_kind or list(families))[0]


# ---------------------------------------------------------------- resolving open heads

JOINED = re.compile(
    r" ?\(?[A-ZĐ]{0,12}\)?(?: ?[,;/–-] ?(?:và )?| và | cùng (?:với )?| với "
    r"| phối hợp (?:với )?(?:cùng )?(?:với )?)(?:lãnh đạo |đại diện |các |hai |ngành |lực lượng )*"
)


def _inherited(context: Context, mentions: list[AgencyMention]) -> list[AgencyMention]:
    """In "Viện kiểm sát và Tòa án nhân dân tỉnh X" the first head takes the place of the second."""
    result = list(mentions)
    lists = _lists(mentions)
    for n in range(len(result) - 2, -1, -1):
        this, following = result[n], result[n + 1]
        if (
            not following.unit_kind
            or following.method == "foreign"
            or not JOINED.fullmatch(context.text, this.end, following.start)
        ):
            continue
        if this.is_open:
            each = [_with_unit(this, other) for other in lists.get(following.group, [following])]
            result[n : n + 1] = each
        elif this.method == "unit-without-place" and following.unit_name:
            name = f"{this.name} {following.unit_name}"
            result[n] = replace(
                this,
                name=name,
                method="unit-grammar",
                unit=following.unit,
                unit_kind=following.unit_kind,
                unit_name=following.unit_name,
            )
    return [mention for mention in result if mention.method != "unit-without-place"]


def _lists(mentions: list[AgencyMention]) -> dict[int, list[AgencyMention]]:
    """The mentions of one head with several places: "Công an các huyện A, B, C"."""
    lists: dict[int, list[AgencyMention]] = {}
    for mention in mentions:
        if mention.group >= 0:
            lists.setdefault(mention.group, []).append(mention)
    return lists


def _with_unit(open_mention: AgencyMention, other: AgencyMention) -> AgencyMention:
    fitting = [f for f in open_mention.families if other.unit_kind in SCOPE_KINDS[f.scope]]
    if not fitting:
        return open_mention
    unit = _Unit(other.unit_name, other.unit_kind, other.unit, 0, 0, open_mention.end)
    return _at_place(tuple(fitting), unit, open_mention.name, open_mention.start, open_mention.end, -1)


def _closed(context: Context, home: Home, mentions: list[AgencyMention]) -> Iterator[AgencyMention]:
    """Open heads closed by the same body named in full, else by the article's own place, else left as the force."""
    by_family: dict[str, set[tuple[str, str | None]]] = {}
    for mention in mentions:
        if not mention.is_open and mention.code and "_" in mention.code:
            by_family.setdefault(mention.code.split("_")[0], set()).add((mention.name, mention.code))
    place = _own_place(home, mentions)
    for mention in mentions:
        if mention.method == "no-place":
            mention = _named_elsewhere(mention, mentions)
        yield _close(mention, by_family, place) if mention.is_open else mention


_PART_OF = re.compile(r" (?:\([A-ZĐ0-9]{2,8}\) )?")
_OFFICE = re.compile(r"(?:Thanh tra|Văn phòng|Phòng|Đội|Khoa|Đoàn Thanh niên|Hội Phụ nữ|Công đoàn)\b")


def _offices(context: Context, mentions: list[AgencyMention]) -> Iterator[AgencyMention]:
    """ "Thanh tra Sở Giao thông vận tải": an office and the body it belongs to are one."""
    n = 0
    while n < len(mentions):
        this, body = mentions[n], mentions[n + 1] if n + 1 < len(mentions) else None
        printed = " ".join(context.text[this.start : this.end].split())
        is_part = this.method != "authority" and _OFFICE.match(printed) is not None
        if body is not None and is_part and _PART_OF.fullmatch(context.text, this.end, body.start):
            name = f"{printed} {body.name}"
            entry = _by_any_name().get(name.casefold())
            yield replace(body, name=name, code=entry.code if entry else None, start=this.start, method="unit-grammar")
            n += 2
        else:
            yield this
            n += 1


def _own_place(home: Home, mentions: list[AgencyMention]) -> PlaceEntry | None:
    """The place whose bodies the article is about: bodies of it are named, and of no other place of its kind."""
    units = {m.unit for m in mentions if m.unit is not None}
    for place in (home.district, home.province):
        others = {unit for unit in units if place and unit.kind == place.kind and unit != place}
        if place is not None and not others and (place in units or (place is home.district and not units)):
            return place
    return None


def _named_elsewhere(mention: AgencyMention, mentions: list[AgencyMention]) -> AgencyMention:
    """ "Công an phường" alone is the one of a ward the article names, if it names only one."""
    named = {(m.name, m.code) for m in mentions if m.unit_name and m.name.startswith(f"{mention.name} ")}
    if len(named) == 1:
        name, code = named.pop()
        return replace(mention, name=name, code=code, method="same-article")
    units = {
        m.unit_name for m in mentions if m.unit_name and m.unit_kind == mention.unit_kind and m.method != "foreign"
    }
    if len(units) == 1 and mention.unit_kind in DISTRICT:
        return replace(mention, name=f"{mention.name} {units.pop()}", method="same-article")
    return mention


def _close(
    mention: AgencyMention, by_family: dict[str, set[tuple[str, str | None]]], place: PlaceEntry | None
) -> AgencyMention:
    same = {pair for family in mention.families for pair in by_family.get(family.code, ())}
    if len(same) == 1:
        name, code = same.pop()
        return replace(mention, name=name, code=code, families=(), method="same-article")
    fitting = tuple(f for f in mention.families if place and place.kind in SCOPE_KINDS[f.scope])
    if fitting and place is not None:
        unit = _Unit(place.name, place.kind, place, 0, 0, mention.end)
        return replace(_at_place(fitting, unit, mention.name, mention.start, mention.end, -1), method="own-place")
    keys = keys_of(mention.name)
    taken, entries = _concrete().longest(keys, 0, len(keys))
    if taken == len(keys) and entries:
        generic = entries[0].level == "force"
        return replace(mention, name=entries[0].name, code=entries[0].code, families=(), is_generic=generic)
    return replace(mention, families=(), is_generic=True)


# ---------------------------------------------------------------- units by grammar

_HEADS = (
    "Vườn Quốc gia|Vườn quốc gia|Khu bảo tồn|Hạt Kiểm lâm|Chi cục Kiểm lâm|Đội Kiểm lâm|Trạm Kiểm lâm|Lữ đoàn"
    "|Trung đoàn|Sư đoàn|Binh đoàn"
    "|Quân đoàn|Hải đoàn|Hải đội|Đồn Biên phòng|Đồn biên phòng|Trạm|Ban Quản lý|Ban quản lý|Tổng Công ty|Tổng công ty"
    "|Công ty|Chi nhánh|Trung tâm|Trường|Học viện"
    "|Bệnh viện|Bộ chỉ huy|Bộ Chỉ huy|Phòng|Đội|Chi cục|Cục|Tổng cục|Sở|Tập đoàn|Ngân hàng|Nhà máy|Xí nghiệp|Cảng"
    "|Cảng vụ|Cụm|Đoàn|Chi đội|Ty|Vùng|An ninh|Quân khu|Hội|Câu lạc bộ|Đài"
    "|Kho bạc|Bưu điện|Viễn thông|Điện lực|Nông trường|Lâm trường|Hợp tác xã|Giáo xứ|Giáo phận|Tiểu ban|Liên đoàn"
    "|Hiệp hội|Viện|Tòa án|Trại giam|Trại tạm giam|Đồn Công an|Trạm Công an"
    "|Tiểu khu Quân sự|Tiểu khu quân sự|Truyền tải điện|Thanh tra Sở"
)
_NO_HEAD = (
    r"cháy|chống|ngừa|thủ|bệnh|trật tự|chính trị|quốc gia|mạng|nhân dân|trưởng|phó|viên|nghị|thao|thi|thảo|đồng|đàm"
    r"|chính|nghiệp vụ|chức năng|liên quan|chuyên môn|công tác|đại biểu|viên|thể|họp|tá|tướng|úy|dân quân"
)
_STOP_WORDS = (
    "tổ chức|ký|ký kết|phối hợp|đã|sẽ|vừa|là|có|cùng|với|tại|về|trong|từ|chủ trì|tham dự|dự|phát biểu|cho|để|nhằm"
    "|được|do|theo|trên|gồm|và|mở|họp|làm|sơ kết|tổng kết"
    "|giao ban|hội đàm|triển khai|thực hiện|đến|tới|của|các|hai|ba|ở|trao|tặng|tiến hành|thống nhất|cũng|nêu|đề nghị"
    "|báo cáo|khi|qua|vào|sau|trước|đồng|ra|này|nói|thuộc"
    "|thông qua|chiều|sáng|tối|ngày|hôm|chủ động|tăng cường|tham gia|kiểm tra|phát hiện|bắt|giúp|xử lý|quản lý an"
    "|luôn|đóng|nơi|kiến nghị|đề xuất|trang bị|khẳng định|nhấn mạnh|yêu cầu|đánh giá|thông báo|cam kết|rút|bàn|mong|hứa"
)
_ABOVE = r"(?:Công an|Bộ Chỉ huy|Bộ CHQS|BĐBP|Bộ đội Biên phòng) (?:tỉnh|thành phố|TP|huyện|quận|thị xã|xã|phường)\b"
_UNIT = re.compile(
    rf"(?P<head>{_HEADS})(?! (?:{_NO_HEAD})\b)"
    rf"(?P<name>(?: - Thương binh và Xã hội| TP\.(?= ?[A-ZĐ])"
    rf"| về (?:ma t[uú][yý]|kinh tế|môi trường|tham nhũng|buôn lậu|trật tự xã hội)"
    rf"| (?!(?:{_STOP_WORDS})\b|(?<!Ty ){_ABOVE})[^\s,.;:()“”\"–-]+(?:-[^\s,.;:()“”\"-]+)?"
    rf"| và (?=[A-ZĐ])(?!(?:{_HEADS})(?! cháy)|(?:Công an|Bộ|Sở|UBND|Ban|Hội|Đoàn|Tỉnh|Huyện|Viện"
    rf"|Tòa)\b)[^\s,.;:()“”\"]+| \([A-ZĐ]{{2,8}}\)(?= số )){{1,14}})"
)
_PROPER = re.compile(r"(?:^| )(?:[A-ZĐÂĂÊÔƠƯÁÀ][^\s]*|\d+)(?= |$)")
_BODY = re.compile(rf"(?:{_HEADS}|Công an|Bộ|Sở|UBND|Ủy ban|Ban)\b")
_AFTER_CAPITAL = re.compile(r"[A-ZĐÂĂÊÔƠƯ][^\W\d_]* $")


def _without_brackets(name: str) -> str:
    return " ".join(re.sub(r" ?\([^()]*\)", "", name).split())
