"""Facet counts, counted in the process: for each code the set of reports as one large integer.

A set of reports is an int whose bit number pk is on. Counting a facet is `(code_set & result_set).bit_count()`, so that
thousands of codes cost about a millisecond. The sets follow `report.revision`, like the index itself.
"""

import math
import sys
import threading
import time
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import get_language

from archive.models import Agency, LegalDocument, Meeting, Official, Place, Report, Topic
from archive.vietnamese.normalize import fold, has_marks
from search.bitsets import bitset
from search.codes import codes_of
from search.forms import NARROWING, SearchRequest
from search.kept import Kept

_SECONDS_BETWEEN_LOOKS = 30.0
_BATCH = 400


@dataclass(frozen=True, slots=True)
class ReportCodes:
    """What one report is counted under: its codes by field, and its dates as EDTF strings."""

    revision: int
    codes: Mapping[str, tuple[str, ...]]
    dates: Mapping[str, str]


class Columns:
    """The codes of all published reports, and the sets of reports by code."""

    def __init__(self) -> None:
        self.reports: dict[int, ReportCodes] = {}
        self._sets: dict[str, dict[str, int]] | None = None
        self._periods: dict[tuple[str, int], dict[str, int]] = {}
        self._dated: dict[str, tuple[list[str], list[int]]] = {}

    def update(self, changed: Mapping[int, ReportCodes], gone: Iterable[int]) -> None:
        self.reports.update(changed)
        for pk in gone:
            del self.reports[pk]
        self._sets = None
        self._periods = {}
        self._dated = {}

    def sets(self, field: str) -> Mapping[str, int]:
        """By code, the reports that have it."""
        if self._sets is None:
            self._sets = self._gathered()
        return self._sets.get(field, {})

    def _gathered(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, list[int]]] = {name: defaultdict(list) for name in NARROWING}
        for pk, report in self.reports.items():
            for field, codes in report.codes.items():
                for code in codes:
                    found[field][code].append(pk)
        return {field: {code: bitset(pks) for code, pks in codes.items()} for field, codes in found.items()}

    def periods(self, date_field: str, length: int) -> Mapping[str, int]:
        """By year (length 4) or month (length 7), the reports dated so."""
        if (date_field, length) not in self._periods:
            found: dict[str, list[int]] = defaultdict(list)
            for value, pk in zip(*self._in_order(date_field), strict=True):
                if len(value) >= length:
                    found[value[:length]].append(pk)
            self._periods[date_field, length] = {period: bitset(pks) for period, pks in found.items()}
        return self._periods[date_field, length]

    def _in_order(self, date_field: str) -> tuple[list[str], list[int]]:
        """The dates whose year is known, the oldest first, and the reports dated so."""
        if date_field not in self._dated:
            dated = ((report.dates.get(date_field, ""), pk) for pk, report in self.reports.items())
            known = sorted((value, pk) for value, pk in dated if value[:1].isdecimal())
            self._dated[date_field] = [value for value, _pk in known], [pk for _value, pk in known]
        return self._dated[date_field]

    def with_any(self, field: str, codes: Iterable[str]) -> int:
        sets = self.sets(field)
        found = 0
        for code in codes:
            found |= sets.get(code, 0)
        return found

    def meeting_of(self, pk: int) -> object:
        """What tells the meeting of a report from others: its key, or that of the report itself."""
        report = self.reports.get(pk)
        return next(iter(report.codes.get("meeting", ())), pk) if report else pk

    def between(self, date_field: str, low: str | None, high: str | None) -> int:
        """The reports dated within the EDTF strings, inclusive; an unknown year is in no range."""
        values, pks = self._in_order(date_field)
        end = len(values) if high is None else bisect_right(values, high)
        return bitset(pks[bisect_left(values, low or "") : end])


class ColumnStore:
    """The columns of this process, brought up to date with the database before they are read."""

    def __init__(self) -> None:
        self._columns = Columns()
        self._lock = threading.Lock()
        self._looked_at = -math.inf
        self._index_state: object = None

    def get(self, index_state: object = None) -> Columns:
        """The columns; looked after whenever the index shows another state, and now and then besides."""
        is_late = time.monotonic() - self._looked_at >= _SECONDS_BETWEEN_LOOKS
        if is_late or index_state not in (None, self._index_state):
            with self._lock:
                self._refresh()
                self._looked_at, self._index_state = time.monotonic(), index_state
        return self._columns

    def clear(self) -> None:
        self._columns = Columns()
        self._looked_at = -math.inf

    def _refresh(self) -> None:
        held = self._columns.reports
        revisions = dict(Report.objects.published().order_by().values_list("pk", "revision"))
        changed = [pk for pk, revision in revisions.items() if pk not in held or held[pk].revision != revision]
        gone = [pk for pk in held if pk not in revisions]
        if changed or gone:
            self._columns.update({pk: codes for batch in _batches(changed) for pk, codes in load(batch).items()}, gone)


def _batches(pks: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(pks), _BATCH):
        yield pks[start : start + _BATCH]


def load(pks: Collection[int]) -> dict[int, ReportCodes]:
    """What these reports are counted under."""
    codes = codes_of(pks)
    rows = Report.objects.filter(pk__in=pks).values_list("pk", "revision", "meeting_on", "published_on")
    return {pk: _report_codes(revision, codes[pk], meeting, published) for pk, revision, meeting, published in rows}


