"""What the pages of the search share."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.errors import RETRY_AFTER, IndexUnavailable, SearchError
from search.forms import SearchRequest
from search.query.errors import QueryRefused

View = Callable[..., HttpResponseBase]


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

    @classmethod
    def of(cls, asked: SearchRequest, page: Page[Any], beside: str = "") -> "Pager":
        """For a page of a list; `beside` is put behind each address."""
        previous = asked.address(page=page.previous_page_number()) + beside if page.has_previous() else ""
        following = asked.address(page=page.next_page_number()) + beside if page.has_next() else ""
        return cls(previous, following, page.number, page.paginator.num_pages)


def answering(view: View) -> View:
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
