"""What passes from step to step: frozen, free of Django, and small.

    bytes --read--> Source --clean--> Source --parse--> Parsed --extract--> Extraction --store--> rows

All spans count code points in the cleaned `Source.text`, title line included; `text[span.start:span.end]` is the quote.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from archive.vietnamese.dates import PartialDate


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Source:
    """One article as it was handed in. A known `title` also stands as the first line of `text`."""

    text: str
    title: str | None = None
    source_id: str | None = None
    url: str | None = None
    outlet: str | None = None
    published_on: PartialDate | None = None
    byline: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class PassageRecord:
    """`kind` is a value of archive.models.report.PassageKind."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Parsed:
    """The article taken apart. `passages` cover every non-blank part of the text, in order, without overlap."""

    source: Source
    passages: tuple[PassageRecord, ...]
    title: str
    title_span: Span | None

    def of_kind(self, *kinds: str) -> tuple[PassageRecord, ...]:
        return tuple(passage for passage in self.passages if passage.kind in kinds)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact was read and how sure the method is; `confidence` is the share of such facts that are right."""

    span: Span | None
    quote: str
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class DateFact:
    kind: str  # "published" | "meeting"
    value: PartialDate
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """`code` is a place of the authority files, None when only a venue is known."""

    name: str
    code: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class AgencyFact:
    """`code` is an agency of the authority files; None proposes a new entry of that canonical `name`."""

    name: str
    code: str | None
    role: str  # organiser | chair | party | attendee | mentioned
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class OfficialFact:
    name: str
    rank: str  # rank or form of address as printed, "" when none
    posts: tuple[str, ...]
    role: str  # chaired | spoke | signed | attended | mentioned
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """`code` is what the citation resolves to, known or newly made from type, number and year."""

    code: str
    type: str
    number: str
    year: int | None
    issuer: str
    issued_on: PartialDate | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class FigureFact:
    value: Decimal
    value_text: str
    unit: str
    noun: str
    qualifier: str
    period: str
    sentence: str
    evidence: Evidence
    topic: str = ""  # code of the vocabulary, "" where its sentence names none


@dataclass(frozen=True, slots=True)
class TopicFact:
    code: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Judgment:
    """Is it a coordination-meeting report at all? `reasons` are the cues found, for the desk."""

    is_report: bool
    confidence: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read in one article by extractor `version`."""

    parsed: Parsed
    version: int
    judgment: Judgment
    dates: tuple[DateFact, ...] = ()
    place: PlaceFact | None = None
    agencies: tuple[AgencyFact, ...] = ()
    officials: tuple[OfficialFact, ...] = ()
    documents: tuple[DocumentFact, ...] = ()
    figures: tuple[FigureFact, ...] = ()
    topics: tuple[TopicFact, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)  # conflicts worth a person's look: {"meeting_on": "..."}
