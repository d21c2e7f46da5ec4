"""Authority entries by what a person types: with marks or without, any of their names, or their code."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from django.db.models import Q, QuerySet

from archive.models import Agency, AgencyName, LegalDocument, Place
from archive.vietnamese.normalize import fold

MOST_FOUND = 20

_Entry = TypeVar("_Entry", Agency, Place, LegalDocument)


class Unknown(Exception):
    """No entry goes by that name."""


class Ambiguous(Exception):
    """Several entries go by that name; `args` are their codes."""


def suggest(kind: str, typed: str) -> list[tuple[str, str]]:
    """Code and name of the entries that hold all the syllables typed; those that begin with them first."""
    wanted = fold(typed).split()
    if not wanted:
        return []
    names = {"agency": _agency_names, "place": _place_names, "document": _document_names}[kind]()
    found = [(code, name, spelling) for code, name, spelling in names if _matches(wanted, spelling)]
    found.sort(key=lambda row: (not folded(row[2]).startswith(" ".join(wanted)), len(row[2]), row[1]))
    return list(dict.fromkeys((code, name) for code, name, _spelling in found))[:MOST_FOUND]


def _matches(wanted: list[str], spelling: str) -> bool:
    syllables = f" {folded(spelling)}"
    return all(f" {syllable}" in syllables for syllable in wanted)


@lru_cache(maxsize=50_000)
def folded(name: str) -> str:
    return fold(name)


def _agency_names() -> Iterable[tuple[str, str, str]]:
    for code, name in Agency.objects.filter(merged_into=None).order_by().values_list("code", "name"):
        yield code, name, name
    others = AgencyName.objects.filter(agency__merged_into=None).order_by()
    yield from others.values_list("agency__code", "agency__name", "name")


def _place_names() -> Iterable[tuple[str, str, str]]:
    for code, name in Place.objects.order_by().values_list("code", "full_name"):
        yield code, name, name


def _document_names() -> Iterable[tuple[str, str, str]]:
    for document in LegalDocument.objects.filter(merged_into=None).order_by():
        yield document.code, document.name, f"{document.name} {document.title}"


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
