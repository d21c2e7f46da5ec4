"""What of a report is indexed: Haystack's declaration, and the entries for the engine, many reports at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from django.db.models import QuerySet
from haystack import indexes

from archive.models import AgencyRole, Citation, Figure, LegalDocument, Report
from archive.vietnamese.dates import PartialDate
from search.analysis import keys, words
from search.backends.entry import BREAK, Entry, Row, code_term, date_number
from search.codes import codes_of

_ROWS_A_QUERY = 400
_COLUMNS = (
    "pk", "revision", "title", "text", "published_on", "meeting_on", "place__full_name", "source_id", "accession",
    "outlet", "text_sha256", "segmentation__text_sha256", "segmentation__title", "segmentation__text",
)  # fmt: skip
_Columns: TypeAlias = dict[str, Any]


class ReportIndex(indexes.SearchIndex, indexes.Indexable):
    """The fields a query may name. How each is indexed is told by `entries`; results are read from the database."""

    content = indexes.CharField(document=True)
    title = indexes.CharField(model_attr="title")
    figures = indexes.CharField()
    agency = indexes.MultiValueField()
    place = indexes.MultiValueField()
    topic = indexes.MultiValueField()
    document = indexes.MultiValueField()
    official = indexes.MultiValueField()
    meeting = indexes.CharField(model_attr="meeting_id", null=True)
    year = indexes.IntegerField(null=True)
    dated_on = indexes.CharField(model_attr="dated_on", null=True)
    meeting_on = indexes.CharField(model_attr="meeting_on", null=True)
    published_on = indexes.CharField(model_attr="published_on", null=True)
    figure = indexes.MultiValueField()
    source_id = indexes.CharField(model_attr="source_id", null=True)
    accession = indexes.CharField(model_attr="accession", null=True)
    outlet = indexes.CharField(model_attr="outlet")

    def get_model(self) -> type[Report]:
        return Report

    def index_queryset(self, using: str | None = None) -> QuerySet[Report]:
        return Report.objects.published()

    def entries(self, pks: Sequence[int]) -> Iterator[Entry]:
        """The published ones of these reports, ready for an engine; a few queries for each few hundred."""
        for start in range(0, len(pks), _ROWS_A_QUERY):
            yield from _entries(pks[start : start + _ROWS_A_QUERY])


def _entries(pks: Collection[int]) -> Iterator[Entry]:
    rows: list[_Columns] = list(Report.objects.published().filter(pk__in=pks).order_by("pk").values(*_COLUMNS))
    codes, names, figures = codes_of(pks), _names(pks), _figures(pks)
    for row in rows:
        pk = row["pk"]
        title, text, in_words = _words(row)
        dates = _dates(row)
        quotes, values = figures[pk]
        yield Entry(
            pk=pk,
            revision=row["revision"],
            title=title,
            text=text,
            names=_parted([*names[pk], row["place__full_name"] or ""]),
            figures=_parted(quotes),
            words=in_words,
            codes=tuple(_codes(row, codes[pk], dates["dated_on"])),
            dates=dates,
            values=tuple(values),
        )


def _names(pks: Collection[int]) -> dict[int, list[str]]:
    """By report, the full names of its agencies and legal documents, which the article may give in short."""
    found: dict[int, list[str]] = defaultdict(list)
    roles = AgencyRole.objects.standing().filter(report__in=pks).order_by()
    for pk, name in roles.values_list("report_id", "agency__name"):
        found[pk].append(name)
    citations = Citation.objects.standing().filter(report__in=pks).order_by()
    for pk, kind, number, year in citations.values_list(
        "report_id", "document__type", "document__number", "document__year"
    ):
        found[pk].append(LegalDocument(type=kind, number=number, year=year).name)
    return found


def _figures(pks: Collection[int]) -> dict[int, tuple[list[str], list[float]]]:
    """By report, its figures as printed and as numbers."""
    found: dict[int, tuple[list[str], list[float]]] = defaultdict(lambda: ([], []))
    standing = Figure.objects.standing().filter(report__in=pks).order_by()
    for pk, quote, value in standing.values_list("report_id", "quote", "value"):
        found[pk][0].append(quote)
        found[pk][1].append(float(value))
    return found


def _parted(texts: Iterable[str]) -> Row:
    """The keys of several texts, each text once, with breaks between them."""
    return f" {BREAK} ".join(map(_row, filter(None, dict.fromkeys(texts))))


@lru_cache(maxsize=50_000)
def _row(text: str) -> Row:
    """The keys of a text; those of names are asked for again and again."""
    return " ".join(keys(text))


def _words(row: _Columns) -> tuple[Row, Row, Row]:
    """The keys of title and text, and the pairs inside words, where the stored segmentation is that of the text."""
    if row["segmentation__text_sha256"] != row["text_sha256"]:
        return _row(row["title"]), " ".join(keys(row["text"])), ""
    title, in_title = words(row["segmentation__title"])
    text, in_text = words(row["segmentation__text"])
    return title, text, f"{in_title} {in_text}"


def _dates(row: _Columns) -> dict[str, int]:
    meeting, published = _number(row["meeting_on"]), _number(row["published_on"])
    return {"dated_on": meeting or published, "meeting_on": meeting, "published_on": published}


def _number(date: PartialDate | None) -> int:
    return date_number(date.edtf if date else None)


def _codes(row: _Columns, codes: dict[str, set[str]], dated: int) -> Iterator[str]:
    for field, found in codes.items():
        yield from (code_term(field, code) for code in found)
    for field in ("source_id", "accession", "outlet"):
        if row[field]:
            yield code_term(field, row[field])
    year = dated // 10_000
    if 0 < year < 10_000:
        yield code_term("year", year)
