"""Legal documents: what is cited, by whom, and what replaced it."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from archive.models import Agency, AgencyRole, Citation, LegalDocument, Report
from archive.vietnamese.normalize import fold
from archive.views.charts import histogram
from archive.views.listing import page_of, report_page, top, with_counts

PER_PAGE = 60


def index(request: HttpRequest) -> HttpResponse:
    counts = Citation.objects.public().count_reports_by("document")
    query = request.GET.get("q", "").strip()
    rows = with_counts(LegalDocument.objects.select_related("replaced_by"), counts)
    words = fold(query).split()
    found = [row for row in rows if all(word in fold(_described(row[0])) for word in words)]
    context = {"section": "legal_documents", "query": query, "page": page_of(request, found, PER_PAGE)}
    return render(request, "archive/document_list.html", context)


def _described(document: LegalDocument) -> str:
    return " ".join([document.name, document.title, document.issuer, *document.aliases])


def detail(request: HttpRequest, code: str) -> HttpResponse:
    document = get_object_or_404(LegalDocument.objects.select_related("replaced_by", "merged_into"), code=code)
    if document.merged_into:
        return redirect(document.merged_into, permanent=True)
    reports = Report.objects.published().citing(document)
    parts = AgencyRole.objects.public().taking_part().filter(report__in=reports)
    beside = Citation.objects.public().filter(report__in=reports).exclude(document=document)
    context = {
        "section": "legal_documents",
        "document": document,
        "chain": succession(document),
        "page": report_page(request, reports.dated()),
        "histogram": histogram(reports.count_by_year(), lambda year: reverse("year", args=[year])),
        "agencies": with_counts(Agency.objects.all(), top(parts.count_reports_by("agency"), 12)),
        "documents": with_counts(LegalDocument.objects.all(), top(beside.count_reports_by("document"), 10)),
    }
    return render(request, "archive/document_detail.html", context)


def succession(document: LegalDocument) -> list[LegalDocument]:
    """The document with all it replaced, directly or not, and all that replaced it, the oldest first."""
    chain = {document.pk: document}
    frontier: QuerySet[LegalDocument] = document.replaces.all()
    while newly := [older for older in frontier if older.pk not in chain]:
        chain = {older.pk: older for older in newly} | chain
        frontier = LegalDocument.objects.filter(replaced_by__in=newly)
    later = document.replaced_by
    while later and later.pk not in chain:
        chain[later.pk] = later
        later = later.replaced_by
    return list(chain.values())
