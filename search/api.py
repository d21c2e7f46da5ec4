"""GET /api/v1/search/ and /api/v1/suggest/: the results page and its suggestions as JSON."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from search.errors import RETRY_AFTER, IndexUnavailable, SearchError
from search.facets import Facet
from search.forms import SearchRequest
from search.query.errors import QueryRefused, bad_parameter
from search.ratelimit import limited
from search.results import Hit, Results, search
from search.suggest import suggest


@require_safe
@limited
def api_search(request: HttpRequest) -> HttpResponse:
    """Hits, facets and how the query was read. 400 for what is not understood or too much, 503 without an index."""
    asked = SearchRequest.read(request.GET)
    try:
        if asked.faults:
            raise bad_parameter(asked.faults[0].name, asked.faults[0].message)
        results = search(asked, with_facets=request.GET.get("facets") != "0")
    except QueryRefused as refusal:
        return _error(400, refusal.code, refusal.message)
    except IndexUnavailable as error:
        return _unavailable(error)
    except SearchError as error:
        return _error(400, type(error).__name__, error.message)
    return _json(_answer(request, results))


def _json(data: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})


def _error(status: int, code: str, message: str) -> JsonResponse:
    return _json({"error": {"code": code, "message": message}}, status)


def _unavailable(error: IndexUnavailable) -> JsonResponse:
    answer = _error(503, "IndexUnavailable", error.message)
    answer["Retry-After"] = str(RETRY_AFTER)
    return answer


def _answer(request: HttpRequest, results: Results) -> dict[str, Any]:
    asked = results.request
    return {
        "total": results.total,
        "partial_total": results.partial_total,
        "is_mixed": results.is_mixed,
        "groups": results.groups,
        "page": asked.page,
        "page_size": asked.page_size,
        "query": {
            "text": asked.text,
            "understood": results.understood,
            "notes": list(results.notes),
            "likelier": results.spelling.text if results.spelling else None,
            "as_words": results.as_words or None,
        },
        "results": [_hit(request, hit) for hit in results.hits],
        "facets": {facet.name: _facet(facet) for facet in results.facets},
    }


def _hit(request: HttpRequest, hit: Hit) -> dict[str, Any]:
    report = hit.report
    return {
        "id": report.accession,
        "source_id": report.source_id,
        "title": report.title,
        "url": request.build_absolute_uri(report.get_absolute_url()),
        "published_on": str(report.published_on) if report.published_on else None,
        "meeting_on": str(report.meeting_on) if report.meeting_on else None,
        "score": round(hit.score, 4),
        "is_partial": hit.is_partial,
        "snippet": hit.snippet or hit.evidence,
        "same_meeting": [{"id": other.report.accession, "title": other.report.title} for other in hit.same_meeting],
        "further_of_meeting": hit.further,
    }


def _facet(facet: Facet) -> list[dict[str, Any]]:
    values = (*facet.values, *facet.further)
    return [{"code": value.code, "label": value.label, "count": value.count} for value in values]


@require_safe
@limited
def api_suggest(request: HttpRequest) -> HttpResponse:
    """Suggestions for what has been typed so far, at most eight. 503 without an index."""
    try:
        found = suggest(request.GET.get("q", ""))
    except IndexUnavailable as error:
        return _unavailable(error)
    answer = _json({"suggestions": [{"text": each.text, "kind": each.kind, "url": each.address} for each in found]})
    answer["Cache-Control"] = "private, max-age=60"
    return answer
