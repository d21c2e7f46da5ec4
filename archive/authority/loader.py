"""Writes the authority files to rows and keeps what was edited on the site.

Every row remembers in `loaded` what the files last said of it. Where the files say something new, a field that still
holds what was loaded takes it over; one that a person changed stays, and the load reports it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from archive.authority import files
from archive.authority.entries import (
    COMMUNE_KINDS,
    DISTRICT_KINDS,
    AgencyEntry,
    CommuneEntry,
    KnownDocument,
    PlaceEntry,
    TopicEntry,
)
from archive.models import (
    Agency,
    AgencyName,
    AgencyRole,
    Citation,
    LegalDocument,
    Place,
    Report,
    ReportPlace,
    ReportTopic,
    Topic,
)
from archive.models.authority import AuthorityEntry
from archive.vietnamese.dates import PartialDate

BATCH = 2_000
NAMES = "names"  # the key of `loaded` that holds an agency's names; they are rows of their own

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KeptEdit:
    """A field that was edited here and that the files meanwhile say otherwise."""

    model: str
    code: str
    field: str
    here: Any
    in_files: Any


@dataclass(slots=True)
class ModelSummary:
    """What one load did to the rows of one model. `gone` are loaded rows the files no longer have; they stay."""

    model: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[KeptEdit] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


@transaction.atomic
def load() -> list[ModelSummary]:
    """Load every file. Running it again writes only what changed since."""
    return [
        _load(Place, dict(_places())),
        _load(Agency, dict(_agencies())),
        _load(LegalDocument, dict(_documents())),
        _load(Topic, dict(_topics())),
    ]


# From entries to the values of rows: dates as text, references as codes


def _places() -> Iterator[tuple[str, Values]]:
    for place in files.places():
        yield place.code, _place(place, place.successor, [*place.abbreviations, *place.aliases])
    for commune in files.communes():
        yield commune.code, _place(commune, "", [])


def _place(place: PlaceEntry | CommuneEntry, successor: str, aliases: list[str]) -> Values:
    return {
        "name": place.name,
        "full_name": place.full_name,
        "kind": _place_kind(place.kind),
        "aliases": aliases,
        "parent": place.parent,
        "successor": successor,
        "valid_from": _text(place.valid_from),
        "valid_to": _text(place.valid_to),
    }


def _place_kind(kind: str) -> str:
    """The level of a kind: a town and an urban district are of the district level."""
    if kind in DISTRICT_KINDS:
        return Place.Kind.DISTRICT.value
    return Place.Kind.COMMUNE.value if kind in COMMUNE_KINDS else kind


def _agencies() -> Iterator[tuple[str, Values]]:
    for agency in files.agencies():
        yield (
            agency.code,
            {
                "name": agency.name,
                "kind": agency.kind,
                "level": agency.level,
                "parent": agency.parent,
                "place": agency.place,
                "successor": agency.successor,
                "valid_from": _text(agency.valid_from),
                "valid_to": _text(agency.valid_to),
                "note": agency.note,
                NAMES: _names(agency),
            },
        )


def _names(agency: AgencyEntry) -> list[list[str]]:
    """Pairs of name and kind, as lists because JSON has no tuples."""
    kind = AgencyName.Kind
    names = [[agency.name, kind.FULL.value]]
    names += [[name, kind.SHORT.value] for name in agency.aliases]
    names += [[name, kind.ABBREVIATION.value] for name in agency.abbreviations]
    names += [[name, kind.FORMER.value] for name in agency.former_names]
    return names


def _documents() -> Iterator[tuple[str, Values]]:
    for document in files.documents():
        yield document.code, _document(document)


def _document(document: KnownDocument) -> Values:
    return {
        "type": document.type,
        "number": document.number,
        "year": document.year,
        "issuer": document.issuer,
        "issued_on": document.issued_on.isoformat(),
        "title": document.title,
        "aliases": list(document.aliases),
        "replaced_by": document.replaced_by,
    }


def _topics() -> Iterator[tuple[str, Values]]:
    for topic in files.topics():
        yield topic.code, _topic(topic)


def _topic(topic: TopicEntry) -> Values:
    return {"name": topic.name, "name_en": topic.name_en}


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


# From values to rows


def _load(model: type[AuthorityEntry], wanted: Mapping[str, Values]) -> ModelSummary:
    """Create the rows that are new and merge those whose entry changed."""
    loaded = dict(model._default_manager.values_list("code", "loaded"))
    new = [code for code in wanted if code not in loaded]
    changed = [code for code, values in wanted.items() if code in loaded and loaded[code] != values]
    summary = ModelSummary(model.__name__, unchanged=len(wanted) - len(new) - len(changed))
    summary.gone = sorted(code for code, values in loaded.items() if values and code not in wanted)
    created = _create(model, {code: wanted[code] for code in new})
    if new or changed:
        references = _References(model)
        for row in created:
            references.set_all(row)
        merged = _merged(model, changed, wanted, references, summary)
        _save(model, [*created, *merged])
    summary.created, summary.updated = len(created), len(changed)
    return summary


def _create(model: type[AuthorityEntry], wanted: Mapping[str, Values]) -> list[Any]:
    """New rows, still without their references: those may be to one another."""
    rows: list[Any] = []
    for code, values in wanted.items():
        own = {name: _python(model, name, value) for name, value in values.items() if _is_own(model, name)}
        rows.append(model(code=code, loaded=values, **own))
    model._default_manager.bulk_create(rows, batch_size=BATCH)
    _write_names([(row, []) for row in rows])
    return rows


def _merged(
    model: type[AuthorityEntry],
    codes: list[str],
    wanted: Mapping[str, Values],
    references: "_References",
    summary: ModelSummary,
) -> list[Any]:
    """The rows of changed entries with what the files now say, their names and reports seen to."""
    rows, before, touched = [], [], []
    for batch in _batches(codes):
        for row in model._default_manager.filter(code__in=batch):
            names = row.loaded.get(NAMES, [])
            if _merge(row, wanted[row.code], references, summary) or names != row.loaded.get(NAMES, []):
                touched.append(row.pk)
            rows.append(row)
            before.append((row, names))
    _write_names(before)
    _mark_reports(model, touched)
    return rows


def _merge(row: Any, values: Values, references: "_References", summary: ModelSummary) -> bool:
    """Take over what changed in the files, but keep what was edited here; tells whether the row itself changed."""
    is_changed = False
    for name, value in values.items():
        if name == NAMES or (name in row.loaded and row.loaded[name] == value):
            continue
        here = references.value(row, name)
        if here == value:
            continue
        if here == row.loaded.get(name) or not row.is_reviewed:
            references.set(row, name, value)
            is_changed = True
        else:
            summary.kept.append(KeptEdit(summary.model, row.code, name, here, value))
    row.loaded, row.is_reviewed = values, True
    return is_changed


class _References:
    """Reads and writes the values of a model's rows, with references as codes."""

    def __init__(self, model: type[AuthorityEntry]) -> None:
        self.model = model
        self.ids: dict[str, dict[str, int]] = {}
        for reference in model._meta.concrete_fields:
            related: Any = reference.related_model
            if related is not None:
                self.ids[reference.name] = dict(related.objects.values_list("code", "pk"))
        self.codes = {name: {pk: code for code, pk in ids.items()} for name, ids in self.ids.items()}

    def value(self, row: Any, name: str) -> Any:
        """What the row holds, in the form of `loaded`."""
        if name in self.codes:
            return self.codes[name].get(getattr(row, f"{name}_id"), "")
        value = getattr(row, name)
        if isinstance(value, PartialDate):
            return value.edtf
        return value.isoformat() if isinstance(value, date) else value

    def set(self, row: Any, name: str, value: Any) -> None:
        if name in self.ids:
            setattr(row, f"{name}_id", self.ids[name][value] if value else None)
        else:
            setattr(row, name, _python(self.model, name, value))

    def set_all(self, row: Any) -> None:
        for name in self.ids.keys() & row.loaded.keys():
            self.set(row, name, row.loaded[name])


