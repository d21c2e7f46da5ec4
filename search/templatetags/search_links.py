"""What pages of the record show of the search, without knowing it."""

from typing import Any

from django import template
from django.urls import reverse

from search.forms import SearchRequest
from search.query import limits

register = template.Library()


@register.inclusion_tag("search/_result_nav.html", takes_context=True)
def result_nav(context: dict[str, Any]) -> dict[str, Any]:
    """Links to the neighbours in the result this page was opened from; nothing where it was opened otherwise."""
    request = context.get("request")
    if request is None:
        return {}
    number = request.GET.get("n", "")
    if not (number.isascii() and number.isdecimal() and 1 <= int(number[:6]) <= limits.MAX_OFFSET):
        return {}
    asked, at = SearchRequest.read(request.GET), int(number)
    goto = reverse("search_goto") + asked.address()
    return {
        "number": at,
        "previous": f"{goto}&n={at - 1}" if at > 1 else "",
        "following": f"{goto}&n={at + 1}",
        "back": reverse("search") + asked.address(page=-(-at // asked.page_size)),
        "text": asked.text,
    }
