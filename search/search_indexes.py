"""What of a report is indexed: Haystack's declaration, and the entries for the engine, many reports at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from django.db.models import CharField, FloatField, QuerySet
from django.db.models.functions import Cast
from haystack import indexes

from archive.models import AgencyRole, Citation, Figure, LegalDocument, Report
from search.analyses import Texts, rows_of
from search.backends.entry import Entry, code_term, date_number
from search.codes import among, codes_of

_ROWS_A_QUERY = 1_000
_COLUMNS = (
    "pk", "revision", "title", "text_sha256", "segmentation__text_sha256", "segmentation__segmenter",
    "place__full_name", "outlet",
)  # fmt: skip
_AS_STORED = {"met": Cast("meeting_on", CharField()), "appeared": Cast("published_on", CharField())}
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
    pk = indexes.IntegerField(model_attr="pk")
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
    wanted = set(pks)
    published = Report.objects.published().filter(among("pk", pks)).order_by("pk").values(*_COLUMNS, **_AS_STORED)
    reports: list[_Columns] = [report for report in published if report["pk"] in wanted]
    names, figures = _names(pks), _figures(pks)
    texts = {report["pk"]: _texts(report, names[report["pk"]], figures[report["pk"]]) for report in reports}
    rows, codes = rows_of(texts), codes_of(pks)
    for report in reports:
        pk = report["pk"]
        dates = _dates(report)
        yield Entry(
            pk=pk,
            revision=report["revision"],
            rows=rows[pk],
            codes=tuple(_codes(report, codes[pk], dates["dated_on"])),
            dates=dates,
            values=tuple([value for _sentence, value in figures[pk]]),
        )


def _texts(report: _Columns, names: Iterable[str], figures: Iterable[tuple[str, float]]) -> Texts:
    place = report["place__full_name"]
    is_segmented = report["segmentation__text_sha256"] == report["text_sha256"]
    return Texts(
        title=report["title"],
        text_sha256=report["text_sha256"],
        segmenter=report["segmentation__segmenter"] if is_segmented else "",
        names=tuple(sorted({*names, *([place] if place else [])})),
        figures=tuple(sorted({sentence for sentence, _value in figures if sentence})),
    )


def _names(pks: Collection[int]) -> dict[int, list[str]]:
    """By report, the full names of its agencies and legal documents, which the article may give in short."""
    found: dict[int, list[str]] = defaultdict(list)
    roles = AgencyRole.objects.standing().filter(among("report", pks)).order_by()
    for pk, name in roles.values_list("report_id", "agency__name"):
        found[pk].append(name)
    citations = Citation.objects.standing().filter(among("report", pks)).order_by()
    for pk, kind, number, year in citations.values_list(
        "report_id", "document__type", "document__number", "document__year"
    ):
        found[pk].append(LegalDocument(type=kind, number=number, year=year).name)
    return found


def _figures(pks: Collection[int]) -> dict[int, list[tuple[str, float]]]:
    """By report, the sentence each of its figures stands in and its number."""
    found: dict[int, list[tuple[str, float]]] = defaultdict(list)
    standing = Figure.objects.standing().filter(among("report", pks)).order_by()
    columns = ("report_id", "sentence", "quote", Cast("value", FloatField()))
    for pk, sentence, quote, value in standing.values_list(*columns):
        found[pk].append((sentence or quote, value))
    return found


def _dates(report: _Columns) -> dict[str, int]:
    meeting, published = date_number(report["met"]), date_number(report["appeared"])
    return {"dated_on": meeting or published, "meeting_on": meeting, "published_on": published}


def _codes(report: _Columns, codes: dict[str, set[str]], dated: int) -> Iterator[str]:
    for field, found in codes.items():
        yield from (code_term(field, code) for code in found)
    if report["outlet"]:
        yield code_term("outlet", report["outlet"])
    year = dated // 10_000
    if 0 < year < 10_000:
        yield code_term("year", year)
