"""Facts to authority entries: that of the code or name, following merges; an unknown one is proposed to the desk."""

import re
from collections.abc import Iterable, Sequence

from django.utils.text import slugify

from archive.ingest.extract.documents import LOCAL_TYPES
from archive.ingest.records import AgencyFact, DocumentFact, FigureFact, PlaceFact, TopicFact
from archive.models import Agency, AgencyName, LegalDocument, Place, Topic
from archive.vietnamese.dates import PartialDate
from archive.vietnamese.normalize import fold

_LONGEST_CODE = 160
_DIGITS = re.compile(r"\d+")


def place_of(fact: PlaceFact | None) -> Place | None:
    return Place.objects.filter(code=fact.code).first() if fact and fact.code else None


def agencies_of(facts: Sequence[AgencyFact]) -> list[Agency]:
    """The agency of each fact."""
    known = _known_agencies(facts)
    unknown = {_agency_code(fact): fact for fact in facts if _agency_code(fact) not in known}
    for agency in Agency.objects.bulk_create(_proposed_agency(code, fact) for code, fact in unknown.items()):
        known[agency.code] = agency
    return [known[_agency_code(fact)] for fact in facts]


def _agency_code(fact: AgencyFact) -> str:
    return fact.code or slugify(fold(fact.name))[:_LONGEST_CODE] or "khong-ten"


def _known_agencies(facts: Sequence[AgencyFact]) -> dict[str, Agency]:
    codes = {_agency_code(fact): fact for fact in facts}
    entries = Agency.objects.filter(code__in=codes).select_related("merged_into")
    known = {agency.code: _final(agency) for agency in entries}
    by_name = {fact.name: code for code, fact in codes.items() if code not in known and fact.code is None}
    if by_name:
        names = AgencyName.objects.filter(name__in=by_name).select_related("agency__merged_into")
        known |= {by_name[name.name]: _final(name.agency) for name in names.order_by("-pk")}
    return known


def _final(agency: Agency) -> Agency:
    while agency.merged_into:
        agency = agency.merged_into
    return agency


def _proposed_agency(code: str, fact: AgencyFact) -> Agency:
    return Agency(code=code, name=fact.name[:300], is_reviewed=False)


def documents_of(facts: Sequence[DocumentFact], on: PartialDate | None = None) -> list[LegalDocument]:
    """The document of each fact in an article of that day; one nobody has reviewed learns what a later citation knows.

    A citation of another spelling is that of the only document it can mean.
    """
    entries = LegalDocument.objects.filter(code__in={fact.code for fact in facts}).select_related("merged_into")
    known = {document.code: document for document in entries}
    for fact in facts:
        if fact.code not in known and (meant := _document_meant(fact, on)):
            known[fact.code] = meant
    unknown = {fact.code: fact for fact in facts if fact.code not in known}
    for document in LegalDocument.objects.bulk_create(map(_proposed_document, unknown.values())):
        known[document.code] = document
    for fact in facts:
        _learn(known[fact.code], fact)
    return [_final_document(known[fact.code]) for fact in facts]


def _document_meant(fact: DocumentFact, on: PartialDate | None) -> LegalDocument | None:
    """The one document of that type and number that another spelling names: "05/2005" is "05/2005/TTLT-BCA-BQP".

    Papers that any province numbers from 1 are left to a person.
    """
    digits = _DIGITS.match(fact.number)
    if digits is None or fact.type.startswith(LOCAL_TYPES):
        return None
    padded = {digits[0], digits[0].lstrip("0"), digits[0].zfill(2)} - {""}
    same_type = LegalDocument.objects.filter(type=fact.type, merged_into=None)
    numbered = (one for number in padded for one in same_type.filter(number__regex=rf"^{number}([^0-9]|$)"))
    meant = [document for document in numbered if _may_mean(fact, document, on)]
    return meant[0] if len(meant) == 1 else None


def _may_mean(fact: DocumentFact, document: LegalDocument, on: PartialDate | None) -> bool:
    """Of the same year, one's letters among the other's; where no year is printed, of the same letters or issuer."""
    letters, others = _letters(fact.number), _letters(document.number)
    issuers = {fact.issuer.casefold(), document.issuer.casefold()}
    if document.year is None or (len(issuers) == 2 and "" not in issuers):
        return False
    if fact.year:
        return fact.year == document.year and (letters <= others or others <= letters)
    if on is None or on.year is None or document.year > on.year:
        return False
    return letters == others if letters else "" not in issuers


def _letters(number: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", number.lower()))


def _proposed_document(fact: DocumentFact) -> LegalDocument:
    return LegalDocument(
        code=fact.code,
        type=fact.type[:80],
        number=fact.number[:80],
        year=fact.year,
        issuer=fact.issuer[:300],
        issued_on=fact.issued_on,
        is_reviewed=False,
    )


def _learn(document: LegalDocument, fact: DocumentFact) -> None:
    if document.is_reviewed:
        return
    known = {
        "number": document.number,
        "year": document.year,
        "issuer": document.issuer,
        "issued_on": document.issued_on,
    }
    better = {
        "number": max(document.number, fact.number[:80], key=len),
        "year": document.year or fact.year,
        "issuer": document.issuer or fact.issuer[:300],
        "issued_on": document.issued_on or fact.issued_on,
    }
    if better != known:
        for name, value in better.items():
            setattr(document, name, value)
        document.save(update_fields=list(better))


def _final_document(document: LegalDocument) -> LegalDocument:
    while document.merged_into:
        document = document.merged_into
    return document


def topics_of(facts: Iterable[TopicFact | FigureFact]) -> list[Topic | None]:
    """The topic of each fact."""
    codes = [fact.code if isinstance(fact, TopicFact) else fact.topic for fact in facts]
    known = {topic.code: topic for topic in Topic.objects.filter(code__in=codes)}
    unknown = dict.fromkeys(code for code in codes if code and code not in known)
    for topic in Topic.objects.bulk_create(Topic(code=code, name=code, is_reviewed=False) for code in unknown):
        known[topic.code] = topic
    return [known.get(code) for code in codes]
