"""Authority entries by what a person types: with marks or without, any of their names, or their code."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log
from typing import Any, TypeVar

from django.db import connection
from django.db.models import F, Q, QuerySet

from archive.models import Agency, AgencyName, Change, LegalDocument, Place, Report
from archive.vietnamese.normalize import fold

MOST_FOUND = 20
_MOST_ALIKE = 4
_LEAST_ALIKE = 0.5
_OF_THE_PLACE = 0.5
_REPORTS_LOOKED_AT = 20
_RAREST = 3  # syllables of a name, one of which a like name shares

_Entry = TypeVar("_Entry", Agency, Place, LegalDocument)


class Unknown(Exception):
    """No entry goes by that name."""


class Ambiguous(Exception):
    """Several entries go by that name; `args` are their codes."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One name of an entry; `folded` begins with a blank, so that every syllable in it does."""

    code: str
    name: str
    folded: str
    is_reviewed: bool = True
    place: int | None = None


def suggest(kind: str, typed: str) -> list[tuple[str, str]]:
    """Code and name of the entries that hold all the syllables typed; those that begin with them first."""
    wanted = [f" {syllable}" for syllable in fold(typed).split()]
    if not wanted:
        return []
    found = [one for one in _names(kind).spellings if all(syllable in one.folded for syllable in wanted)]
    found.sort(key=lambda one: (not one.folded.startswith("".join(wanted)), len(one.folded), one.name))
    return list(dict.fromkeys((one.code, one.name) for one in found))[:MOST_FOUND]


def alike(agency: Agency) -> list[Agency]:
    """Reviewed agencies of much the same name: what it may be another name of.

    Rare syllables weigh more, and so does an agency of a place the reports are about.
    """
    names = _names("agency")
    places = _places_of_reports(agency)
    wanted = set(fold(agency.name).split())
    rarest = sorted(wanted, key=lambda syllable: len(names.holding.get(syllable, ())))[:_RAREST]
    scores: dict[str, float] = {}
    for one in {names.spellings[at] for syllable in rarest for at in names.holding.get(syllable, ())}:
        if one.is_reviewed and one.code != agency.code:
            likeness = names.likeness(wanted, set(one.folded.split()))
            if likeness >= _LEAST_ALIKE:
                likeness += _OF_THE_PLACE * (one.place in places)
                scores[one.code] = max(scores.get(one.code, 0.0), likeness)
    best = sorted(scores, key=lambda code: (-scores[code], code))[:_MOST_ALIKE]
    found = {one.code: one for one in Agency.objects.filter(code__in=best)}
    return [found[code] for code in best if code in found]


def _places_of_reports(agency: Agency) -> set[int]:
    reports = Report.objects.filter(pk__in=agency.roles.order_by().values("report")).exclude(place=None)
    found = reports.select_related("place__parent__parent")[:_REPORTS_LOOKED_AT]
    return {report.place.province.pk for report in found if report.place}


class _Names:
    """All names of a kind, and where in them each syllable occurs."""

    def __init__(self, spellings: Iterable[_Spelling]) -> None:
        self.spellings = list(spellings)
        self.holding: dict[str, list[int]] = defaultdict(list)
        for at, one in enumerate(self.spellings):
            for syllable in set(one.folded.split()):
                self.holding[syllable].append(at)

    def likeness(self, left: set[str], right: set[str]) -> float:
        """The share, by rarity, of the syllables of both that they have in common."""
        return sum(map(self._rarity, left & right)) / (sum(map(self._rarity, left | right)) or 1.0)

    def _rarity(self, syllable: str) -> float:
        return log(len(self.spellings) / (len(self.holding.get(syllable, ())) or 1) + 1)


def _names(kind: str) -> _Names:
    """Kept from one request to the next until an entry or a change is added (80,000 names take half a second)."""
    changes = Change.objects.filter(model__in=("agency", "legaldocument"))
    tables: list[QuerySet[Any]] = [rows.objects.all() for rows in (Agency, AgencyName, Place, LegalDocument)]
    newest = [rows.order_by("-pk").values_list("pk", flat=True).first() for rows in (*tables, changes)]
    stamp = (connection.settings_dict["NAME"], *newest)
    if kind not in _kept or _kept[kind][0] != stamp:
        _kept[kind] = (stamp, _Names(_READERS[kind]()))
    return _kept[kind][1]


_kept: dict[str, tuple[tuple[Any, ...], _Names]] = {}


def _agency_spellings() -> Iterator[_Spelling]:
    standing = Agency.objects.filter(merged_into=None).order_by()
    for code, name, is_reviewed, place in standing.values_list("code", "name", "is_reviewed", "place"):
        yield _Spelling(code, name, f" {fold(name)}", is_reviewed, place)
    others = AgencyName.objects.filter(agency__merged_into=None).exclude(name=F("agency__name")).order_by()
    fields = ("agency__code", "agency__name", "name", "agency__is_reviewed", "agency__place")
    for code, name, other, is_reviewed, place in others.values_list(*fields):
        yield _Spelling(code, name, f" {fold(other)}", is_reviewed, place)


def _place_spellings() -> Iterator[_Spelling]:
    for code, name in Place.objects.order_by().values_list("code", "full_name"):
        yield _Spelling(code, name, f" {fold(name)}")


def _document_spellings() -> Iterator[_Spelling]:
    for document in LegalDocument.objects.filter(merged_into=None).order_by():
        folded = f" {fold(f'{document.name} {document.title}')}"
        yield _Spelling(document.code, document.name, folded)


_READERS = {"agency": _agency_spellings, "place": _place_spellings, "document": _document_spellings}


def find_agency(typed: str) -> Agency:
    """The agency of that code, name or other name. Unknown, Ambiguous."""
    agencies = Agency.objects.filter(merged_into=None)
    by_name = agencies.filter(name=typed) or agencies.filter(names__name=typed).distinct()
    found: QuerySet[Agency] = agencies.filter(code=_code_in(typed)) or by_name
    return _only(found)


def find_place(typed: str) -> Place:
    """Unknown, Ambiguous."""
    by_name = Place.objects.filter(full_name=typed) or Place.objects.provinces().filter(name=typed)
    found: QuerySet[Place] = Place.objects.filter(code=_code_in(typed)) or by_name
    return _only(found)


def find_document(typed: str) -> LegalDocument:
    """Unknown, Ambiguous."""
    documents = LegalDocument.objects.filter(merged_into=None)
    by_code = documents.filter(code=_code_in(typed))
    number = typed.split()[-1] if typed else ""
    named = [one for one in documents.filter(Q(number=number) | Q(number=number.split("/")[0])) if one.name == typed]
    found: Iterable[LegalDocument] = by_code or named or documents.filter(number=typed)
    return _only(found)


def _code_in(typed: str) -> str:
    """The code in "Công an tỉnh Bình Phước [cong-an-tinh-binh-phuoc]", or all that was typed."""
    return typed.rpartition("[")[2].rstrip("]").strip()


def _only(found: Iterable[_Entry]) -> _Entry:
    entries = list(found)
    if not entries:
        raise Unknown
    if len(entries) > 1:
        raise Ambiguous(*(entry.code for entry in entries))
    return entries[0]
