"""One page of a long list."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from archive.models import Report
from archive.models.report import ReportQuerySet

Row = TypeVar("Row", bound=Model)
Key = TypeVar("Key")

REPORTS_PER_PAGE = 25


def page_of(request: HttpRequest, items: QuerySet[Any] | Sequence[Any], size: int = REPORTS_PER_PAGE) -> Page[Any]:
    """The page the request asks for by ?page=; the nearest one there is when it asks for another."""
    return Paginator(items, size).get_page(request.GET.get("page"))


def report_page(request: HttpRequest, reports: ReportQuerySet) -> Page[Any]:
    """The reports of a page: first their keys, which an index covers, then the rows."""
    page = page_of(request, reports.values_list("pk", flat=True))
    page.object_list = Report.objects.listed(list(page.object_list))
    return page


def with_counts(rows: QuerySet[Row], counts: Mapping[int, int]) -> list[tuple[Row, int]]:
    """The rows that `counts` names by primary key, each with its count, in the order of `counts`."""
    found = rows.in_bulk(list(counts))
    return [(found[pk], count) for pk, count in counts.items() if pk in found]


def top(counts: Mapping[Key, int], size: int) -> dict[Key, int]:
    """The first `size` of counts that are sorted already."""
    return dict(list(counts.items())[:size])
