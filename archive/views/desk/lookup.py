"""Authority entries for what is being typed."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from archive.review import lookup
from archive.views.staff import staff


@staff
@require_GET
def look_up(request: HttpRequest, kind: str) -> JsonResponse:
    """Entries for what is being typed: [{code, name}]."""
    if kind not in ("agency", "place", "document"):
        raise Http404
    found = lookup.suggest(kind, request.GET.get("q", "")[:200])
    return JsonResponse({"results": [{"code": code, "name": name} for code, name in found]})
