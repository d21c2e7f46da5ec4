"""Typed readers of the authority files beside this module; each is read once and kept.

In the CSV files lists are separated by "|", dates are ISO and inclusive, and an empty field means unknown or open.
The columns of a file are the fields of its record, in their order; README.md and the first lines of each file say more.
"""

import csv
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar, get_type_hints
from urllib.parse import urlsplit

from archive.authority.entries import (
    DISTRICT_KINDS,
    PROVINCE_KINDS,
    Abbreviation,
    AgencyEntry,
    AgencyFamily,
    CommuneEntry,
    DocumentIssuer,
    DocumentType,
    Honorific,
    KnownDocument,
    Outlet,
    PlaceEntry,
    PostHead,
    Rank,
    TopicEntry,
    UnitEntry,
    in_force,
)
from archive.authority.families import expand

FOLDER = Path(__file__).parent

Record = TypeVar("Record")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _whole(text: str) -> int | None:
    return int(text) if text else None


CONVERTERS: dict[Any, Callable[[str], Any]] = {
    str: str,
    int: int,
    float: float,
    date: date.fromisoformat,
    date | None: _day,
    int | None: _whole,
    tuple[str, ...]: _parts,
}


def rows(file: str) -> Iterator[list[str]]:
    """The rows of one CSV file, header first, without its comment lines."""
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(line for line in lines if not line.startswith("#"))


def _records(file: str, record: type[Record]) -> tuple[Record, ...]:
    """One record a row. The columns are the record's first fields; a field after them keeps its default."""
    columns, *lines = rows(file)
    names = [field.name for field in fields(record)]  # type: ignore[arg-type]
    if columns != names[: len(columns)]:
        raise ValueError(f"{file}: the columns {columns} are not the fields {names}")
    hints = get_type_hints(record)
    converters = [CONVERTERS[hints[column]] for column in columns]
    return tuple(record(*(convert(text) for convert, text in zip(converters, line, strict=True))) for line in lines)


def _tables(file: str, name: str) -> list[dict[str, Any]]:
    """The tables `[[name]]` of one TOML file, arrays as tuples."""
    with (FOLDER / file).open("rb") as binary:
        tables = tomllib.load(binary)[name]
    return [{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()} for row in tables]


@cache
def places() -> tuple[PlaceEntry, ...]:
    """Countries, provinces and districts, also those that are no more."""
    return _records("places.csv", PlaceEntry)


@cache
def places_by_code() -> dict[str, PlaceEntry]:
    return {place.code: place for place in places()}


@cache
def provinces() -> tuple[PlaceEntry, ...]:
    """Every province and centrally run city of Vietnam since 2004."""
    return tuple(place for place in places() if place.kind in PROVINCE_KINDS and place.is_vietnamese)


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
    if place is None or place.kind not in PROVINCE_KINDS:
        return None
    return place if on is None else _at(place, on)


def _at(province: PlaceEntry, on: date) -> PlaceEntry:
    while province.valid_to and on > province.valid_to and province.successor:
        province = places_by_code()[province.successor]
    if province.valid_from and on < province.valid_from:
        before = [other for other in predecessors(province.code) if in_force(other, on)]
        return before[0] if len(before) == 1 else province
    return province


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
    _, *lines = rows(file)
    for gso_code, name, kind, parent in lines:
        yield CommuneEntry(prefix + gso_code, name, kind, parent, start, end)


@cache
def concrete_agencies() -> tuple[AgencyEntry, ...]:
    """The agencies written out one by one."""
    return _records("agencies.csv", AgencyEntry)


@cache
def agency_families() -> tuple[AgencyFamily, ...]:
    tables = _tables("agency_families.toml", "family")
    return tuple(AgencyFamily(**{**table, "names": tuple(table.get("names", {}).items())}) for table in tables)


@cache
def agencies() -> tuple[AgencyEntry, ...]:
    """Every known agency: the concrete ones, then the families at each of their places."""
    return (*concrete_agencies(), *expand(agency_families(), places_by_code()))


@cache
def agencies_by_code() -> dict[str, AgencyEntry]:
    return {agency.code: agency for agency in agencies()}


@cache
def ranks() -> tuple[Rank, ...]:
    return _records("ranks.csv", Rank)


@cache
def honorifics() -> tuple[Honorific, ...]:
    return _records("honorifics.csv", Honorific)


@cache
def posts() -> tuple[PostHead, ...]:
    return _records("posts.csv", PostHead)


@cache
def document_types() -> tuple[DocumentType, ...]:
    return _records("document_types.csv", DocumentType)


@cache
def document_issuers() -> tuple[DocumentIssuer, ...]:
    return _records("document_issuers.csv", DocumentIssuer)


@cache
def documents() -> tuple[KnownDocument, ...]:
    return _records("documents.csv", KnownDocument)


@cache
def topics() -> tuple[TopicEntry, ...]:
    return tuple(TopicEntry(**table) for table in _tables("topics.toml", "topic"))


@cache
def abbreviations() -> dict[str, tuple[Abbreviation, ...]]:
    """The readings of each abbreviation, likeliest first."""
    entries = _records("abbreviations.csv", Abbreviation)
    return {short: tuple(group) for short, group in groupby(entries, key=lambda entry: entry.abbreviation)}


@cache
def units() -> tuple[UnitEntry, ...]:
    return _records("units.csv", UnitEntry)


@cache
def outlets() -> tuple[Outlet, ...]:
    return _records("outlets.csv", Outlet)


@cache
def _outlets_by_host() -> dict[str, Outlet]:
    return {outlet.host: outlet for outlet in outlets()}


def outlet_of(url: str) -> Outlet | None:
    """The outlet of an address; one without a name when no more than its province can be told from the host."""
    host = re.sub(r"^(www|m|amp|mobile)\.", "", urlsplit(url).hostname or "")
    labels = host.split(".")
    ends = (".".join(labels[start:]) for start in range(len(labels)))
    known = next((_outlets_by_host()[end] for end in ends if end in _outlets_by_host()), None)
    province = known.province if known and known.province else province_of_host(host)
    if known:
        return replace(known, host=host, province=province)
    return Outlet(host, "", province, ()) if province else None


def province_of_host(host: str) -> str:
    """The code of the province a host names ("chonthanh.binhphuoc.gov.vn"), "" when it names none."""
    labels = host.split(".")[:-1]
    for key, code in _host_keys():
        for label in labels:
            if label == key or (len(key) > 4 and (label.startswith(key) or label.endswith(key))):
                return code
    return ""


@cache
def _host_keys() -> tuple[tuple[str, str], ...]:
    """How provinces are written in hosts ("binhphuoc", "tphcm") and their codes, longest first."""
    keys = {place.code.replace("-", ""): place.code for place in provinces()}
    keys |= {short.casefold(): place.code for place in provinces() for short in place.abbreviations if short.isalnum()}
    return tuple(sorted(keys.items(), key=lambda item: -len(item[0])))


@cache
def outlets_by_dateline() -> dict[str, tuple[Outlet, ...]]:
    """The outlets that open their texts with a code: "QNO"."""
    found: dict[str, tuple[Outlet, ...]] = {}
    for outlet in outlets():
        for code in outlet.dateline_codes:
            found[code] = (*found.get(code, ()), outlet)
    return found