def _report_codes(revision: int, codes: dict[str, set[str]], meeting: object, published: object) -> ReportCodes:
    dates = {
        "meeting_on": str(meeting or ""),
        "published_on": str(published or ""),
        "dated_on": str(meeting or published or ""),
    }
    year = dates["dated_on"][:4]
    if year.isdecimal():
        codes["year"].add(year)
    return ReportCodes(revision, {field: tuple(map(sys.intern, values)) for field, values in codes.items()}, dates)


COLUMNS = ColumnStore()


@dataclass(frozen=True, slots=True)
class FacetValue:
    code: str
    label: str
    count: int
    is_chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values, of `total` in all."""

    name: str
    values: tuple[FacetValue, ...]
    further: tuple[FacetValue, ...]  # behind a fold
    total: int

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.values) + len(self.further)


# Model, column of the code, column of the label; without the latter a row tells it.
_LABELS = {
    "agency": (Agency, "code", "name"),
    "place": (Place, "code", "full_name"),
    "topic": (Topic, "code", ""),
    "document": (LegalDocument, "code", ""),
    "official": (Official, "pk", "name"),
    "meeting": (Meeting, "pk", "title"),
}


def labels(field: str, codes: Collection[str]) -> dict[str, str]:
    """What a person reads for each code, in the reader's language; the code itself where it is unknown."""
    if field not in _LABELS:
        return {code: code for code in codes}
    kept = _KEPT_LABELS.get().setdefault((field, get_language() or ""), {})
    missing = [code for code in codes if code not in kept]
    if missing:
        if len(kept) > _MOST_LABELS:
            kept.clear()
            missing = list(codes)
        kept |= {code: code for code in missing} | _read_labels(field, missing)
    return {code: kept[code] for code in codes}


def _read_labels(field: str, codes: Collection[str]) -> dict[str, str]:
    model, key, column = _LABELS[field]
    wanted = [
        code for code in codes if key != "pk" or (code.isascii() and code.isdecimal() and len(code) < _LONGEST_PK)
    ]
    rows = model.objects.filter(**{f"{key}__in": wanted}).order_by()  # type: ignore[attr-defined]
    if column:
        return {str(code): label for code, label in rows.values_list(key, column)}
    return {str(getattr(row, key)): str(row) for row in rows}


# Dropped every minute, for names may be edited.
_KEPT_LABELS: Kept[dict[tuple[str, str], dict[str, str]]] = Kept(dict, lambda: time.monotonic() // 60, seconds=60)


def counted(columns: Columns, name: str, result: int) -> list[tuple[str, int]]:
    """(code, count) over a set of reports, the most frequent first; years newest first, of places the provinces."""
    sets = columns.sets(name)
    counts = [(code, count) for code, members in sets.items() if (count := (members & result).bit_count())]
    if name == "year":
        return sorted(counts, reverse=True)
    if name == "place":
        provinces = _PROVINCES.get()
        counts = [pair for pair in counts if pair[0] in provinces]
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))


def facet(counts: list[tuple[str, int]], name: str, request: SearchRequest) -> Facet:
    """The values of a facet to be shown beside a result; what is chosen is among them."""
    chosen = request.chosen.get(name, ())
    missing = [(code, 0) for code in chosen if code not in dict(counts)]
    shown = missing + [pair for number, pair in enumerate(counts) if number < _MOST_VALUES or pair[0] in chosen]
    values = with_labels(shown, name, request)
    first = [value for number, value in enumerate(values) if number < _FEW_VALUES or value.is_chosen]
    further = tuple(value for number, value in enumerate(values) if number >= _FEW_VALUES and not value.is_chosen)
    return Facet(name, tuple(first), further, len(counts) + len(missing))


def with_labels(counts: list[tuple[str, int]], name: str, request: SearchRequest) -> list[FacetValue]:
    """The values as people read them, each with the address that chooses it or leaves it."""
    chosen = request.chosen.get(name, ())
    names = labels(name, [code for code, _count in counts])
    here = request.address()
    return [
        FacetValue(code, names[code], count, code in chosen, _address(here, name, code, chosen, request))
        for code, count in counts
    ]


def containing(counts: list[tuple[str, int]], name: str, text: str) -> list[tuple[str, int]]:
    """The values whose label has the text somewhere; marks that were typed must agree."""
    names = labels(name, [code for code, _count in counts])
    as_read = str.casefold if has_marks(text) else fold
    sought = as_read(text)
    return [(code, count) for code, count in counts if sought in as_read(names[code])]


def by_label(counts: list[tuple[str, int]], name: str) -> list[tuple[str, int]]:
    names = labels(name, [code for code, _count in counts])
    return sorted(counts, key=lambda pair: (fold(names[pair[0]]), names[pair[0]]))


def _address(here: str, name: str, code: str, chosen: Collection[str], request: SearchRequest) -> str:
    return request.toggled(name, code) if code in chosen else f"{here}&{name}={quote(code)}"


def _province_codes() -> frozenset[str]:
    return frozenset(Place.objects.filter(kind__in=_PROVINCE_KINDS).values_list("code", flat=True))


_FEW_VALUES = 7
_LONGEST_PK = 18  # digits
_MOST_LABELS = 20_000  # remembered of one field
_MOST_VALUES = 21
_PROVINCE_KINDS = (Place.Kind.PROVINCE, Place.Kind.CITY)
_PROVINCES = Kept(_province_codes, lambda: Place.objects.count(), seconds=60)
