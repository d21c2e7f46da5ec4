"""Pages of the search: results, help, the way through a result, mentions in context, related reports, exports."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_safe

from archive.models import Report
from search import concordance, download
from search.chips import chips
from search.concordance import Concordance
from search.errors import RETRY_AFTER, IndexUnavailable, SearchError
from search.forms import DATE_FIELDS, SORTS, SearchRequest
from search.help import sections
from search.query import limits
from search.query.errors import QueryRefused
from search.query.expand import Page as NamedPage
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
class DateBox:
    """A box of the date form, with what was typed into it, understood or not."""

    name: str
    label: str
    value: str
    example: str
    is_faulty: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """The addresses of the pages before and after, "" where there is none."""

    previous: str
    following: str
    number: int
    count: int

    @property
    def here(self) -> str:
        return _("Trang %(number)s / %(count)s") % {"number": intcomma(self.number), "count": intcomma(self.count)}


def _answering(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view, given the search asked for; without an index the answer is 503, what is refused is told in words."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = SearchRequest.read(request.GET)
        try:
            return view(request, asked, *args, **kwargs)
        except IndexUnavailable as error:
            page = render(request, "search/unavailable.html", {"asked": asked, "message": error.message}, status=503)
            page["Retry-After"] = str(RETRY_AFTER)
            return page
        except (QueryRefused, SearchError) as refusal:
            return render(request, "search/refused.html", {"asked": asked, "message": refusal.message})

    return answer


@_answering
def search_page(request: HttpRequest, asked: SearchRequest) -> HttpResponse:
    """The results page. Any text is answered with 200."""
    return render(request, "search/results.html", _context(request, asked, search(asked)))


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
        "has_mentions": results.total > 0 and concordance.has_words(results.expanded.root),
        "explains": request.user.is_staff,
    }


def _address_of(page: NamedPage) -> str:
    return reverse(_PAGE_NAMES.get(page.kind, page.kind), args=[page.key])


def _date_boxes(asked: SearchRequest) -> Iterator[DateBox]:
    for name, label, value, example in (
        ("from", _("Từ"), asked.date_from, "2019"),
        ("to", _("đến"), asked.date_to, "6/2020"),
    ):
        fault = asked.fault(name)
        yield DateBox(name, label, fault.text if fault else value, example, fault is not None)


def _pager(asked: SearchRequest, reachable: int) -> Pager:
    count = max(-(-min(reachable, limits.MAX_OFFSET) // asked.page_size), 1)
    previous = asked.address(page=min(asked.page - 1, count)) if asked.page > 1 else ""
    following = asked.address(page=asked.page + 1) if asked.page < count else ""
    return Pager(previous, following, asked.page, count)


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


@_answering
def related(request: HttpRequest, _asked: SearchRequest, accession: str) -> HttpResponse:
    """Reports that speak of the same things as one report."""
    report = get_object_or_404(Report.objects.published(), accession=accession)
    return render(request, "search/related.html", {"report": report, "related": related_to(report)})


_MENTIONS_A_PAGE = 100


@_answering
def mentions(request: HttpRequest, asked: SearchRequest) -> HttpResponseBase:
    """The mentions in context, a hundred a page, or all of them as CSV."""
    if request.GET.get("format") == "csv":
        return _file(concordance.as_csv(asked), "text/csv; charset=utf-8", "mentions.csv")
    order: concordance.Order = next((each for each in concordance.ORDERS if each == request.GET.get("order")), "date")
    start, before = (_number(request.GET.get(name, "")) for name in ("start", "before"))
    found = concordance.concordance(asked, order, start, before)
    context: dict[str, Any] = {
        "asked": asked,
        "found": found,
        "word_title": pgettext("chỗ nhắc tới", "tiêu đề"),
        "chips": list(chips(asked, f"&order={order}")),
        "orders": [(words, f"{asked.address()}&order={name}", name == order) for name, words in _ORDER_NAMES.items()],
    }
    if found is None:
        names = concordance.named(asked)
        context["names"] = [(label, other.address()) for label, other in names]
    else:
        page = Paginator(found.mentions, _MENTIONS_A_PAGE).get_page(asked.page)
        context |= {"page": page, "pager": _mention_pager(asked, order, found, page, before), "told": _told(found)}
        context["years"] = [
            (year, count, f"{asked.address(date_from=year, date_to=year, date_field='dated_on')}&order={order}")
            for year, count in found.years
        ]
    return render(request, "search/mentions.html", context)


_ORDER_NAMES = {
    "date": gettext_lazy("ngày, mới trước"),
    "left": gettext_lazy("chữ bên trái"),
    "right": gettext_lazy("chữ bên phải"),
}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 0


def _told(found: Concordance) -> str:
    """How many mentions there are, and in which of the reports they were sought."""
    lines, reports = len(found.mentions), found.reports
    counted = _("%(mentions)s trong %(reports)s.") % {
        "mentions": ngettext("%(count)s chỗ", "%(count)s chỗ", lines) % {"count": intcomma(lines)},
        "reports": ngettext("%(count)s bài", "%(count)s bài", reports) % {"count": intcomma(reports)},
    }
    if found.is_whole:
        return counted
    stretch = {"first": intcomma(found.start + 1), "last": intcomma(found.end), "count": intcomma(found.count)}
    return f"{_('Bài %(first)s–%(last)s trong %(count)s bài khớp, mới trước:') % stretch} {counted}"


def _mention_pager(asked: SearchRequest, order: str, found: Concordance, page: Page[Any], before: int) -> Pager:
    """From page to page of a stretch of reports, and from its ends to the stretches beside it."""

    def address(number: int, where: str) -> str:
        return f"{asked.address(page=number)}&order={order}&{where}"

    here = f"before={before}" if before else f"start={found.start}"
    previous = following = ""
    if page.has_previous():
        previous = address(page.previous_page_number(), here)
    elif found.start:
        previous = address(limits.MAX_OFFSET, f"before={found.start}")  # the last page there is
    if page.has_next():
        following = address(page.next_page_number(), here)
    elif found.end < found.count:
        following = address(1, f"start={found.end}")
    return Pager(previous, following, page.number, page.paginator.num_pages)


@_answering
def export(request: HttpRequest, asked: SearchRequest) -> HttpResponseBase:
    """The whole result as a file."""
    name = request.GET.get("format", "")
    if name not in download.FORMATS:
        raise Http404
    content_type, write = download.FORMATS[name]
    rows = write(matching(asked), request.build_absolute_uri("/").rstrip("/"))
    return _file(rows, content_type, f"giao-ban.{name}")


def _file(rows: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(rows, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@_answering
def explain(request: HttpRequest, asked: SearchRequest, accession: str) -> HttpResponse:
    """For staff: how much each term of the query weighed in a report's score."""
    if not request.user.is_staff:
        raise Http404
    report = get_object_or_404(Report.objects.published(), accession=accession)
    parts = score_parts(asked, report.pk)
    return render(request, "search/explain.html", {"asked": asked, "report": report, "parts": parts})
