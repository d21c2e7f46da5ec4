"""Handing in, and what became of it: for staff."""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from archive.forms import SubmissionForm
from archive.models import Submission
from archive.views.listing import page_of

PER_PAGE = 50


@staff_member_required(login_url="login")
def index(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    submissions = Submission.objects.filter(parent=None).select_related("report", "submitted_by")
    if state in Submission.State.values:
        submissions = submissions.filter(state=state)
    counts = dict(Submission.objects.filter(parent=None).order_by().values_list("state").annotate(Count("pk")))
    context = {
        "section": "submissions",
        "state": state,
        "states": [(value, label, counts.get(value, 0)) for value, label in Submission.State.choices],
        "total": sum(counts.values()),
        "page": page_of(request, submissions.annotate(part_count=Count("parts")), PER_PAGE),
        "is_moving": any(counts.get(value) for value in (Submission.State.RECEIVED, Submission.State.WORKING)),
    }
    return render(request, "archive/submission_list.html", context)


@staff_member_required(login_url="login")
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    submission = get_object_or_404(Submission.objects.select_related("report", "parent", "submitted_by"), pk=pk)
    unfinished = Submission.objects.unfinished().filter(Q(pk=pk) | Q(parent=submission))
    context = {
        "section": "submissions",
        "submission": submission,
        "events": submission.events.all(),
        "page": page_of(request, submission.parts.select_related("report").order_by("offset", "pk"), PER_PAGE),
        "part_counts": submission.parts.order_by().values_list("state").annotate(Count("pk")),
        "is_moving": unfinished.exists(),
    }
    return render(request, "archive/submission_detail.html", context)


@staff_member_required(login_url="login")
def new(request: HttpRequest) -> HttpResponse:
    form = SubmissionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        received = receive(form, request)
        if len(received) == 1:
            return redirect(received[0])
        count = len(received)
        messages.success(request, ngettext("Đã nhận %(count)s tệp.", "Đã nhận %(count)s tệp.", count) % {"count": count})
        return redirect("submissions")
    context = {
        "section": "submission_new",
        "form": form,
        "max_megabytes": settings.SUBMISSION_MAX_BYTES // (1024 * 1024),
        "max_files": settings.SUBMISSION_MAX_FILES,
    }
    return render(request, "archive/submission_new.html", context, status=400 if form.errors else 200)


@require_POST
@staff_member_required(login_url="login")
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    submission = get_object_or_404(Submission, pk=pk)
    Submission.objects.retry(submission)
    messages.success(request, _("Đã xếp lại vào hàng chờ."))
    return redirect(submission)
