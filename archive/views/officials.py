"""Officials, and each one's appearances with rank and posts as printed that day."""

from collections import defaultdict

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from archive.models import Agency, AgencyRole, Appearance, Official, Report
from archive.models.evidence import EvidenceState
from archive.vietnamese.normalize import fold
from archive.views.listing import page_of, top, with_counts

PER_PAGE = 60


def index(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    officials = seen_officials()
    for word in fold(query).split():
        officials = officials.filter(folded_name__contains=word)
    context = {"section": "officials", "query": query, "page": page_of(request, officials, PER_PAGE)}
    return render(request, "archive/official_list.html", context)


def seen_officials() -> QuerySet[Official]:
    """Officials of published reports with `report_count`, the most seen first."""
    seen = Q(appearances__report__status=Report.Status.PUBLISHED)
    seen &= Q(appearances__state__in=[EvidenceState.SUGGESTED, EvidenceState.ACCEPTED, EvidenceState.EDITED])
    counted = Official.objects.filter(seen).annotate(report_count=Count("appearances__report", distinct=True))
    return counted.order_by("-report_count", "name", "pk")


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    official = get_object_or_404(Official.objects.select_related("merged_into"), pk=pk)
    if official.merged_into:
        return redirect(official.merged_into, permanent=True)
    appearances = Appearance.objects.public().filter(official=official)
    reports = Report.objects.published().dated().for_list()
    beside = AgencyRole.objects.public().taking_part().filter(report__in=appearances.values("report"))
    in_report: dict[int, list[Appearance]] = defaultdict(list)
    for appearance in appearances:
        in_report[appearance.report_id].append(appearance)
    rows = [(report, appearance) for report in reports.featuring(official) for appearance in in_report[report.pk]]
    context = {
        "section": "officials",
        "official": official,
        "page": page_of(request, rows),
        "agencies": with_counts(Agency.objects.all(), top(beside.count_reports_by("agency"), 12)),
        "namesakes": Official.objects.filter(folded_name=official.folded_name, merged_into=None).exclude(pk=pk),
    }
    return render(request, "archive/official_detail.html", context)
