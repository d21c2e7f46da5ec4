"""Handing in, and what became of it: for staff."""

import logging
from collections.abc import Iterator

from django.conf import settings
from django.contrib import messages
from django.db import OperationalError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from archive.forms import SubmissionForm
from archive.ingest import queue
from archive.models import Submission
from archive.models.submission import SubmissionQuerySet
from archive.views.access import staff_only
from archive.views.listing import page_of

logger = logging.getLogger(__name__)

PER_PAGE = 50
_CANNOT_KEEP = gettext_lazy(
    "Kho dữ liệu đang không ghi được (đĩa đầy, không có quyền ghi hoặc cơ sở dữ liệu đang bận). Đã nhận %(count)d mục "
    "đầu, các mục sau thì chưa. Hãy báo quản trị rồi nạp lại những mục còn thiếu."
)
STAGES = {
    "received": gettext_lazy("nhận tệp"),
    "read": gettext_lazy("đọc tệp"),
    "split": gettext_lazy("tách bài"),
    "clean": gettext_lazy("làm sạch"),
    "parse": gettext_lazy("chia phần"),
    "extract": gettext_lazy("đọc dữ kiện"),
    "segment": gettext_lazy("tách từ"),
    "store": gettext_lazy("ghi vào kho"),
    "failed": gettext_lazy("không nạp được"),
    "postponed": gettext_lazy("hoãn, sẽ thử lại"),
    "retried": gettext_lazy("thử lại"),
}


@staff_only
def index(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    submissions = Submission.objects.filter(parent=None).select_related("report", "submitted_by")
    submissions = submissions.annotate(part_count=Count("parts")).order_by("-received_at", "-pk")
    if state in Submission.State.values:
        submissions = submissions.filter(state=state)
    states = _counts_by_state(Submission.objects.filter(parent=None))
    context = {
        "section": "submissions",
        "state": state,
        "states": states,
        "total": sum(count for *_state, count in states),
        "page": page_of(request, submissions, PER_PAGE),
        "is_moving": Submission.objects.unfinished().exists(),
    }
    return render(request, "archive/submission_list.html", context)


@staff_only
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    submission = get_object_or_404(Submission.objects.select_related("report", "parent", "submitted_by"), pk=pk)
    unfinished = Submission.objects.unfinished().filter(Q(pk=pk) | Q(parent=submission))
    context = {
        "section": "submissions",
        "submission": submission,
        "events": [(STAGES.get(event.stage, event.stage), event) for event in submission.events.all()],
        "page": page_of(request, submission.parts.select_related("report").order_by("offset", "pk"), PER_PAGE),
        "part_counts": _counts_by_state(submission.parts.all()),
        "is_moving": unfinished.exists(),
    }
    return render(request, "archive/submission_detail.html", context)


def _counts_by_state(submissions: SubmissionQuerySet) -> list[tuple[str, str, int]]:
    """Value, label and number of each state."""
    counts = dict(submissions.order_by().values_list("state").annotate(Count("pk")))
    return [(state.value, str(state.label), counts.get(state.value, 0)) for state in Submission.State]


@staff_only
def new(request: HttpRequest) -> HttpResponse:
    form = SubmissionForm(request.POST, request.FILES) if request.method == "POST" else SubmissionForm()
    if form.is_valid():
        received: list[Submission] = []
        try:
            received.extend(receive(form, request))
        except (OSError, OperationalError) as error:
            logger.error("nothing more can be kept", exc_info=error)
            form.add_error(None, _CANNOT_KEEP % {"count": len(received)})
        else:
            return _received(request, received)
    context = {
        "section": "submission_new",
        "form": form,
        "max_megabytes": settings.SUBMISSION_MAX_BYTES // (1024 * 1024),
        "max_files": settings.SUBMISSION_MAX_FILES,
    }
    return render(request, "archive/submission_new.html", context, status=400 if form.errors else 200)


def _received(request: HttpRequest, received: list[Submission]) -> HttpResponse:
    if len(received) == 1:
        return redirect(received[0])
    count = len(received)
    messages.success(request, ngettext("Đã nhận %(count)s tệp.", "Đã nhận %(count)s tệp.", count) % {"count": count})
    return redirect("submissions")


def receive(form: SubmissionForm, request: HttpRequest) -> Iterator[Submission]:
    """One submission a file, and one for pasted text."""
    known = {name: form.cleaned_data[name] for name in ("source_url", "outlet", "publish")}
    known["submitted_by"] = request.user
    files = form.cleaned_data["files"]
    for file in files:
        yield Submission.objects.receive(file.chunks(), file.name, **known)
    if text := form.cleaned_data["text"].replace("\r\n", "\n"):  # a browser's line ends
        first_line = text.strip().splitlines()[0]
        yield Submission.objects.receive(text.encode(), f"{first_line[:80]}.txt", **known)


@require_POST
@staff_only
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    submission = get_object_or_404(Submission, pk=pk)
    if queue.retry(submission):
        messages.success(request, _("Đã xếp lại vào hàng chờ."))
    else:
        messages.warning(request, _("Không có gì để thử lại."))
    return redirect(submission)
