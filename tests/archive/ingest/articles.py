"""Invented articles and the shapes in which the tests of parsing and extraction ask about them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.authority import files
from archive.ingest.clean import clean
from archive.ingest.extract import extract
from archive.ingest.parse import parse
from archive.ingest.records import Extraction, Parsed, Source

SAMPLES = Path(__file__).resolve().parents[3] / "archive" / "samples"


def parsed(text: str, **known: Any) -> Parsed:
    return parse(clean(Source(text=text, **known)))


def extracted(text: str, **known: Any) -> Extraction:
    return extract(parsed(text, **known))


def parts(article: Parsed, kind: str) -> list[str]:
    return [passage.span.of(article.source.text) for passage in article.of_kind(kind)]


def taking_part(article: Extraction) -> dict[str, str]:
    """Names of the agencies that took part, with their roles."""
    return {agency.name: agency.role for agency in article.agencies if agency.role != "mentioned"}


def facts(article: Extraction) -> Iterator[Any]:
    yield from article.dates
    yield from article.agencies
    yield from article.officials
    yield from article.documents
    yield from article.figures
    yield from article.topics
    if article.place is not None:
        yield article.place


def exported(article: Extraction) -> dict[str, Any]:
    """What `manage.py export --format jsonl` would print of it."""
    text = article.parsed.source.text
    dates = {fact.kind: fact.value.edtf for fact in article.dates}
    return {
        "source_id": article.parsed.source.source_id,
        "is_report": article.judgment.is_report,
        "title": article.parsed.title,
        "text": "\n\n".join(p.span.of(text) for p in article.parsed.of_kind("lead", "paragraph", "caption")),
        "published_on": dates.get("published"),
        "meeting_on": dates.get("meeting"),
        "place": {"province": _province(article)},
        "byline": parts(article.parsed, "byline"),
        "captions": parts(article.parsed, "caption"),
        "agencies": [{"name": _agency_name(fact.code, fact.name), "role": fact.role} for fact in article.agencies],
        "officials": [{"name": fact.name, "rank": fact.rank, "posts": list(fact.posts)} for fact in article.officials],
        "documents": [_document(fact.code, fact.type, fact.number, fact.year) for fact in article.documents],
        "figures": [
            {"value": float(fact.value), "unit": fact.unit, "quote": fact.evidence.quote} for fact in article.figures
        ],
    }


def _province(article: Extraction) -> str | None:
    province = files.province_of(article.place.code) if article.place and article.place.code else None
    if province is None or province.is_vietnamese:
        return province.name if province else None
    return f"{province.name} ({files.places_by_code()[province.parent].name})"


def _agency_name(code: str | None, name: str) -> str:
    known = files.agencies_by_code().get(code) if code else None
    return known.name if known else name


def _document(code: str, type: str, number: str, year: int | None) -> dict[str, Any]:
    known = next((document for document in files.documents() if document.code == code), None)
    if known is not None:
        return {"type": known.type, "number": known.number, "year": known.year}
    return {"type": type, "number": number, "year": year}
