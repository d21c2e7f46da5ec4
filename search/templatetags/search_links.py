"""What pages of the record show of the search, without knowing it."""

from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import truncatechars
from django.urls import reverse

from search.forms import SearchRequest, place_in
from search.query import limits

register = template.Library()
_LONGEST_TEXT = 80  # of a query, in characters


@register.inclusion_tag("search/_result_nav.html", takes_context=True)
def result_nav(context: dict[str, Any]) -> dict[str, Any]:
    """Links to the neighbours in the result this page was opened from; nothing where it was opened otherwise."""
    request = context.get("request")
    if request is None:
        return {}
    at, last = (place_in(request.GET.get(name, "")) for name in ("n", "of"))
    if not at:
        return {}
    asked = SearchRequest.read(request.GET)
    goto = f"{reverse('search_goto')}{asked.address()}&of={last}" if last else reverse("search_goto") + asked.address()
    return {
        "number": at,
        "place": f"{intcomma(at)} / {intcomma(last)}" if last else intcomma(at),
        "previous": f"{goto}&n={at - 1}" if at > 1 else "",
        "following": f"{goto}&n={at + 1}" if at < (last or limits.MAX_OFFSET) else "",
        "back": reverse("search") + asked.address(page=-(-at // asked.page_size)),
        "text": truncatechars(asked.text, _LONGEST_TEXT),
    }
