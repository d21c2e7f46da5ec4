"""A meeting and the reports about it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive.models import Agency, AgencyRole, Meeting
from archive.views.listing import with_counts


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting.objects.select_related("place"), pk=pk)
    reports = meeting.reports.published().order_by("published_on", "pk").for_list()
    if not reports:
        raise Http404
    parts = AgencyRole.objects.public().taking_part().filter(report__meeting=meeting)
    context = {
        "meeting": meeting,
        "reports": reports,
        "agencies": with_counts(Agency.objects.all(), parts.count_reports_by("agency")),
    }
    return render(request, "archive/meeting_detail.html", context)