def _is_own(model: type[AuthorityEntry], name: str) -> bool:
    """Whether a value is a column of its own, neither a reference nor the names."""
    return name != NAMES and not model._meta.get_field(name).is_relation


def _python(model: type[AuthorityEntry], name: str, value: Any) -> Any:
    column: Any = model._meta.get_field(name)
    return column.to_python(value)


def _save(model: type[AuthorityEntry], rows: list[Any]) -> None:
    """Write all columns of rows that exist, many at a time."""
    columns = [column.name for column in model._meta.concrete_fields if not column.primary_key]
    model._default_manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=columns
    )


def _write_names(agencies: list[tuple[Any, list[list[str]]]]) -> None:
    """Add the names the files gained and drop those they lost; `agencies` pairs a row with its names until now."""
    added: list[AgencyName] = []
    for row, before in agencies:
        now = row.loaded.get(NAMES, [])
        added += [AgencyName(agency=row, name=name, kind=kind, is_loaded=True) for name, kind in _minus(now, before)]
        for name, kind in _minus(before, now):
            AgencyName.objects.filter(agency=row, name=name, kind=kind, is_loaded=True).delete()
    AgencyName.objects.bulk_create(added, batch_size=BATCH, ignore_conflicts=True)


def _minus(some: list[list[str]], others: list[list[str]]) -> list[list[str]]:
    return [entry for entry in some if entry not in others]


def _batches(codes: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(codes), BATCH):
        yield codes[start : start + BATCH]


# Which evidence points at a model's rows, and by what name.
EVIDENCE: dict[Any, tuple[Any, str]] = {
    Agency: (AgencyRole, "agency"),
    Place: (ReportPlace, "place"),
    LegalDocument: (Citation, "document"),
    Topic: (ReportTopic, "topic"),
}


def _mark_reports(model: type[AuthorityEntry], pks: list[int]) -> None:
    """Let the index take up the reports in which a changed row is named."""
    evidence, name = EVIDENCE[model]
    for start in range(0, len(pks), BATCH):
        named = evidence.objects.filter(**{f"{name}__in": pks[start : start + BATCH]})
        Report.objects.filter(pk__in=named.values("report")).mark_dirty()
