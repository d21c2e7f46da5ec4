"""Pages of the search: results, help, the way through a result, mentions in context, related reports, exports."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from archive.models import Report
from search import concordance, download
from search.chips import chips
from search.errors import IndexUnavailable, SearchError
from search.forms import DATE_FIELDS, SORTS, SearchRequest
from search.help import sections
from search.query import limits
from search.query.errors import QueryRefused
from search.query.expand import Page
from search.related import related_to
from search.results import Results, matching, score_parts, search

FACET_NAMES = {
    "agency": gettext_lazy("Cơ quan"),
    "year": gettext_lazy("Năm"),
    "place": gettext_lazy("Tỉnh, thành phố"),
    "topic": gettext_lazy("Chủ đề"),
    "document": gettext_lazy("Văn bản"),
    "official": gettext_lazy("Cán bộ"),
    "meeting": gettext_lazy("Hội nghị"),
}
_PAGE_NAMES = {"document": "legal_document"}  # of the addresses; the others are called as their kind


@dataclass(frozen=True, slots=True)
class Pager:
    """The pages before and after; "" where there is none."""

    previous: str
    following: str
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class DateBox:
    """A box of the date form, with what was typed into it, understood or not."""

    name: str
    label: str
    value: str
    example: str
    is_faulty: bool


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """The results page. Any text is answered with 200; without an index the page says so with 503."""
    asked = SearchRequest.read(request.GET)
    try:
        results = search(asked)
    except IndexUnavailable as error:
        return render(request, "search/unavailable.html", {"asked": asked, "message": error.message}, status=503)
    except (QueryRefused, SearchError) as refusal:
        return render(request, "search/refused.html", {"asked": asked, "message": refusal.message})
    return render(request, "search/results.html", _context(request, asked, results))


def _context(request: HttpRequest, asked: SearchRequest, results: Results) -> dict[str, Any]:
    parted = () if results.is_mixed else results.hits
    pager = _pager(asked, results.reachable)
    return {
        "asked": asked,
        "results": results,
        "full": [hit for hit in parted if not hit.is_partial],
        "partial": [hit for hit in parted if hit.is_partial],
        "beyond": asked.address(page=pager.count) if results.reachable else "",
        "facets": [(FACET_NAMES[facet.name], facet) for facet in results.facets if facet.values],
        "chips": list(chips(asked)),
        "sorts": [(words, asked.address(sort=sort), sort == asked.sort) for sort, words in SORTS.items()],
        "date_boxes": list(_date_boxes(asked)),
        "date_fields": DATE_FIELDS.items(),
        "grouping": asked.address(is_grouped=not asked.is_grouped),
        "pages": [(page, _address_of(page)) for page in results.pages],
        "pager": pager,
        "trail": asked.address(),
        "likelier": asked.address(text=results.spelling.text) if results.spelling else "",
        "explains": request.user.is_staff,
    }


def _address_of(page: Page) -> str:
    return reverse(_PAGE_NAMES.get(page.kind, page.kind), args=[page.key])


def _date_boxes(asked: SearchRequest) -> Iterator[DateBox]:
    for name, label, value, example in (
        ("from", _("Từ"), asked.date_from, "2019"),
        ("to", _("đến"), asked.date_to, "6/2020"),
    ):
        fault = asked.fault(name)
        yield DateBox(name, label, fault.text if fault else value, example, fault is not None)


def _pager(asked: SearchRequest, reachable: int) -> Pager:
    count = -(-min(reachable, limits.MAX_OFFSET) // asked.page_size)
    previous = asked.address(page=min(asked.page - 1, max(count, 1))) if asked.page > 1 else ""
    following = asked.address(page=asked.page + 1) if asked.page < count else ""
    return Pager(previous, following, asked.page, max(count, 1))


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    return render(request, "search/help.html", {"sections": sections(), "limits": limits})


@require_safe
def goto(request: HttpRequest) -> HttpResponse:
    """To the n-th report of a result, counted from 1; its page links on to the neighbours."""
    number = request.GET.get("n", "")
    if not (number.isascii() and number.isdecimal() and 1 <= int(number[:6]) <= limits.MAX_OFFSET):
        raise Http404
    asked = SearchRequest.read(request.GET)
    try:
        results = search(asked.only_hit(int(number)), with_facets=False)
    except (QueryRefused, SearchError):
        return redirect(reverse("search") + asked.query_string)
    if not results.hits:
        return redirect(reverse("search") + asked.query_string)
    return redirect(f"{results.hits[0].report.get_absolute_url()}{asked.query_string}&n={number}")


@require_safe
def related(request: HttpRequest, accession: str) -> HttpResponse:
    """Reports that speak of the same things as one report."""
    report = get_object_or_404(Report.objects.published(), accession=accession)
    try:
        found = related_to(report)
    except IndexUnavailable as error:
        return render(request, "search/unavailable.html", {"message": error.message}, status=503)
    return render(request, "search/related.html", {"report": report, "related": found})


_MENTIONS_A_PAGE = 100


@require_safe
def mentions(request: HttpRequest) -> HttpResponseBase:
    """Every mention in context, a hundred a page, or all of them as CSV."""
    asked = SearchRequest.read(request.GET)
    order: concordance.Order = next((each for each in concordance.ORDERS if each == request.GET.get("order")), "date")
    try:
        found = concordance.concordance(asked, order)
    except IndexUnavailable as error:
        return render(request, "search/unavailable.html", {"asked": asked, "message": error.message}, status=503)
    except (QueryRefused, SearchError) as refusal:
        return render(request, "search/refused.html", {"asked": asked, "message": refusal.message})
    if request.GET.get("format") == "csv":
        return _file(concordance.as_csv(found), "text/csv; charset=utf-8", "mentions.csv")
    page = Paginator(found.mentions, _MENTIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {"asked": asked, "found": found, "page": page, "order": order, "orders": _ORDER_NAMES.items()}
    return render(request, "search/mentions.html", context)


_ORDER_NAMES = {
    "date": gettext_lazy("ngày, mới trước"),
    "left": gettext_lazy("chữ bên trái"),
    "right": gettext_lazy("chữ bên phải"),
}


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """The whole result as a file."""
    name = request.GET.get("format", "")
    if name not in download.FORMATS:
        raise Http404
    asked = SearchRequest.read(request.GET)
    content_type, write = download.FORMATS[name]
    try:
        found = matching(asked)
    except IndexUnavailable as error:
        return render(request, "search/unavailable.html", {"asked": asked, "message": error.message}, status=503)
    except (QueryRefused, SearchError) as refusal:
        return render(request, "search/refused.html", {"asked": asked, "message": refusal.message})
    return _file(write(found, request.build_absolute_uri("/").rstrip("/")), content_type, f"giao-ban.{name}")


def _file(rows: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(rows, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
def explain(request: HttpRequest, accession: str) -> HttpResponse:
    """For staff: how much each term of the query weighed in a report's score."""
    if not request.user.is_staff:
        raise Http404
    report = get_object_or_404(Report.objects.published(), accession=accession)
    asked = SearchRequest.read(request.GET)
    try:
        parts = score_parts(asked, report.pk)
    except (QueryRefused, SearchError) as refusal:
        return render(request, "search/refused.html", {"asked": asked, "message": refusal.message})
    return render(request, "search/explain.html", {"asked": asked, "report": report, "parts": parts})
