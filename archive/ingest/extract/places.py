"""Places named in the text, and which of them is home: the province and district the article speaks from."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from archive.authority import files
from archive.authority.entries import COMMUNE_KINDS, DISTRICT_KINDS, PROVINCE_KINDS, PlaceEntry
from archive.ingest.extract.context import Context
from archive.ingest.extract.gazetteer import Gazetteer
from archive.ingest.records import Evidence, PlaceFact, Source

PROVINCE = frozenset(PROVINCE_KINDS)
DISTRICT = frozenset(DISTRICT_KINDS)
COMMUNE = frozenset(COMMUNE_KINDS)
_CITY = frozenset(["city", "provincial_city"])

_KIND_WORDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("tỉnh", PROVINCE),
    ("tỉnh, thành phố", PROVINCE),
    ("tỉnh, thành", PROVINCE),
    ("tỉnh, TP", PROVINCE),
    ("thành phố", _CITY),
    ("TP", _CITY),
    ("T.P", _CITY),
    ("huyện", frozenset(["district"])),
    ("huyện, thị xã", DISTRICT),
    ("huyện, thành phố", DISTRICT),
    ("huyện, thị xã, thành phố", DISTRICT),
    ("quận, huyện", DISTRICT),
    ("quận", frozenset(["urban_district"])),
    ("thị xã", frozenset(["town"])),
    ("TX", frozenset(["town"])),
    ("xã", frozenset(["commune"])),
    ("xã, phường", COMMUNE),
    ("xã, thị trấn", COMMUNE),
    ("phường", frozenset(["ward"])),
    ("thị trấn", frozenset(["township"])),
    ("đặc khu", frozenset(["special_zone"])),
)
_KIND_LETTERS = {"H": frozenset(["district"]), "Q": frozenset(["urban_district"]), "P": frozenset(["ward"])}
_NUMBERED = frozenset(["urban_district", "ward"])
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named at tokens first..last (exclusive); `entries` are the known places it can be."""

    name: str
    kinds: frozenset[str]
    entries: tuple[PlaceEntry, ...]
    first: int
    last: int
    start: int
    end: int
    printed: str = ""

    @property
    def kind(self) -> str:
        return self.entries[0].kind if self.entries else min(self.kinds, key=_KIND_ORDER.index)


_KIND_ORDER = (*PROVINCE_KINDS, *DISTRICT_KINDS, *COMMUNE_KINDS)


@cache
def _kinds() -> Gazetteer[frozenset[str]]:
    gazetteer: Gazetteer[frozenset[str]] = Gazetteer()
    for word, kinds in _KIND_WORDS:
        gazetteer.add(word, kinds)
    return gazetteer


@cache
def _names() -> Gazetteer[PlaceEntry]:
    gazetteer: Gazetteer[PlaceEntry] = Gazetteer()
    for place in files.places():
        if place.kind != "country":
            for name in (place.name, *place.aliases, *place.abbreviations):
                gazetteer.add(name, place)
    return gazetteer


def kind_at(context: Context, i: int) -> tuple[int, frozenset[str]]:
    """The word for a kind of place at token i: how many tokens it takes, and the kinds it can mean."""
    taken, values = _kinds().longest(context.keys, i, context.reach[i])
    if values:
        return taken, values[0]
    token = context.tokens[i]
    if token.text in _KIND_LETTERS and context.text[token.end : token.end + 1] == ".":
        return 1, _KIND_LETTERS[token.text]
    return 0, frozenset()


def name_at(context: Context, i: int, kinds: frozenset[str]) -> PlaceMention | None:
    """The name of a place of these kinds at token i: a known one, else the run of capitalised words."""
    if i >= len(context.tokens) or not _is_name_word(context.tokens[i].text, kinds):
        return None
    if context.tokens[i].text == "Đoàn" and kinds & (PROVINCE | DISTRICT):
        return None  # "Tỉnh Đoàn Trà Vinh"
    taken, entries = _names().longest(context.keys, i, context.reach[i])
    entries = _of_kinds(entries, kinds)
    if entries:
        return _mention(context, i, i + taken, entries[0].name, kinds, entries)
    if _shouts(context.tokens[i].text):
        return None
    last = _run_of_capitals(context, i)
    name = " ".join(context.text[context.tokens[i].start : context.tokens[last - 1].end].split())
    if kinds <= PROVINCE and " " not in name and len(name) < 5:
        return None
    return _mention(context, i, last, name, kinds, ())


