"""The first page, which says at a glance what the archive holds, and the page about it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from archive.models import Agency, AgencyRole, Appearance, Citation, LegalDocument, Meeting, Report, ReportTopic, Topic
from archive.views.charts import histogram
from archive.views.listing import top, with_counts
from archive.views.places import count_by_province, province_tiles

EXAMPLES = [
    "Bộ đội Biên phòng ma túy",
    '"Quyết định 133/2002/QĐ-TTg"',
    "phối hợp bảo vệ an ninh biên giới",
    "chong buon lau",
    "quy chế phối hợp hải quan cảnh sát biển",
]


def home(request: HttpRequest) -> HttpResponse:
    reports = Report.objects.published()
    years = reports.count_by_year()
    agencies = AgencyRole.objects.public().taking_part().count_reports_by("agency")
    documents = Citation.objects.public().count_reports_by("document")
    topics = ReportTopic.objects.public().count_reports_by("topic")
    context = {
        "report_count": reports.count(),
        "meeting_count": Meeting.objects.filter(reports__status=Report.Status.PUBLISHED).distinct().count(),
        "official_count": Appearance.objects.public().order_by().values("official").distinct().count(),
        "agency_count": len(agencies),
        "document_count": len(documents),
        "first_year": min(years, default=None),
        "last_year": max(years, default=None),
        "histogram": histogram(years, lambda year: reverse("year", args=[year])),
        "newest": reports.listed(list(reports.dated().values_list("pk", flat=True)[:6])),
        "agencies": with_counts(Agency.objects.all(), top(agencies, 10)),
        "documents": with_counts(LegalDocument.objects.all(), top(documents, 8)),
        "topics": with_counts(Topic.objects.all(), topics),
        "tiles": province_tiles(count_by_province().today),
        "examples": EXAMPLES,
    }
    return render(request, "archive/home.html", context)


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "archive/about.html")
