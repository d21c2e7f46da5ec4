"""What extraction read, as rows beside a report; what a person decided stays as it is and is not suggested again."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from archive.ingest import records
from archive.ingest.authorities import agencies_of, documents_of, place_of, topics_of
from archive.ingest.officials import Setting, name_key, officials_of
from archive.ingest.records import Extraction
from archive.models import (
    AgencyRole,
    Appearance,
    Citation,
    Figure,
    Report,
    ReportDate,
    ReportPlace,
    ReportTopic,
)
from archive.models.evidence import Evidence, EvidenceState

_Row = TypeVar("_Row", bound=Evidence)

_LONGEST_KEY = 400
_LARGEST_FIGURE = Decimal(10) ** 20
_ROLES = ("organiser", "chair", "party", "attendee", "mentioned")  # the strongest first
_EVIDENCE_FIELDS = ("start", "end", "quote", "method", "confidence")


@dataclass(frozen=True, slots=True)
class _Kind:
    """How rows of one model are told apart, which fields extraction fills, and of what there is only one."""

    key: Callable[[Any], str]
    fields: tuple[str, ...]
    slot: Callable[[Any], str] | None = None
    may_repeat: bool = False


_KINDS: dict[type[Evidence], _Kind] = {
    ReportDate: _Kind(lambda row: f"{row.kind}:{row.value}", ("kind", "value"), slot=lambda row: row.kind),
    ReportPlace: _Kind(
        lambda row: str(row.place_id or row.name.casefold()), ("place", "name"), slot=lambda row: "place"
    ),
    AgencyRole: _Kind(lambda row: str(row.agency_id), ("agency", "role")),
    Appearance: _Kind(lambda row: name_key(row.name), ("official", "name", "rank", "posts", "role"), may_repeat=True),
    Citation: _Kind(lambda row: str(row.document_id), ("document",)),
    Figure: _Kind(
        lambda row: f"{row.value.normalize():f}|{row.unit}|{row.noun}".casefold(),
        ("value", "value_text", "unit", "noun", "qualifier", "period", "topic", "sentence"),
        may_repeat=True,
    ),
    ReportTopic: _Kind(lambda row: str(row.topic_id), ("topic",)),
}


def key_of(row: Evidence) -> str:
    """The key of a fact by what it says now."""
    return _KINDS[type(row)].key(row)[:_LONGEST_KEY]


def write_facts(report: Report, extraction: Extraction, *, is_new: bool) -> None:
    """Make the report's suggestions those of the extraction, and its dates and place the best that stand.

    Call within the transaction that writes the report; the report itself is changed, not saved.
    """
    dates = _reconcile(report, ReportDate, _dates(report, extraction), is_new)
    report.published_on = best((row for row in dates if row.kind == ReportDate.Kind.PUBLISHED), "value")
    report.meeting_on = best((row for row in dates if row.kind == ReportDate.Kind.MEETING), "value")
    report.place = best(_reconcile(report, ReportPlace, _places(report, extraction), is_new), "place")
    _reconcile(report, AgencyRole, _agency_roles(report, _worth_proposing(extraction)), is_new)
    _reconcile(report, Appearance, _appearances(report, extraction.officials), is_new)
    _reconcile(report, Citation, _citations(report, extraction.documents), is_new)
    _reconcile(report, Figure, _figures(report, extraction.figures), is_new)
    _reconcile(report, ReportTopic, _topics(report, extraction.topics), is_new)


# ---------------------------------------------------------------- facts to rows


def _evidence(evidence: records.Evidence) -> dict[str, Any]:
    span = evidence.span
    return {
        "start": span.start if span else None,
        "end": span.end if span else None,
        "quote": evidence.quote,
        "method": evidence.method[:60],
        "confidence": evidence.confidence,
    }


def _dates(report: Report, extraction: Extraction) -> Iterator[ReportDate]:
    """The dates read, and the one that came with the source: what a page's head says is kept beside what it prints."""
    facts = sorted(extraction.dates, key=lambda fact: -fact.evidence.confidence)
    if given := extraction.parsed.source.published_on:
        facts.append(records.DateFact(ReportDate.Kind.PUBLISHED, given, records.Evidence(None, "", "source", 0.5)))
    for fact in facts:
        yield ReportDate(report=report, kind=fact.kind, value=fact.value, **_evidence(fact.evidence))


def _places(report: Report, extraction: Extraction) -> Iterator[ReportPlace]:
    if fact := extraction.place:
        yield ReportPlace(report=report, place=place_of(fact), name=fact.name[:300], **_evidence(fact.evidence))


def _worth_proposing(extraction: Extraction) -> list[records.AgencyFact]:
    """The agencies to write down: unknown names only of what was judged a report, or the desk would drown in them."""
    return [fact for fact in extraction.agencies if fact.code or extraction.judgment.is_report]


def _agency_roles(report: Report, facts: Sequence[records.AgencyFact]) -> Iterator[AgencyRole]:
    facts = sorted(facts, key=lambda fact: _ROLES.index(fact.role))
    for fact, agency in zip(facts, agencies_of(facts), strict=True):
        yield AgencyRole(report=report, agency=agency, role=fact.role, **_evidence(fact.evidence))


