"""Topics of the reviewed vocabulary."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from archive.models import Agency, AgencyRole, Report, ReportTopic, Topic
from archive.views.charts import histogram
from archive.views.figures import about_topic
from archive.views.listing import report_page, top, with_counts


def index(request: HttpRequest) -> HttpResponse:
    counts = ReportTopic.objects.public().count_reports_by("topic")
    context = {"section": "topics", "topics": with_counts(Topic.objects.all(), counts)}
    return render(request, "archive/topic_list.html", context)


def detail(request: HttpRequest, code: str) -> HttpResponse:
    topic = get_object_or_404(Topic, code=code)
    reports = Report.objects.published().on_topic(topic)
    parts = AgencyRole.objects.public().taking_part().filter(report__in=reports)
    context = {
        "section": "topics",
        "topic": topic,
        "page": report_page(request, reports.dated()),
        "histogram": histogram(reports.count_by_year(), lambda year: reverse("year", args=[year])),
        "figure_count": about_topic(topic).count(),
        "agencies": with_counts(Agency.objects.all(), top(parts.count_reports_by("agency"), 12)),
    }
    return render(request, "archive/topic_detail.html", context)
