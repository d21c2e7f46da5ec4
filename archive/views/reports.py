"""A report: its text with the facts marked, where it comes from, how to cite it; staff publish and withdraw."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive import publication
from archive.export import citation as citations
from archive.models import Change, Passage, Report
from archive.views.access import staff_only
from archive.views.cards import ACTIONS
from archive.views.facts import Facts, facts_of
from archive.views.listing import page_of
from archive.views.marks import Piece, mark


def detail(request: HttpRequest, accession: str) -> HttpResponse:
    report = get_object_or_404(
        Report.objects.select_related("place__parent", "meeting", "reprint_of"), accession=accession
    )
    if not request.user.is_staff:
        if report.status == Report.Status.DRAFT:
            raise Http404
        if report.status == Report.Status.WITHDRAWN:
            return render(request, "archive/report_withdrawn.html", {"report": report}, status=410)
    facts = facts_of(report)
    passages = list(report.passages.all())
    context = {
        "report": report,
        "facts": facts,
        "title": marked_title(report, facts),
        "passages": marked_passages(report, [one for one in passages if one.kind in Passage.IN_TEXT], facts),
        "bylines": [passage for passage in passages if passage.kind == Passage.Kind.BYLINE],
        "dropped": [passage for passage in passages if passage.kind == Passage.Kind.FURNITURE],
        "submission": report.submissions.order_by("pk").last(),
        "siblings": siblings(report),
        "citation": citations.plain(report, request.build_absolute_uri(report.get_absolute_url())),
        "changes": history(report) if request.user.is_staff else [],
    }
    return render(request, "archive/report_detail.html", context)


def marked_passages(report: Report, passages: list[Passage], facts: Facts) -> list[tuple[str, list[Piece]]]:
    """The kind of each passage, and the passage in pieces."""
    ranges = [(passage.start, passage.end) for passage in passages]
    kinds = [passage.kind for passage in passages]
    return list(zip(kinds, mark(report.source_text, ranges, facts.marked()), strict=True))


def marked_title(report: Report, facts: Facts) -> list[Piece]:
    """The title with its facts marked, where it stands in the text word for word."""
    start = report.source_text.find(report.title)
    if start < 0:
        return [Piece(report.title)]
    return next(mark(report.source_text, [(start, start + len(report.title))], facts.marked()))


def siblings(report: Report) -> list[Report]:
    """Other published reports about the same meeting."""
    if report.meeting is None:
        return []
    return list(report.meeting.reports.published().exclude(pk=report.pk).dated().for_list()[:20])


def history(report: Report) -> list[tuple[str, Change]]:
    """What people did to the report, the latest first, each with its name."""
    changes = Change.objects.filter(model="report", object_id=report.pk).select_related("made_by")
    return [(str(ACTIONS.get(change.action, change.action)), change) for change in changes]


def citation(request: HttpRequest, accession: str, style: str) -> HttpResponse:
    report = get_object_or_404(Report.objects.published(), accession=accession)
    if style not in citations.STYLES:
        raise Http404
    address = request.build_absolute_uri(report.get_absolute_url())
    content_type, write = citations.STYLES[style]
    response = HttpResponse(write(report, address), content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{report.accession}.{style}"'
    return response


@staff_only
def drafts(request: HttpRequest) -> HttpResponse:
    reports = Report.objects.filter(status=Report.Status.DRAFT).for_list().order_by("is_report_confidence", "-pk")
    return render(request, "archive/draft_list.html", {"section": "drafts", "page": page_of(request, reports)})


@require_POST
@staff_only
def publish(request: HttpRequest, accession: str) -> HttpResponse:
    report = get_object_or_404(Report, accession=accession)
    publication.publish(report, by=request.user)
    messages.success(request, _("Đã công bố. Bài sẽ tìm được trong giây lát."))
    return _back(request, report)


@require_POST
@staff_only
def withdraw(request: HttpRequest, accession: str) -> HttpResponse:
    report = get_object_or_404(Report, accession=accession)
    publication.withdraw(report, by=request.user, reason=request.POST.get("reason", "").strip())
    messages.success(request, _("Đã rút bài khỏi kho công khai."))
    return _back(request, report)


def _back(request: HttpRequest, report: Report) -> HttpResponse:
    """To the list the act was done from, else to the report."""
    return redirect("drafts") if request.POST.get("next") == "drafts" else redirect(report)
