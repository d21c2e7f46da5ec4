"""Agencies: the tree of those that met, and a page for each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from archive.models import Agency, AgencyName, AgencyRole, Appearance, Citation, LegalDocument, Official, Place, Report
from archive.vietnamese.normalize import fold
from archive.views.charts import histogram
from archive.views.figures import about_agency
from archive.views.listing import report_page, top, with_counts

MOST_FOUND = 200
FEW = 25
KINDS = AgencyName.Kind.values  # full, short, abbreviation, former
MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the tree, read in order; after it `closing` open branches end.

    Where a branch has more than MOST_SHOWN, its last line stands for the `rest` of them.
    """

    agency: Agency | None
    count: int
    total: int  # with all below it
    is_branch: bool
    is_open: bool
    closing: range
    rest: int = 0


def index(request: HttpRequest) -> HttpResponse:
    counts = AgencyRole.objects.public().taking_part().count_reports_by("agency")
    query = request.GET.get("q", "").strip()
    context = {
        "section": "agencies",
        "query": query,
        "agency_count": len(counts),
        "found": find_agencies(query, counts) if query else None,
        "rows": [] if query else list(tree(counts)),
        "proposed": [] if query else with_counts(Agency.objects.filter(is_reviewed=False, parent=None), counts),
    }
    return render(request, "archive/agency_list.html", context)


def find_agencies(query: str, counts: Mapping[int, int]) -> list[tuple[Agency, int]]:
    """Agencies of `counts` one of whose names holds every word of the query, marks and case aside, in that order."""
    words = fold(query).split()
    names = AgencyName.objects.filter(agency__in=counts).values_list("agency", "name")
    names = names.union(Agency.objects.filter(pk__in=counts).order_by().values_list("pk", "name"))
    found = {pk for pk, name in names if _holds(fold(name), words)}
    best = {pk: count for pk, count in counts.items() if pk in found}
    return with_counts(Agency.objects.select_related("parent"), top(best, MOST_FOUND))


def _holds(name: str, words: list[str]) -> bool:
    return all(word in name for word in words)


def tree(counts: Mapping[int, int]) -> Iterator[Row]:
    """Agencies with a report of their own or below them, as lines of nested lists; without names nobody placed yet."""
    agencies = _with_all_above(counts)
    totals = _totals(agencies, counts)
    below: dict[int | None, list[Agency]] = defaultdict(list)
    for pk in totals:
        agency = agencies[pk]
        agency.parent = agencies[agency.parent_id] if agency.parent_id else None
        if agency.parent or agency.is_reviewed:
            below[agency.parent_id].append(agency)
    if not below:
        return
    for branch in below.values():
        branch.sort(key=lambda agency: (-totals[agency.pk], fold(agency.name)))
    yield from _lines(below, None, counts, totals, closing=0)


def _with_all_above(pks: Iterable[int]) -> dict[int, Agency]:
    agencies: dict[int, Agency] = {}
    missing = set(pks)
    while missing:
        agencies |= Agency.objects.in_bulk(missing)
        missing = {agency.parent_id for agency in agencies.values() if agency.parent_id} - agencies.keys()
    return agencies


def _totals(agencies: Mapping[int, Agency], counts: Mapping[int, int]) -> dict[int, int]:
    """Participations of each agency and all below it."""
    totals: dict[int, int] = defaultdict(int)
    for pk, count in counts.items():
        above: int | None = pk
        seen: set[int] = set()
        while above is not None and above not in seen:
            seen.add(above)
            totals[above] += count
            above = agencies[above].parent_id
    return totals


def _lines(
    below: Mapping[int | None, list[Agency]],
    parent: int | None,
    counts: Mapping[int, int],
    totals: Mapping[int, int],
    closing: int,
) -> Iterator[Row]:
    """The lines under `parent`; its last line closes `closing` branches."""
    branch = below[parent]
    shown, rest = branch[:MOST_SHOWN], len(branch[MOST_SHOWN:])
    for agency in shown:
        is_last = agency is shown[-1] and not rest
        yield from _line(below, agency, counts, totals, closing=closing if is_last else 0)
    if rest:
        yield Row(branch[0].parent, 0, 0, is_branch=False, is_open=False, closing=range(closing), rest=rest)


def _line(
    below: Mapping[int | None, list[Agency]],
    agency: Agency,
    counts: Mapping[int, int],
    totals: Mapping[int, int],
    closing: int,
) -> Iterator[Row]:
    """An agency's own line and those below it."""
    parts = below.get(agency.pk, [])
    ends = range(0 if parts else closing)
    is_open = agency.parent_id is None and len(parts) <= FEW
    yield Row(agency, counts.get(agency.pk, 0), totals[agency.pk], bool(parts), is_open, ends)
    if parts:
        yield from _lines(below, agency.pk, counts, totals, closing=closing + 1)


def children_of(agency: Agency) -> list[tuple[Agency, int]]:
    """Its parts with their report counts, those that met most first."""
    children = agency.children.filter(merged_into=None)
    roles = AgencyRole.objects.public().taking_part().filter(agency__in=children)
    counts = roles.count_reports_by("agency")
    return sorted(
        ((child, counts.get(child.pk, 0)) for child in children), key=lambda row: (-row[1], fold(row[0].name))
    )


def detail(request: HttpRequest, code: str) -> HttpResponse:
    linked = Agency.objects.select_related("parent__parent", "place", "successor", "merged_into")
    agency = get_object_or_404(linked, code=code)
    if agency.merged_into:
        return redirect(agency.merged_into, permanent=True)
    reports = Report.objects.published().involving(agency)
    children = children_of(agency)
    partners = AgencyRole.objects.public().taking_part().exclude(agency=agency)
    context = {
        "section": "agencies",
        "agency": agency,
        "names": sorted(
            agency.names.all(), key=lambda name: (KINDS.index(name.kind), str(name.valid_from or ""), name.name)
        ),
        "active_children": [row for row in children if row[1]],
        "silent_children": [child for child, count in children if not count],
        "predecessors": agency.predecessors.all(),
        "page": report_page(request, reports.dated()),
        "histogram": histogram(reports.count_by_year(), lambda year: reverse("year", args=[year])),
        "figure_count": about_agency(agency).count(),
        "partners": with_counts(
            Agency.objects.all(), top(partners.filter(report__in=reports).count_reports_by("agency"), 15)
        ),
        "officials": with_counts(
            Official.objects.all(),
            top(Appearance.objects.public().filter(report__in=reports).count_reports_by("official"), 12),
        ),
        "documents": with_counts(
            LegalDocument.objects.all(),
            top(Citation.objects.public().filter(report__in=reports).count_reports_by("document"), 10),
        ),
        "places": with_counts(Place.objects.all(), top(reports.count_by_place(), 10)),
    }
    return render(request, "archive/agency_detail.html", context)
