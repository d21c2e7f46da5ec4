"""What people changed, and taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from archive.models import Change, Report
from archive.review import history
from archive.views.cards import lines_of
from archive.views.desk.entries import back_to, changes_of
from archive.views.listing import page_of
from archive.views.staff import staff

_PER_PAGE = 30


@staff
@require_POST
def undo_last(request: HttpRequest, accession: str) -> HttpResponse:
    """Take back the last of one's own changes to the report that still stands."""
    report = get_object_or_404(Report, accession=accession)
    own = (
        changes_of(report).filter(made_by=request.user.pk, undoes=None, undone_by=None).exclude(action=history.EXTRACT)
    )
    last = own.first()
    if last is None:
        messages.info(request, _("Không còn gì để hoàn tác."))
    else:
        _undo(request, last)
    return back_to(report)


@staff
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    _undo(request, get_object_or_404(Change, pk=pk))
    return HttpResponseRedirect(_own_address(request.POST.get("next", "")))


def _undo(request: HttpRequest, change: Change) -> None:
    try:
        history.undo(change, by=request.user)
    except history.UndoError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã hoàn tác."))


def _own_address(address: str) -> str:
    """An address on the desk; anything else leads to its front."""
    return address if address.startswith(reverse("desk")) else reverse("desk")


@staff
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    page = page_of(request, Change.objects.all(), _PER_PAGE)
    lines = list(lines_of(Change.objects.filter(pk__in=[change.pk for change in page])))
    context = {"section": "desk", "tab": "changes", "page": page, "lines": lines}
    return render(request, "archive/desk/changes.html", context)
