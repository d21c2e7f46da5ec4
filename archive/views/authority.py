"""Authority entries on the desk: what extraction proposed, and each entry's page to merge, split, rename and undo."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from archive.models import Agency, AgencyName, Change, LegalDocument, Official
from archive.review import lookup, merging
from archive.review.forms import (
    AgencyEntryForm,
    AliasForm,
    DocumentEntryForm,
    NameForm,
    OfficialEntryForm,
    RenameForm,
    TargetForm,
)
from archive.vietnamese.normalize import fold
from archive.views.cards import lines_of
from archive.views.listing import page_of
from archive.views.staff import staff

_PER_PAGE = 25
_MOST_ALIKE = 5


# ---------------------------------------------------------------- agencies


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
        "lines": list(lines_of(changes_of(agency))),
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
    return _after(request, "desk_agency", agency.code)


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
    merging.remove_alias(get_object_or_404(AgencyName, agency=agency, pk=_number(request, "name")), request.user)
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
    roles = list(agency.roles.filter(pk__in=_numbers(request, "role")))
    names = list(agency.names.filter(pk__in=_numbers(request, "alias")))
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


# ---------------------------------------------------------------- officials


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
        "lines": list(lines_of(changes_of(official))),
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
    return _after(request, "desk_official", official.pk)


def _edit_official(request: HttpRequest, official: Official) -> dict[str, Any] | None:
    form = OfficialEntryForm(request.POST)
    if not form.is_valid():
        return {"edit_form": form}
    folded_name = fold(form.cleaned_data["name"])
    merging.edit_entry(official, request.user, **form.cleaned_data, folded_name=folded_name)
    return None


def _merge_official(request: HttpRequest, official: Official) -> dict[str, Any] | None:
    target = get_object_or_404(Official, pk=_number(request, "target"))
    merging.merge_officials(official, target, request.user)
    messages.success(request, _("Đã gộp thành một người."))
    return None


def _split_official(request: HttpRequest, official: Official) -> dict[str, Any] | None:
    appearances = list(official.appearances.filter(pk__in=_numbers(request, "appearance")))
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


# ---------------------------------------------------------------- documents


@staff
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """Those that extraction proposed, the most cited first; or all that match what is typed."""
    query = request.GET.get("q", "").strip()[:200]
    standing = LegalDocument.objects.filter(merged_into=None).annotate(citations_count=Count("citations"))
    found = standing.filter(is_reviewed=False, citations_count__gt=0)
    found = found.order_by("-citations_count", "type", "year", "number")
    if query:
        found = standing.filter(code__in=[code for code, _name in lookup.suggest("document", query)])
    page = page_of(request, found, _PER_PAGE)
    rows = [(document, [] if query else _same_number(document)) for document in page]
    context = {"section": "desk", "tab": "documents", "page": page, "rows": rows, "query": query}
    return render(request, "archive/desk/documents.html", context)


def _same_number(document: LegalDocument) -> QuerySet[LegalDocument]:
    """Documents this one may be: of the same type and bare number, and no other year."""
    bare = document.number.split("/")[0].split("-")[0]
    same = Q(number=bare) | Q(number__startswith=f"{bare}/") | Q(number__startswith=f"{bare}-")
    others = LegalDocument.objects.filter(same, type=document.type, merged_into=None).exclude(pk=document.pk)
    if document.year:
        others = others.filter(Q(year=document.year) | Q(year=None))
    return others[:_MOST_ALIKE] if bare else LegalDocument.objects.none()


@staff
@require_GET
def document(request: HttpRequest, code: str) -> HttpResponse:
    found = get_object_or_404(LegalDocument, code=code)
    return render(request, "archive/desk/document.html", _document_context(found))


def _document_context(document: LegalDocument, **forms: Any) -> dict[str, Any]:
    fields = ("type", "number", "year", "issuer", "issued_on", "title", "note")
    replaced_by = f"{document.replaced_by.name} [{document.replaced_by.code}]" if document.replaced_by else ""
    initial = {name: getattr(document, name) for name in fields} | {"replaced_by": replaced_by}
    return {
        "section": "desk",
        "tab": "documents",
        "document": document,
        "citations": document.citations.select_related("report").order_by("-report__pk")[:200],
        "edit_form": DocumentEntryForm(initial=initial),
        "merge_form": TargetForm("document", lookup.find_document),
        "alike": _same_number(document),
        "lines": list(lines_of(changes_of(document))),
    } | forms


@staff
@require_POST
def change_document(request: HttpRequest, code: str, act: str) -> HttpResponse:
    document = get_object_or_404(LegalDocument, code=code)
    try:
        refused = DOCUMENT_ACTS[act](request, document)
    except merging.MergeError as error:
        messages.error(request, str(error))
        refused = None
    if refused:
        return render(request, "archive/desk/document.html", _document_context(document, **refused), status=400)
    return _after(request, "desk_document", document.code)


def _accept_document(request: HttpRequest, document: LegalDocument) -> dict[str, Any] | None:
    merging.accept_entry(document, request.user)
    return None


def _edit_document(request: HttpRequest, document: LegalDocument) -> dict[str, Any] | None:
    form = DocumentEntryForm(request.POST)
    if not form.is_valid():
        return {"edit_form": form}
    merging.edit_entry(document, request.user, **form.cleaned_data)
    return None


def _merge_document(request: HttpRequest, document: LegalDocument) -> dict[str, Any] | None:
    form = TargetForm("document", lookup.find_document, request.POST)
    if not form.is_valid():
        return {"merge_form": form}
    merging.merge_documents(document, form.cleaned_data["target"], request.user)
    messages.success(request, _("Đã gộp văn bản."))
    return None


DOCUMENT_ACTS: dict[str, Callable[[HttpRequest, LegalDocument], dict[str, Any] | None]] = {
    "accept": _accept_document,
    "edit": _edit_document,
    "merge": _merge_document,
}


# ---------------------------------------------------------------- what they share


LISTS = {"desk_agency": "desk_agencies", "desk_official": "desk_officials", "desk_document": "desk_documents"}


def changes_of(entry: Model) -> QuerySet[Change]:
    return Change.objects.filter(model=entry._meta.model_name, object_id=entry.pk)[:50]


def _after(request: HttpRequest, name: str, identifier: Any) -> HttpResponse:
    """Back to where the form stood: the entry's page, or the list it was decided in."""
    if request.POST.get("from") == "list":
        return HttpResponseRedirect(reverse(LISTS[name]))
    return HttpResponseRedirect(reverse(name, args=[identifier]))


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
        raise Http404
    return int(typed)


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [
        int(typed) for typed in request.POST.getlist(name) if typed.isascii() and typed.isdigit() and len(typed) < 19
    ]
