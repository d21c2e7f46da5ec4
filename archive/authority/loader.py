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
        load_rows(Place, dict(_places())),
        load_rows(Agency, dict(_agencies())),
        load_rows(LegalDocument, dict(_documents())),
        load_rows(Topic, dict(_topics())),
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


def load_if_missing() -> bool:
    """Load the files where none ever was, so that no article is read without them; whether it was needed."""
    if Agency.objects.exclude(loaded={}).exists():
        return False
    load()
    return True


def load_rows(model: type[AuthorityEntry], wanted: Mapping[str, Values]) -> ModelSummary:
    """Bring a model's rows to the values wanted for each code: create the new, merge the changed, delete nothing."""
    loaded = dict(model._default_manager.values_list("code", "loaded"))
    new = [code for code in wanted if code not in loaded]
    changed = [code for code, values in wanted.items() if code in loaded and loaded[code] != values]
    summary = ModelSummary(model.__name__, unchanged=len(wanted) - len(new) - len(changed))
    summary.gone = sorted(code for code, values in loaded.items() if values and code not in wanted)
    if new or changed:
        references = _References(model)
        for wave in _waves({code: wanted[code] for code in new}, references):
            _create(model, wave, references)
        _update(model, changed, wanted, references, summary)
    summary.created, summary.updated = len(new), len(changed)
    return summary


def _waves(wanted: dict[str, Values], references: "_References") -> Iterator[dict[str, Values]]:
    """New entries in an order in which each comes after those it refers to."""
    while wanted:
        wave = {code: values for code, values in wanted.items() if references.are_known(values)}
        if not wave:
            raise ValueError(f"These entries refer to one another in a circle or to nothing: {sorted(wanted)[:20]}")
        yield wave
        wanted = {code: values for code, values in wanted.items() if code not in wave}


def _create(model: type[AuthorityEntry], wanted: dict[str, Values], references: "_References") -> None:
    rows = [model(code=code, loaded=values, **references.fields(values)) for code, values in wanted.items()]
    model._default_manager.bulk_create(rows, batch_size=BATCH)
    references.add(rows)
    _write_names([(row, []) for row in rows])


def _update(
    model: type[AuthorityEntry],
    codes: list[str],
    wanted: Mapping[str, Values],
    references: "_References",
    summary: ModelSummary,
) -> None:
    """Merge what the files now say into the rows of changed entries, and see to their names and reports."""
    for batch in _batches(codes):
        rows: list[Any] = list(model._default_manager.filter(code__in=batch).select_related(*references.ids))
        names = [row.loaded.get(NAMES, []) for row in rows]
        is_merged = [_merge(row, wanted[row.code], references, summary) for row in rows]
        _save(model, rows)
        _write_names(list(zip(rows, names, strict=True)))
        is_renamed = [row.loaded.get(NAMES, []) != before for row, before in zip(rows, names, strict=True)]
        changes = zip(rows, is_merged, is_renamed, strict=True)
        _mark_reports(model, [row.pk for row, merged, renamed in changes if merged or renamed])


def _merge(row: Any, values: Values, references: "_References", summary: ModelSummary) -> bool:
    """Take over what changed in the files, but keep what was edited here; tells whether the row itself changed.

    A row that extraction proposed (not reviewed) holds nothing worth keeping once the files know it.
    """
    is_changed = False
    for name, value in values.items():
        if name == NAMES or (name in row.loaded and row.loaded[name] == value):
            continue
        here = references.value(row, name)
        if here == value:
            continue
        is_untouched = here == row.loaded[name] if name in row.loaded else not here
        if is_untouched or not row.is_reviewed:
            setattr(row, *references.field(name, value))
            is_changed = True
        else:
            summary.kept.append(KeptEdit(summary.model, row.code, name, here, value))
    row.loaded, row.is_reviewed = values, True
    return is_changed


class _References:
    """Between the values of `loaded`, which refer by code, and the fields of a model, which refer by key."""

    def __init__(self, model: type[AuthorityEntry]) -> None:
        self.model = model
        self.ids: dict[str, dict[str, int]] = {}
        for column in model._meta.concrete_fields:
            related: Any = column.related_model
            if related is not None:
                self.ids[column.name] = dict(related._default_manager.values_list("code", "pk"))

    def add(self, rows: list[Any]) -> None:
        """Rows that were made meanwhile, to which others may refer."""
        made = {row.code: row.pk for row in rows}
        for name, ids in self.ids.items():
            if self.model._meta.get_field(name).related_model is self.model:
                ids.update(made)

    def are_known(self, values: Values) -> bool:
        return all(not values.get(name) or values[name] in ids for name, ids in self.ids.items())

    def fields(self, values: Values) -> Values:
        """The fields of a row that hold these values."""
        return dict(self.field(name, value) for name, value in values.items() if name != NAMES)

    def field(self, name: str, value: Any) -> tuple[str, Any]:
        if name in self.ids:
            return f"{name}_id", self.ids[name][value] if value else None
        column: Any = self.model._meta.get_field(name)
        return name, column.to_python(value)

    def value(self, row: Any, name: str) -> Any:
        """What the row holds, in the form of `loaded`."""
        if name in self.ids:
            related = getattr(row, name)
            return related.code if related else ""
        value = getattr(row, name)
        if isinstance(value, PartialDate):
            return value.edtf
        return value.isoformat() if isinstance(value, date) else value


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
