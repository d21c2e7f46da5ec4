"""Years, months and days, by the day of the meeting or, with ?by=published, by the day of publication."""

from calendar import monthrange

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from archive.models import Report
from archive.vietnamese.dates import PartialDate
from archive.views.charts import histogram
from archive.views.listing import report_page

FIELDS = {"meeting": "meeting_on", "published": "published_on"}


def index(request: HttpRequest) -> HttpResponse:
    by = _by(request)
    reports = Report.objects.published()
    years = reports.count_by(FIELDS[by], 4)
    context = {
        "section": "dates",
        "by": by,
        "histogram": histogram(years, lambda year: address(by, PartialDate(year))),
        "years": [(year, count, address(by, PartialDate(year))) for year, count in sorted(years.items(), reverse=True)],
        "undated_count": reports.filter(**{FIELDS[by]: None}).count(),
        "yearless_count": reports.filter(**{f"{FIELDS[by]}__startswith": "X"}).count(),
    }
    return render(request, "archive/date_list.html", context)


def period(request: HttpRequest, year: int, month: int | None = None, day: int | None = None) -> HttpResponse:
    try:
        when = PartialDate(year, month, day)
    except ValueError as error:
        raise Http404 from error
    by = _by(request)
    reports = Report.objects.published().within(when, FIELDS[by])
    parts = {} if when.day else reports.count_by(FIELDS[by], len(when.edtf) + len("-00"))
    context = {
        "section": "dates",
        "by": by,
        "when": when,
        "above": [(whole, address(by, whole)) for whole in _wholes(when)],
        "histogram": histogram(_all_parts(when, parts), lambda number: address(by, _part(when, number))),
        "page": report_page(request, reports.order_by(f"-{FIELDS[by]}", "-pk")),
    }
    return render(request, "archive/date_detail.html", context)


def address(by: str, when: PartialDate) -> str:
    """The page of a year, month or day."""
    numbers = [number for number in (when.year, when.month, when.day) if number is not None]
    path = reverse(("year", "month", "day")[len(numbers) - 1], args=numbers)
    return f"{path}?by=published" if by == "published" else path


def _by(request: HttpRequest) -> str:
    return "published" if request.GET.get("by") == "published" else "meeting"


def _wholes(when: PartialDate) -> list[PartialDate]:
    """The year, and the year and month, that the date lies in."""
    wholes = [PartialDate(when.year), PartialDate(when.year, when.month)]
    return [whole for whole in wholes[: 2 if when.month else 1] if whole != when]


def _all_parts(when: PartialDate, counts: dict[int, int]) -> dict[int, int]:
    """The counts with the first and last part of the period, so that the chart shows all of it."""
    if not counts or when.year is None:
        return counts
    last = 12 if when.month is None else monthrange(when.year, when.month)[1]
    return {1: 0, last: 0, **counts}


def _part(when: PartialDate, number: int) -> PartialDate:
    return PartialDate(when.year, number) if when.month is None else PartialDate(when.year, when.month, number)
