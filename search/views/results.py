"""The results page, the help page and the way through a result."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from archive.models import Report
from search.chips import IN_VIETNAMESE, chips
from search.concordance import has_words
from search.errors import SearchError
from search.facets import Facet
from search.forms import DATE_FIELDS, SORTS, SearchRequest, place_in
from search.help import sections
from search.query import limits
from search.query.errors import QueryRefused
from search.results import Results, search
from search.views.common import Pager, answering
from search.views.facet import HEADINGS

_ADDRESSES = {"document": "legal_document"}  # the others are called as their kind
_ACCESSION = re.compile(r"\s*GB[-\s]?([0-9]{1,6})\s*", re.IGNORECASE)
_OFFER_WORDS = {
    "report": pgettext_lazy("trang riêng", "Bài"),
    "agency": pgettext_lazy("trang riêng", "Cơ quan"),
    "place": pgettext_lazy("trang riêng", "Địa bàn"),
    "official": pgettext_lazy("trang riêng", "Cán bộ"),
    "document": pgettext_lazy("trang riêng", "Văn bản"),
    "topic": pgettext_lazy("trang riêng", "Chủ đề"),
}


@dataclass(frozen=True, slots=True)
class DateBox:
    """A box of the date form, with what was typed into it, understood or not."""

    name: str
    label: str
    value: str
    example: str
    is_faulty: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """The page of what a query names: `words` say of what kind it is, `language` is that of its label."""

    kind: str
    words: str
    label: str
    address: str
    language: str = "vi"


@answering
def search_page(request: HttpRequest, asked: SearchRequest) -> HttpResponse:
    """The results page. Any text is answered with 200, and a page beyond the last with a link to that."""
    results = replace(search(replace(asked, page=1)), hits=()) if asked.is_beyond_reach else search(asked)
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
        "facets": [_shown_facet(asked, facet) for facet in results.facets if facet.values],
        "chips": list(chips(asked)),
        "sorts": [(words, asked.address(sort=sort), sort == asked.sort) for sort, words in SORTS.items()],
        "date_boxes": list(_date_boxes(asked)),
        "date_fields": DATE_FIELDS.items(),
        "can_narrow": results.reachable > 0 or asked.is_narrowed or bool(asked.faults),
        "grouping": asked.address(is_grouped=not asked.is_grouped),
        "ungrouped": asked.address(is_grouped=False),
        "offers": list(_offers(asked, results)),
        "pager": pager,
        "reachable": results.reachable,
        "is_cut": results.is_cut,
        "trail": asked.address(),
        "through": f"{asked.address()}&of={results.reachable}",
        "as_words": asked.address(text=results.as_words) if results.as_words else "",
        "likelier": asked.address(text=results.spelling.text) if results.spelling else "",
        "has_mentions": results.total > 0 and has_words(results.expanded.root),
        "explains": request.user.is_staff,
    }


def _shown_facet(asked: SearchRequest, facet: Facet) -> dict[str, Any]:
    return {
        "facet": facet,
        "heading": HEADINGS[facet.name],
        "language": "vi" if facet.name in IN_VIETNAMESE else "",
        "whole": reverse("search_facet", args=[facet.name]) + asked.address() if facet.is_cut else "",
    }


def _offers(asked: SearchRequest, results: Results) -> Iterator[Offer]:
    """The report whose accession was typed, then what the whole query names."""
    number = _ACCESSION.fullmatch(asked.text)
    if number:
        named = (
            Report.objects.published().filter(accession=f"GB-{int(number[1]):06}").only("accession", "title").first()
        )
        if named:
            label = f"{named.accession}: {named.title}"
            yield Offer("report", str(_OFFER_WORDS["report"]), label, named.get_absolute_url())
    for page in results.pages:
        address = reverse(_ADDRESSES.get(page.kind, page.kind), args=[page.key])
        yield Offer(page.kind, str(_OFFER_WORDS[page.kind]), page.label, address, "" if page.kind == "topic" else "vi")


def _date_boxes(asked: SearchRequest) -> Iterator[DateBox]:
    for name, label, value, example in (
        ("from", _("Từ"), asked.date_from, "2019"),
        ("to", _("đến"), asked.date_to, "6/2020"),
    ):
        fault = asked.fault(name)
        yield DateBox(name, label, fault.text if fault else value, example, fault is not None)


def _pager(asked: SearchRequest, reachable: int) -> Pager:
    count = max(-(-reachable // asked.page_size), 1)
    previous = asked.address(page=min(asked.page - 1, count)) if asked.page > 1 else ""
    following = asked.address(page=asked.page + 1) if asked.page < count else ""
    return Pager(previous, following, asked.page, count)


@require_safe
def search_help(request: HttpRequest) -> HttpResponse:
    return render(request, "search/help.html", {"sections": sections(), "limits": limits})


@require_safe
def goto(request: HttpRequest) -> HttpResponse:
    """To the n-th report of a result, counted from 1; its page links on to the neighbours."""
    number = place_in(request.GET.get("n", ""))
    if not number:
        raise Http404
    asked = SearchRequest.read(request.GET)
    try:
        results = search(asked.only_hit(number), with_facets=False)
    except (QueryRefused, SearchError):
        return redirect(reverse("search") + asked.query_string)
    if not results.hits:
        return redirect(reverse("search") + asked.query_string)
    trail = f"{asked.query_string}&of={results.reachable}&n={number}"
    return redirect(results.hits[0].report.get_absolute_url() + trail)
