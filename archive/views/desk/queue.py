"""The reports that wait for a person, the most doubtful first."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from archive.models import Agency, Report
from archive.review import doubt, outdated
from archive.views.listing import page_of
from archive.views.staff import staff

_PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report in the queue."""

    doubt: doubt.Doubt
    report: Report


@staff
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    doubts = doubt.queue()
    reason = request.GET.get("reason", "")
    chosen = [one for one in doubts if getattr(one, reason)] if reason in doubt.REASONS else doubts
    page = page_of(request, chosen, _PER_PAGE)
    proposed = Agency.objects.filter(is_reviewed=False, merged_into=None)
    context = {
        "section": "desk",
        "tab": "queue",
        "page": page,
        "waiting": _waiting(page),
        "reason": reason,
        "reasons": [(name, label, sum(bool(getattr(one, name)) for one in doubts)) for name, label in _reasons()],
        "total": len(doubts),
        "proposed_agencies": proposed.exclude(roles=None).distinct().count(),
        "outdated": outdated.outdated().count(),
    }
    return render(request, "archive/desk/queue.html", context)


def _reasons() -> list[tuple[str, str]]:
    return [
        ("corrections", _("Góp ý")),
        ("conflicts", _("Mâu thuẫn")),
        ("is_borderline", _("Chưa rõ loại bài")),
        ("proposed", _("Cơ quan lạ")),
        ("shaky", _("Chưa chắc")),
    ]


def _waiting(page: "Page[doubt.Doubt]") -> list[Waiting]:
    reports = Report.objects.for_list().in_bulk([one.report for one in page])
    return [Waiting(one, reports[one.report]) for one in page if one.report in reports]


@staff
@require_GET
def next_report(request: HttpRequest, accession: str) -> HttpResponse:
    """The report after this one in the queue, or before it by ?step=-1; the queue itself where there is none."""
    step = -1 if request.GET.get("step") == "-1" else 1
    order = [one.report for one in doubt.queue()]
    here = get_object_or_404(Report.objects.only("pk"), accession=accession).pk
    at = order.index(here) + step if here in order else 0
    if not 0 <= at < len(order) or order[at] == here:
        messages.info(request, _("Hàng chờ không còn bài nào ở phía này."))
        return redirect("desk")
    return redirect("desk_report", Report.objects.only("accession").get(pk=order[at]).accession)


def report_after(report: Report) -> str | None:
    order = [one.report for one in doubt.queue()]
    after = order[order.index(report.pk) + 1 :] if report.pk in order else order
    return Report.objects.values_list("accession", flat=True).get(pk=after[0]) if after else None
