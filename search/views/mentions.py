"""Mentions in context."""

from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from search import concordance
from search.chips import chips
from search.concordance import Concordance
from search.forms import SearchRequest
from search.query import limits
from search.views.common import Pager, answering
from search.views.export import file

_MENTIONS_A_PAGE = 100


@answering
def mentions(request: HttpRequest, asked: SearchRequest) -> HttpResponseBase:
    """The mentions in context, a hundred a page, or all of them as CSV."""
    if request.GET.get("format") == "csv":
        return file(concordance.as_csv(asked), "text/csv; charset=utf-8", "mentions.csv")
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
