"""Figures through the years: those of a topic, and those of the meetings an agency took part in."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from archive.export import figures as export
from archive.models import Agency, Figure, Report, Topic
from archive.models.figure import FigureQuerySet
from archive.views.listing import page_of, top

_PER_PAGE = 50
_MOST_UNITS = 12


def about_topic(topic: Topic) -> FigureQuerySet:
    return Figure.objects.public().filter(topic=topic)


def about_agency(agency: Agency) -> FigureQuerySet:
    return Figure.objects.public().filter(report__in=Report.objects.involving(agency).order_by().values("pk"))


def of_topic(request: HttpRequest, code: str) -> HttpResponse:
    topic = get_object_or_404(Topic, code=code)
    return _page(request, "topics", topic, about_topic(topic))


def of_agency(request: HttpRequest, code: str) -> HttpResponse:
    agency = get_object_or_404(Agency.objects.select_related("merged_into"), code=code)
    if agency.merged_into:
        return redirect("agency_figures", agency.merged_into.code, permanent=True)
    return _page(request, "agencies", agency, about_agency(agency))


def _page(request: HttpRequest, section: str, subject: Agency | Topic, figures: FigureQuerySet) -> HttpResponse:
    unit = request.GET.get("unit", "")
    context = {
        "section": section,
        "subject": subject,
        "unit": unit,
        "units": top(figures.count_by_unit(), _MOST_UNITS).items(),
        "page": page_of(request, _counted_in(unit, figures).dated().for_list(), _PER_PAGE),
    }
    return render(request, "archive/figure_list.html", context)


def _counted_in(unit: str, figures: FigureQuerySet) -> FigureQuerySet:
    return figures.filter(unit=unit) if unit else figures


def file_of_topic(request: HttpRequest, code: str) -> HttpResponseBase:
    return _file(request, code, about_topic(get_object_or_404(Topic, code=code)))


def file_of_agency(request: HttpRequest, code: str) -> HttpResponseBase:
    return _file(request, code, about_agency(get_object_or_404(Agency, code=code)))


def _file(request: HttpRequest, code: str, figures: FigureQuerySet) -> HttpResponseBase:
    rows = _counted_in(request.GET.get("unit", ""), figures).dated()
    lines = export.lines(rows, request.build_absolute_uri("/").rstrip("/"))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}.csv"'
    return response
