"""Meetings on the desk: which reports are about one, confirmed or put elsewhere."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from archive.models import Meeting, Report
from archive.review.forms import RegroupForm
from archive.review.meetings import alike, confirm, grouped, move, start
from archive.views.cards import lines_of
from archive.views.desk.entries import CHANGES_SHOWN, changes_of, number
from archive.views.listing import page_of
from archive.views.staff import staff

_PER_PAGE = 25


@staff
@require_GET
def meetings(request: HttpRequest) -> HttpResponse:
    """Those with several reports, the unconfirmed first."""
    page = page_of(request, grouped().prefetch_related("reports"), _PER_PAGE)
    return render(request, "archive/desk/meetings.html", {"section": "desk", "tab": "meetings", "page": page})


@staff
@require_GET
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Meeting.objects.select_related("place"), pk=pk)
    context = {
        "section": "desk",
        "tab": "meetings",
        "meeting": found,
        "reports": found.reports.dated().for_list(),
        "lines": list(lines_of(changes_of(found)[:CHANGES_SHOWN])),
    }
    return render(request, "archive/desk/meeting.html", context)


@staff
@require_POST
def change_meeting(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    found = get_object_or_404(Meeting, pk=pk)
    confirm(found, request.user, is_confirmed=act == "confirm")
    return redirect("desk_meeting", found.pk)


@staff
def regroup(request: HttpRequest, accession: str) -> HttpResponse:
    """Which meeting the report is about: one of the same day, that of another report, or one of its own."""
    report = get_object_or_404(Report.objects.select_related("meeting__place"), accession=accession)
    form = RegroupForm(request.POST if "other" in request.POST else None)
    chosen = _chosen(request, report, form)
    if chosen is not None:
        messages.success(request, _("Đã xếp bài vào hội nghị này."))
        return redirect("desk_meeting", chosen.pk)
    context = {"section": "desk", "tab": "meetings", "report": report, "alike": alike(report), "form": form}
    return render(request, "archive/desk/regroup.html", context, status=400 if form.errors else 200)


def _chosen(request: HttpRequest, report: Report, form: RegroupForm) -> Meeting | None:
    """The meeting the report was put into; None where nothing was asked, or not rightly."""
    if request.method != "POST":
        return None
    if "start" in request.POST:
        return start(report, request.user)
    if form.is_bound and not form.is_valid():
        return None
    try:
        target = form.cleaned_data["other"] if form.is_bound else Meeting.objects.get(pk=number(request, "meeting"))
        move(report, target, request.user)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    return target
