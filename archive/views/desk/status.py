"""What becomes of a report as a whole: seen through, published, withdrawn, read again, its corrections answered."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive import publication
from archive.ingest.errors import IngestError
from archive.models import Correction, Report
from archive.review import corrections, decide, outdated
from archive.review.forms import AnswerForm
from archive.views.desk.entries import back_to
from archive.views.desk.queue import report_after
from archive.views.staff import staff


@staff
@require_POST
def review(request: HttpRequest, accession: str) -> HttpResponse:
    """Done with the report: on to the next one."""
    report = get_object_or_404(Report, accession=accession)
    following = report_after(report)
    decide.mark_reviewed(report, request.user, is_reviewed=request.POST.get("undo") != "1")
    if request.POST.get("undo") == "1":
        return back_to(report)
    return redirect("desk_report", following) if following else redirect("desk")


@staff
@require_POST
def set_status(request: HttpRequest, accession: str) -> HttpResponse:
    report = get_object_or_404(Report, accession=accession)
    if request.POST.get("status") == Report.Status.PUBLISHED:
        publication.publish(report, by=request.user)
        messages.success(request, _("Đã công bố. Bài sẽ tìm được trong giây lát."))
    else:
        publication.withdraw(report, by=request.user, reason=request.POST.get("reason", "").strip())
        messages.success(request, _("Đã rút bài khỏi kho công khai."))
    return back_to(report)


@staff
@require_POST
def read_again(request: HttpRequest, accession: str) -> HttpResponse:
    report = get_object_or_404(Report, accession=accession)
    try:
        difference = outdated.reread(report)
    except outdated.NotKept:
        messages.error(request, _("Bản gốc của bài không còn trong kho nên không đọc lại được."))
    except IngestError as error:
        messages.error(request, str(error.reason.label))
    else:
        messages.success(
            request, _("Máy đã đọc lại: có thay đổi.") if difference else _("Máy đã đọc lại: không có gì khác.")
        )
    return back_to(report)


@staff
@require_POST
def resolve_correction(request: HttpRequest, pk: int) -> HttpResponse:
    correction = get_object_or_404(Correction.objects.select_related("report"), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Http404
    corrections.resolve(correction, form.cleaned_data["state"], request.user, form.cleaned_data["answer"])
    return back_to(correction.report)