def _appearances(report: Report, facts: Sequence[records.OfficialFact]) -> Iterator[Appearance]:
    setting = Setting(report.dated_on, report.place_id, report.pk)
    for fact, official in zip(facts, officials_of(facts, setting), strict=True):
        printed = {"name": fact.name[:120], "rank": fact.rank[:60], "posts": list(fact.posts), "role": fact.role}
        yield Appearance(report=report, official=official, **printed, **_evidence(fact.evidence))


def _citations(report: Report, facts: Sequence[records.DocumentFact]) -> Iterator[Citation]:
    for fact, document in zip(facts, documents_of(facts, report.dated_on), strict=True):
        yield Citation(report=report, document=document, **_evidence(fact.evidence))


def _figures(report: Report, facts: Sequence[records.FigureFact]) -> Iterator[Figure]:
    for fact, topic in zip(facts, topics_of(facts), strict=True):
        if abs(fact.value) < _LARGEST_FIGURE:
            yield Figure(
                report=report,
                value=round(fact.value, 4),
                value_text=fact.value_text[:60],
                unit=fact.unit[:80],
                noun=fact.noun[:300],
                qualifier=fact.qualifier[:40],
                period=fact.period[:120],
                topic=topic,
                sentence=fact.sentence,
                **_evidence(fact.evidence),
            )


def _topics(report: Report, facts: Sequence[records.TopicFact]) -> Iterator[ReportTopic]:
    for fact, topic in zip(facts, topics_of(facts), strict=True):
        yield ReportTopic(report=report, topic=topic, **_evidence(fact.evidence))


def best(rows: Iterable[Evidence], field: str) -> Any:
    """What a person decided, else what is surest."""
    surest = max(rows, key=lambda row: (row.state != EvidenceState.SUGGESTED, row.confidence), default=None)
    return getattr(surest, field) if surest else None


# ---------------------------------------------------------------- rows to the database


def _reconcile(report: Report, model: type[_Row], rows: Iterable[_Row], is_new: bool) -> list[_Row]:
    """Write the rows as the report's suggestions of their kind; the facts that now stand."""
    wanted = _keyed(rows)
    if is_new:
        return model.objects.bulk_create(wanted.values())
    existing = {row.key: row for row in model.objects.filter(report=report)}
    decided = [row for row in existing.values() if row.state != EvidenceState.SUGGESTED]
    _anchor(report, model, decided)
    wanted = _left_open(_KINDS[model], wanted, decided)
    stale = [row.pk for key, row in existing.items() if row not in decided and key not in wanted]
    if stale:
        model.objects.filter(pk__in=stale).delete()
    _write(model, wanted, existing)
    return [*(row for row in decided if row.state != EvidenceState.REJECTED), *wanted.values()]


def _keyed(rows: Iterable[_Row]) -> dict[str, _Row]:
    """The rows by key, each with it; of one that says the same again the first stays, or it is numbered."""
    keyed: dict[str, _Row] = {}
    for row in rows:
        key, number = key_of(row), 1
        while key in keyed and _KINDS[type(row)].may_repeat:
            number += 1
            key = f"{key_of(row)[: _LONGEST_KEY - 6]}#{number}"
        row.key = key
        keyed.setdefault(key, row)
    return keyed


def _left_open(kind: _Kind, wanted: dict[str, _Row], decided: list[_Row]) -> dict[str, _Row]:
    """What a person has not decided: neither this fact, nor what it was edited to, nor the one fact there can be."""
    settled = {row.key for row in decided}
    settled |= {key for row in decided if not row.key.startswith(f"{(key := key_of(row))}#")}
    standing = [row for row in decided if row.state != EvidenceState.REJECTED]
    taken = {kind.slot(row) for row in standing} if kind.slot else set()
    return {
        key: row for key, row in wanted.items() if key not in settled and not (kind.slot and kind.slot(row) in taken)
    }


def _write(model: type[_Row], wanted: dict[str, _Row], existing: dict[str, _Row]) -> None:
    model.objects.bulk_create(row for key, row in wanted.items() if key not in existing)
    fields = (*_KINDS[model].fields, *_EVIDENCE_FIELDS)
    columns = [column.attname for column in model._meta.concrete_fields if column.name in fields]
    changed = []
    for key, row in wanted.items():
        if (old := existing.get(key)) is not None:
            row.pk = old.pk
            if any(getattr(row, column) != getattr(old, column) for column in columns):
                changed.append(row)
    if changed:
        model.objects.bulk_update(changed, fields)


def _anchor(report: Report, model: type[_Row], decided: list[_Row]) -> None:
    """Find the quotes of decided facts again where the text around them has changed."""
    moved = [row for row in decided if row.has_span and report.source_text[row.start : row.end] != row.quote]
    for row in moved:
        start = report.source_text.find(row.quote) if row.quote else -1
        row.start, row.end = (None, None) if start < 0 else (start, start + len(row.quote))
    if moved:
        model.objects.bulk_update(moved, ["start", "end"])
