"""Pages on one report: others that are like it, and why it stands where it does."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive.models import Report
from search.explanation import explained
from search.forms import SearchRequest
from search.related import related_to
from search.views.common import answering


@answering
def related(request: HttpRequest, _asked: SearchRequest, accession: str) -> HttpResponse:
    """Reports that speak of the same things as one report."""
    report = get_object_or_404(Report.objects.published(), accession=accession)
    return render(request, "search/related.html", {"report": report, "related": related_to(report)})


@answering
def explain(request: HttpRequest, asked: SearchRequest, accession: str) -> HttpResponse:
    """For staff: how much each term of the query weighed in a report's score."""
    if not request.user.is_staff:
        raise Http404
    report = get_object_or_404(Report.objects.published(), accession=accession)
    told = explained(asked, report)
    return render(request, "search/explain.html", {"asked": asked, "report": report, "told": told})
