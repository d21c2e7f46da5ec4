"""Every value of one facet."""

from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from search.chips import IN_VIETNAMESE, chips
from search.facets import by_label, containing, with_labels
from search.forms import FACETS, SearchRequest
from search.results import values
from search.views.common import Pager, answering

HEADINGS: dict[str, Promise] = {
    "agency": gettext_lazy("Cơ quan"),
    "year": gettext_lazy("Năm"),
    "place": gettext_lazy("Tỉnh, thành phố"),
    "topic": gettext_lazy("Chủ đề"),
    "document": gettext_lazy("Văn bản"),
}
_ORDERS = {"count": gettext_lazy("nhiều bài trước"), "name": gettext_lazy("theo tên")}
_A_PAGE = 120
_LONGEST_FILTER = 100


@answering
def facet_values(request: HttpRequest, asked: SearchRequest, name: str) -> HttpResponse:
    """The values of a facet in a result, by how many reports have them or by name; all, or those with some letters."""
    if name not in FACETS:
        raise Http404
    order = "name" if request.GET.get("order") == "name" else "count"
    sought = request.GET.get("filter", "").strip()[:_LONGEST_FILTER]
    counts = values(asked, name)
    counts = containing(counts, name, sought) if sought else counts
    counts = by_label(counts, name) if order == "name" else counts
    page = Paginator(counts, _A_PAGE).get_page(asked.page)
    filtered = f"&filter={quote(sought)}" if sought else ""
    beside = f"&order={order}{filtered}"
    context = {
        "asked": asked,
        "heading": HEADINGS[name],
        "language": "vi" if name in IN_VIETNAMESE else "",
        "count": len(counts),
        "sought": sought,
        "order": order,
        "orders": [
            (words, f"{asked.address()}&order={each}{filtered}", each == order) for each, words in _ORDERS.items()
        ],
        "unfiltered": f"{asked.address()}&order={order}",
        "chips": list(chips(asked, beside)),
        "values": with_labels(list(page.object_list), name, asked),
        "pager": Pager.of(asked, page, beside),
    }
    return render(request, "search/facet.html", context)