def _shouts(word: str) -> bool:
    """A word of a headline in capitals: what is a name in it cannot be told."""
    return len(word) > 2 and word.isupper()


def _of_kinds(entries: Sequence[PlaceEntry], kinds: frozenset[str]) -> tuple[PlaceEntry, ...]:
    """Those of the kinds; else the district that was of another kind in its day: "thị xã Đồng Xoài" is a city now."""
    exact = tuple(entry for entry in entries if entry.kind in kinds)
    if exact or not kinds & (DISTRICT - {"provincial_city"}):
        return exact
    return tuple(entry for entry in entries if entry.kind in DISTRICT)


def known_at(context: Context, i: int, kinds: frozenset[str] = PROVINCE) -> PlaceMention | None:
    """A known place of these kinds at token i, named without a word for its kind."""
    if not context.tokens[i].text[0].isupper():
        return None
    taken, entries = _names().longest(context.keys, i, context.reach[i])
    entries = tuple(entry for entry in entries if entry.kind in kinds)
    if not entries or not context.tokens[i + taken - 1].text[0].isupper():
        return None
    return _mention(context, i, i + taken, entries[0].name, kinds, entries)


def _is_name_word(word: str, kinds: frozenset[str]) -> bool:
    return word[0].isupper() or (word.isdecimal() and bool(kinds & _NUMBERED))


def _run_of_capitals(context: Context, i: int) -> int:
    last = i + 1
    while last < context.reach[i] and last - i < _LONGEST_NAME and context.tokens[last].text[0].isupper():
        gap = context.text[context.tokens[last - 1].end : context.tokens[last].start]
        if gap.strip(" -’'") or context.tokens[i].text.isdecimal() or kind_at(context, last)[0]:
            break
        last += 1
    return last


def _mention(
    context: Context, first: int, last: int, name: str, kinds: frozenset[str], entries: Sequence[PlaceEntry]
) -> PlaceMention:
    start, end = context.tokens[first].start, context.tokens[last - 1].end
    return PlaceMention(name, kinds, tuple(entries), first, last, start, end, " ".join(context.text[start:end].split()))


_NO_PLACE = re.compile(
    r"(?:TNCS|Cộng sản|Chủ tịch|Bác|tư tưởng|đạo đức|phong cách|Chí|Lăng|Đội TNTP|niên|Tiền phong|tấm gương"
    r"|chiến dịch)\s+(?:Thành phố )?$",
    re.IGNORECASE,
)


def find_mentions(context: Context) -> tuple[PlaceMention, ...]:
    """Every place named with its kind, and every province named without, in order."""
    return tuple(_mentions(context))


def _mentions(context: Context) -> Iterator[PlaceMention]:
    i = 0
    while i < len(context.tokens):
        taken, kinds = kind_at(context, i)
        mention = name_at(context, i + taken, kinds) if taken and i + taken < context.reach[i] else None
        mention = mention or known_at(context, i)
        if mention is None or _NO_PLACE.search(context.before(mention.start, 30)):
            i += 1
            continue
        yield mention
        i = mention.last


# ---------------------------------------------------------------- home


@dataclass(frozen=True, slots=True)
class Home:
    """Where the article speaks from: what "tỉnh" and "huyện" mean in it when they stand alone."""

    province: PlaceEntry | None = None
    district: PlaceEntry | None = None
    fact: PlaceFact | None = None


