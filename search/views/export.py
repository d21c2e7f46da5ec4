"""A whole result as a file."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse

from search import download
from search.forms import SearchRequest
from search.results import matching
from search.views.common import answering


@answering
def export(request: HttpRequest, asked: SearchRequest) -> HttpResponseBase:
    name = request.GET.get("format", "")
    if name not in download.FORMATS:
        raise Http404
    content_type, write = download.FORMATS[name]
    rows = write(matching(asked), request.build_absolute_uri("/").rstrip("/"))
    return file(rows, content_type, f"giao-ban.{name}")


def file(rows: Iterator[str], content_type: str, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(rows, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
