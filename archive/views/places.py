"""Places: today's provinces with those that were merged into them, and a page for each place."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from archive.models import Agency, AgencyRole, Citation, LegalDocument, Place, Report
from archive.vietnamese.normalize import fold
from archive.views.charts import histogram
from archive.views.listing import report_page, top, with_counts
from archive.views.tiles import ISLANDS, POSITIONS, Tile, tiles


@dataclass(frozen=True, slots=True)
class ProvinceCounts:
    """Reports by province code: as the province was called then, and as it is today."""

    then: Counter[str]
    today: Counter[str]


def count_by_province() -> ProvinceCounts:
    counts = ProvinceCounts(Counter(), Counter())
    by_place = dict(Report.objects.published().order_by().values_list("place").annotate(Count("pk")))
    for place in Place.objects.with_province().filter(pk__in=[pk for pk in by_place if pk]):
        counts.then[place.province.code] += by_place[place.pk]
        counts.today[place.province_today.code] += by_place[place.pk]
    return counts


def province_tiles(counts: Mapping[str, int]) -> list[Tile]:
    names = Place.objects.filter(code__in=[*POSITIONS, *ISLANDS]).values_list("code", "name")
    return tiles(dict(names), counts)


def index(request: HttpRequest) -> HttpResponse:
    counts = count_by_province()
    provinces = sorted(Place.objects.filter(code__in=POSITIONS).prefetch_related("predecessors"), key=_by_name)
    abroad = Place.objects.filter(code__in=set(counts.today) - set(POSITIONS))
    context = {
        "section": "places",
        "tiles": province_tiles(counts.today),
        "provinces": [
            (province, counts.today[province.code], [(old, counts.then[old.code]) for old in merged_into(province)])
            for province in provinces
        ],
        "abroad": [(place, counts.today[place.code]) for place in abroad],
    }
    return render(request, "archive/place_list.html", context)


def merged_into(place: Place) -> list[Place]:
    """Provinces that became part of this one, without a mere change of name or rank."""
    provinces = (Place.Kind.PROVINCE, Place.Kind.CITY)
    return sorted((old for old in place.predecessors.all() if old.kind in provinces), key=_by_name)


def _by_name(place: Place) -> tuple[str, str]:
    """Vietnamese alphabetical order, near enough: Điện Biên among the Ds."""
    return fold(place.name), place.name


def detail(request: HttpRequest, code: str) -> HttpResponse:
    place = get_object_or_404(Place.objects.with_province(), code=code)
    reports = Report.objects.published().located_in(place)
    parts = AgencyRole.objects.public().taking_part().filter(report__in=reports).count_reports_by("agency")
    cited = Citation.objects.public().filter(report__in=reports).count_reports_by("document")
    reported = Count("reports", filter=Q(reports__status=Report.Status.PUBLISHED))
    context = {
        "section": "places",
        "place": place,
        "above": list(_above(place)),
        "predecessors": merged_into(place),
        "parts": Place.objects.filter(parent=place).annotate(report_count=reported).filter(report_count__gt=0),
        "page": report_page(request, reports.dated()),
        "histogram": histogram(reports.count_by_year(), lambda year: reverse("year", args=[year])),
        "agencies": with_counts(Agency.objects.all(), top(parts, 12)),
        "documents": with_counts(LegalDocument.objects.all(), top(cited, 8)),
    }
    return render(request, "archive/place_detail.html", context)


def _above(place: Place) -> Iterator[Place]:
    """What the place lies in, the widest first, countries left out unless abroad."""
    if place.parent:
        yield from _above(place.parent)
        if place.parent.code != "viet-nam":
            yield place.parent