def find_home(context: Context, mentions: tuple[PlaceMention, ...]) -> Home:
    """The province by venue, by what the text names, and by the paper's own province, in this order of trust."""
    outlet = outlet_province(context)
    votes = _province_votes(context, mentions, outlet)
    venue = _venue(context, mentions, votes)
    if venue is not None:
        mention, province = venue
        district = _district(mention, province) or _only_district(context, mentions, province)
        return Home(province, district, _place_fact(context, mention, province, "venue", 0.95))
    if votes:
        province = max(votes, key=lambda place: votes[place])
        mention = next(m for m in mentions if province in _provinces_of(m, votes))
        fact = _place_fact(context, mention, province, "named", 0.9)
        return Home(province, _only_district(context, mentions, province), fact)
    if outlet is not None:
        evidence = Evidence(None, context.parsed.source.url or "", "outlet", 0.8)
        fact = PlaceFact(outlet.full_name, outlet.code, evidence)
        return Home(outlet, _only_district(context, mentions, outlet), fact)
    return Home()


_WEIGHT_OF_PASSAGE = {"heading": 3.0, "lead": 2.0, "caption": 1.0, "paragraph": 1.0}
_TITLE_PLACE = re.compile(r"\s*(?:\([^)]*\)\s*)?[:–-]")


def _province_votes(
    context: Context, mentions: tuple[PlaceMention, ...], outlet: PlaceEntry | None
) -> dict[PlaceEntry, float]:
    votes: dict[PlaceEntry, float] = defaultdict(float)
    for mention in mentions:
        if len(mention.entries) == 1 and mention.entries[0].kind in PROVINCE:
            votes[mention.entries[0]] += _weight(context, mention)
    for mention in mentions:
        known = {files.province_of(entry.code) for entry in mention.entries if entry.kind in DISTRICT}
        provinces = known & set(votes) if len(known) > 1 else known
        if outlet and len(known) > 1 and outlet in known:
            provinces = {outlet}
        if len(provinces) == 1 and (province := provinces.pop()):
            votes[province] += _weight(context, mention)
    if outlet in votes and outlet is not None:
        votes[outlet] += 4.0
    return dict(votes)


def _weight(context: Context, mention: PlaceMention) -> float:
    passage = context.passage_at(mention.start)
    weight = _WEIGHT_OF_PASSAGE.get(passage.kind, 1.0) if passage else 1.0
    foreign = mention.entries[0].kind in PROVINCE and mention.entries[0].parent != "viet-nam"
    opens = (
        passage is not None and passage.span.start == mention.start and _TITLE_PLACE.match(context.text, mention.end)
    )
    return (weight + (4.0 if opens else 0.0)) * (0.3 if foreign else 1.0)


_VENUE = re.compile(r"\b(?:tại|ở)\s+(?:[^,.;:()\n]{0,60}[\s,]\s?)?\(?$", re.IGNORECASE)
_NOT_MEETING_VENUE = re.compile(
    r"\b(?:thường trú|đóng (?:chân )?(?:tại|ở)|quê|sinh (?:năm|tại)|lao động|lần thứ|trú|khai báo|quân"
    r"|(?:lần|kỳ|phiên|cuộc)(?: (?:họp|hội đàm|giao ban|hội nghị))? (?:sau|tới|tiếp theo)"
    r"|(?:năm|quý|tháng) (?:sau|tới))\b",
    re.IGNORECASE,
)
_DATE_FOLLOWS = re.compile(r",\s*(?:sáng|chiều|tối)?\s*ngày\s+\d", re.IGNORECASE)
_VENUE_SENTENCES = 6


def _venue(
    context: Context, mentions: tuple[PlaceMention, ...], votes: dict[PlaceEntry, float]
) -> tuple[PlaceMention, PlaceEntry] | None:
    """The first place the opening sentences of the body say the meeting was held at."""
    opening = [s for s in context.sentences if (p := context.passage_at(s.start)) and p.kind in ("lead", "paragraph")]
    end = opening[min(len(opening), _VENUE_SENTENCES) - 1].end if opening else 0
    for mention in mentions:
        passage = context.passage_at(mention.start)
        if passage is None or passage.kind == "heading" or mention.start >= end:
            continue
        provinces = _provinces_of(mention, votes)
        if len(provinces) == 1 and _is_venue(context, mention):
            return mention, provinces.pop()
    return None


