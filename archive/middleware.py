"""What every request passes."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase


def without_nul(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """PostgreSQL refuses the character NUL, so it is never looked for: nothing has such an address, and no query it."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info:
            raise Http404
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        return get_response(request)

    return answer
