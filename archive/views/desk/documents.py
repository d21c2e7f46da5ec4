"""Legal documents on the desk: those extraction proposed, and each one's page to merge, split and undo."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from archive.models import LegalDocument
from archive.review import lookup, merging
from archive.review.forms import DocumentEntryForm, DocumentSplitForm, TargetForm
from archive.views.cards import lines_of
from archive.views.desk.entries import CHANGES_SHOWN, after, changes_of, numbers
from archive.views.listing import page_of
from archive.views.staff import staff

_PER_PAGE = 25
_MOST_ALIKE = 5


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
        "split_form": DocumentSplitForm(initial={name: getattr(document, name) for name in ("type", "number")}),
        "alike": _same_number(document),
        "lines": list(lines_of(changes_of(document)[:CHANGES_SHOWN])),
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
    return after(request, "desk_document", document.code)


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


def _split_document(request: HttpRequest, document: LegalDocument) -> dict[str, Any] | None:
    form = DocumentSplitForm(request.POST)
    if not form.is_valid():
        return {"split_form": form}
    citations = list(document.citations.filter(pk__in=numbers(request, "citation")))
    aliases = request.POST.getlist("alias")
    if not citations and not set(aliases) & set(document.aliases):
        messages.error(request, _("Hãy chọn ít nhất một bài hoặc một cách viết để tách ra."))
        return None
    other = merging.split_document(document, citations, aliases, request.user, **form.cleaned_data)
    messages.success(request, _("Đã tách ra “%(name)s”.") % {"name": other.name})
    return None


DOCUMENT_ACTS: dict[str, Callable[[HttpRequest, LegalDocument], dict[str, Any] | None]] = {
    "accept": _accept_document,
    "edit": _edit_document,
    "merge": _merge_document,
    "split": _split_document,
}