def _is_venue(context: Context, mention: PlaceMention) -> bool:
    start = context.tokens[mention.first - _kind_length(context, mention.first)].start
    before = context.before(start, 90)
    if _NOT_MEETING_VENUE.search(before):
        return False
    if _VENUE.search(before):
        return True
    return _DATE_FOLLOWS.match(context.text, mention.end) is not None


def _kind_length(context: Context, first: int) -> int:
    return next((n for n in (2, 1) if first >= n and kind_at(context, first - n)[0] == n), 0)


def _provinces_of(mention: PlaceMention, votes: dict[PlaceEntry, float]) -> set[PlaceEntry]:
    provinces = {province for entry in mention.entries if (province := files.province_of(entry.code))}
    return provinces & set(votes) if len(provinces) > 1 else provinces


def _district(mention: PlaceMention, province: PlaceEntry) -> PlaceEntry | None:
    found = (e for e in mention.entries if e.kind in DISTRICT and files.province_of(e.code) == province)
    return next(found, None)


def _only_district(context: Context, mentions: tuple[PlaceMention, ...], province: PlaceEntry) -> PlaceEntry | None:
    """The district the article is about: the one in the title, else the only one named."""
    found = {m.start: d for m in mentions if (d := _district(m, province))}
    title = context.parsed.title_span
    in_title = [d for start, d in found.items() if title and title.start <= start < title.end] + _bare_district(
        context, province
    )
    if in_title:
        return in_title[0]
    return next(iter(found.values())) if len(set(found.values())) == 1 else None


def _bare_district(context: Context, province: PlaceEntry) -> list[PlaceEntry]:
    """ "Quảng Trạch: Tổng kết ..." names a district without saying so."""
    title = context.parsed.title_span
    if title is None:
        return []
    mention = known_at(context, context.token_at(title.start), DISTRICT) if context.tokens else None
    if mention is None or not _TITLE_PLACE.match(context.text, mention.end):
        return []
    return [e for e in mention.entries if files.province_of(e.code) == province]


def _place_fact(
    context: Context, mention: PlaceMention, province: PlaceEntry, method: str, confidence: float
) -> PlaceFact:
    known = next((e for e in mention.entries if files.province_of(e.code) == province), None)
    entry = known if known and method == "venue" else province
    return PlaceFact(entry.full_name, entry.code, context.evidence(mention.start, mention.end, method, confidence))


# ---------------------------------------------------------------- outlet

_DATELINE_CODE = re.compile(r"\W{0,3}(?P<code>[A-ZĐ][A-ZĐa-z&.]{1,9})\)?\W{0,2}[-–.)]")


def outlet_province(context: Context) -> PlaceEntry | None:
    """The province whose paper this is: by its address, else by the code it opens its text with ("(QNO)")."""
    source = context.parsed.source
    outlet = files.outlet_of(source.url) if source.url else None
    code = outlet.province if outlet else _province_of_code(context)
    return files.places_by_code().get(code) or _province_in_path(source)


def _province_of_code(context: Context) -> str:
    opening = context.prose[0].span.of(context.text)[:24] if context.prose else ""
    match = _DATELINE_CODE.match(opening)
    outlets = files.outlets_by_dateline().get(match["code"], ()) if match else ()
    return outlets[0].province if len(outlets) == 1 else ""


def _province_in_path(source: Source) -> PlaceEntry | None:
    """ "thads.moj.gov.vn/hanoi/...": the office of one province within a national site."""
    folders = urlsplit(source.url).path.split("/") if source.url else []
    codes = {folder.replace("-", "") for folder in folders if len(folder) < 24}
    return next((place for place in files.provinces() if place.code.replace("-", "") in codes), None)
