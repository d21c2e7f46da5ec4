"""What the pages of the desk share: the history of a row, the way back, numbers from a form."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from archive.models import Change, Report

CHANGES_SHOWN = 50
LISTS = {"desk_agency": "desk_agencies", "desk_official": "desk_officials", "desk_document": "desk_documents"}


def changes_of(entry: Model) -> QuerySet[Change]:
    return Change.objects.filter(model=entry._meta.model_name, object_id=entry.pk)


def after(request: HttpRequest, name: str, identifier: Any) -> HttpResponse:
    """Back to where the form stood: the entry's page, or the list it was decided in."""
    if request.POST.get("from") == "list":
        return HttpResponseRedirect(reverse(LISTS[name]))
    return HttpResponseRedirect(reverse(name, args=[identifier]))


def number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
        raise Http404
    return int(typed)


def numbers(request: HttpRequest, name: str) -> list[int]:
    return [
        int(typed) for typed in request.POST.getlist(name) if typed.isascii() and typed.isdigit() and len(typed) < 19
    ]


def back_to(report: Report, anchor: str = "") -> HttpResponseRedirect:
    """Back to the report's page, where the anchor stands."""
    return HttpResponseRedirect(reverse("desk_report", args=[report.accession]) + (f"#{anchor}" if anchor else ""))
