"""Agencies on the desk: those extraction proposed, and each one's page to merge, split, rename and undo."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from archive.models import Agency, AgencyName
from archive.review import lookup, merging
from archive.review.forms import AgencyEntryForm, AliasForm, NameForm, RenameForm, TargetForm
from archive.views.cards import lines_of
from archive.views.desk.entries import CHANGES_SHOWN, after, changes_of, number, numbers
from archive.views.listing import page_of
from archive.views.staff import staff

_PER_PAGE = 25


@staff
@require_GET
def agencies(request: HttpRequest) -> HttpResponse:
    """Those that extraction proposed, the most read first; or all that match what is typed."""
    query = request.GET.get("q", "").strip()[:200]
    standing = Agency.objects.filter(merged_into=None).annotate(roles_count=Count("roles"))
    found = standing.filter(is_reviewed=False, roles_count__gt=0).order_by("-roles_count", "name")
    if query:
        found = standing.filter(code__in=[code for code, _name in lookup.suggest("agency", query)]).order_by("name")
    page = page_of(request, found, _PER_PAGE)
    rows = [(agency, [] if query else lookup.alike(agency), agency.roles.order_by("pk").first()) for agency in page]
    context = {"section": "desk", "tab": "agencies", "page": page, "rows": rows, "query": query}
    return render(request, "archive/desk/agencies.html", context)


@staff
@require_GET
def agency(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "archive/desk/agency.html", _agency_context(get_object_or_404(Agency, code=code)))


def _agency_context(agency: Agency, **forms: Any) -> dict[str, Any]:
    fields = ("level", "kind", "valid_from", "valid_to", "note")
    initial = {name: getattr(agency, name) for name in fields} | {
        "parent": _named(agency.parent),
        "place": agency.place.full_name if agency.place else "",
        "successor": _named(agency.successor),
    }
    return {
        "section": "desk",
        "tab": "agencies",
        "agency": agency,
        "names": agency.names.order_by("kind", "name"),
        "roles": agency.roles.select_related("report").order_by("-report__pk")[:200],
        "edit_form": AgencyEntryForm(initial=initial),
        "rename_form": RenameForm(initial={"name": agency.name}),
        "alias_form": AliasForm(),
        "merge_form": TargetForm("agency", lookup.find_agency),
        "split_form": NameForm(),
        "alike": lookup.alike(agency) if not agency.is_reviewed else [],
        "lines": list(lines_of(changes_of(agency)[:CHANGES_SHOWN])),
    } | forms


def _named(agency: Agency | None) -> str:
    return f"{agency.name} [{agency.code}]" if agency else ""


@staff
@require_POST
def change_agency(request: HttpRequest, code: str, act: str) -> HttpResponse:
    agency = get_object_or_404(Agency, code=code)
    try:
        refused = AGENCY_ACTS[act](request, agency)
    except merging.MergeError as error:
        messages.error(request, str(error))
        refused = None
    if refused:
        return render(request, "archive/desk/agency.html", _agency_context(agency, **refused), status=400)
    return after(request, "desk_agency", agency.code)


def _accept_agency(request: HttpRequest, agency: Agency) -> dict[str, Any] | None:
    merging.accept_entry(agency, request.user)
    messages.success(request, _("Đã nhận “%(name)s” vào danh mục.") % {"name": agency.name})
    return None


def _edit_agency(request: HttpRequest, agency: Agency) -> dict[str, Any] | None:
    form = AgencyEntryForm(request.POST)
    if not form.is_valid():
        return {"edit_form": form}
    merging.edit_entry(agency, request.user, **form.cleaned_data)
    return None


def _rename_agency(request: HttpRequest, agency: Agency) -> dict[str, Any] | None:
    form = RenameForm(request.POST)
    if not form.is_valid():
        return {"rename_form": form}
    merging.rename_agency(agency, form.cleaned_data["name"], form.cleaned_data["since"], request.user)
    return None


def _add_alias(request: HttpRequest, agency: Agency) -> dict[str, Any] | None:
    form = AliasForm(request.POST)
    if not form.is_valid():
        return {"alias_form": form}
    merging.add_alias(agency, by=request.user, **form.cleaned_data)
    return None


def _remove_alias(request: HttpRequest, agency: Agency) -> dict[str, Any] | None:
    merging.remove_alias(get_object_or_404(AgencyName, agency=agency, pk=number(request, "name")), request.user)
    return None


def _merge_agency(request: HttpRequest, agency: Agency) -> dict[str, Any] | None:
    form = TargetForm("agency", lookup.find_agency, request.POST)
    if not form.is_valid():
        return {"merge_form": form}
    target = form.cleaned_data["target"]
    merging.merge_agencies(agency, target, request.user)
    messages.success(request, _("Đã gộp “%(name)s” vào “%(target)s”.") % {"name": agency.name, "target": target.name})
    return None


def _split_agency(request: HttpRequest, agency: Agency) -> dict[str, Any] | None:
    form = NameForm(request.POST)
    if not form.is_valid():
        return {"split_form": form}
    roles = list(agency.roles.filter(pk__in=numbers(request, "role")))
    names = list(agency.names.filter(pk__in=numbers(request, "alias")))
    if not roles and not names:
        messages.error(request, _("Hãy chọn ít nhất một bài hoặc một tên để tách ra."))
        return None
    other = merging.split_agency(agency, form.cleaned_data["name"], roles, names, request.user)
    messages.success(request, _("Đã tách ra “%(name)s”.") % {"name": other.name})
    return None


AGENCY_ACTS: dict[str, Callable[[HttpRequest, Agency], dict[str, Any] | None]] = {
    "accept": _accept_agency,
    "edit": _edit_agency,
    "rename": _rename_agency,
    "alias": _add_alias,
    "unalias": _remove_alias,
    "merge": _merge_agency,
    "split": _split_agency,
}
