"""How often one address may ask the API: so many requests a minute, counted in Django's cache."""

import time
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
_WINDOW = 60  # seconds

View = Callable[..., HttpResponse]


def limited(view: View) -> View:
    """The view, answering 429 with Retry-After to an address that asks too often."""

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        address = request.META.get("REMOTE_ADDR", "")
        limit = settings.API_RATE_LIMIT_LOCALHOST if address in _LOCAL else settings.API_RATE_LIMIT
        wait = _seconds_to_wait(address, limit)
        return _refusal(limit, wait) if wait else view(request, *args, **kwargs)

    return checked


def _seconds_to_wait(address: str, limit: int) -> int:
    """0 while the address is within its limit."""
    now = int(time.time())
    key = f"api:{address}:{now // _WINDOW}"
    cache.add(key, 0, timeout=2 * _WINDOW)
    return 0 if cache.incr(key) <= limit else _WINDOW - now % _WINDOW


def _refusal(limit: int, wait: int) -> HttpResponse:
    message = _("Quá %(limit)d yêu cầu một phút. Xin thử lại sau %(wait)d giây.") % {"limit": limit, "wait": wait}
    answer = JsonResponse({"error": {"code": "too_many_requests", "message": message}}, status=429)
    answer["Retry-After"] = str(wait)
    return answer
