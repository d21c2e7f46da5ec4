"""Officials on the desk: namesakes side by side, merged or split."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from archive.models import Official
from archive.review import merging
from archive.review.forms import OfficialEntryForm
from archive.vietnamese.normalize import fold
from archive.views.cards import lines_of
from archive.views.desk.entries import CHANGES_SHOWN, after, changes_of, number, numbers
from archive.views.listing import page_of
from archive.views.staff import staff

_PER_PAGE = 25


@staff
@require_GET
def officials(request: HttpRequest) -> HttpResponse:
    """Namesakes that may be one person; or all whose name matches what is typed."""
    query = request.GET.get("q", "").strip()[:120]
    standing = Official.objects.filter(merged_into=None, appearances__isnull=False).distinct()
    if query:
        names = standing.filter(folded_name__contains=fold(query)).order_by("folded_name")
    else:
        alike = (
            standing.order_by().values("folded_name").annotate(people=Count("pk", distinct=True)).filter(people__gt=1)
        )
        names = standing.filter(folded_name__in=alike.values("folded_name")).order_by("folded_name")
    folded = names.order_by("folded_name").values_list("folded_name", flat=True).distinct()
    page = page_of(request, folded, _PER_PAGE)
    people = standing.filter(folded_name__in=list(page)).order_by("folded_name", "pk")
    groups: dict[str, list[Official]] = {}
    for official in people.prefetch_related("appearances__report"):
        groups.setdefault(official.folded_name, []).append(official)
    context = {"section": "desk", "tab": "officials", "page": page, "groups": list(groups.values()), "query": query}
    return render(request, "archive/desk/officials.html", context)


@staff
@require_GET
def official(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "archive/desk/official.html", _official_context(get_object_or_404(Official, pk=pk)))


def _official_context(official: Official, **forms: Any) -> dict[str, Any]:
    namesakes = Official.objects.filter(folded_name=official.folded_name, merged_into=None).exclude(pk=official.pk)
    return {
        "section": "desk",
        "tab": "officials",
        "official": official,
        "appearances": official.appearances.select_related("report").order_by("-report__meeting_on", "pk"),
        "namesakes": namesakes.prefetch_related("appearances__report"),
        "edit_form": OfficialEntryForm(initial={"name": official.name, "note": official.note}),
        "lines": list(lines_of(changes_of(official)[:CHANGES_SHOWN])),
    } | forms


@staff
@require_POST
def change_official(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    official = get_object_or_404(Official, pk=pk)
    try:
        refused = OFFICIAL_ACTS[act](request, official)
    except merging.MergeError as error:
        messages.error(request, str(error))
        refused = None
    if refused:
        return render(request, "archive/desk/official.html", _official_context(official, **refused), status=400)
    return after(request, "desk_official", official.pk)


def _edit_official(request: HttpRequest, official: Official) -> dict[str, Any] | None:
    form = OfficialEntryForm(request.POST)
    if not form.is_valid():
        return {"edit_form": form}
    folded_name = fold(form.cleaned_data["name"])
    merging.edit_entry(official, request.user, **form.cleaned_data, folded_name=folded_name)
    return None


def _merge_official(request: HttpRequest, official: Official) -> dict[str, Any] | None:
    target = get_object_or_404(Official, pk=number(request, "target"))
    merging.merge_officials(official, target, request.user)
    messages.success(request, _("Đã gộp thành một người."))
    return None


def _split_official(request: HttpRequest, official: Official) -> dict[str, Any] | None:
    appearances = list(official.appearances.filter(pk__in=numbers(request, "appearance")))
    if not appearances:
        messages.error(request, _("Hãy chọn những bài nói về người khác."))
        return None
    merging.split_official(official, appearances, request.user)
    messages.success(request, _("Đã tách thành người khác."))
    return None


OFFICIAL_ACTS: dict[str, Callable[[HttpRequest, Official], dict[str, Any] | None]] = {
    "edit": _edit_official,
    "merge": _merge_official,
    "split": _split_official,
}
