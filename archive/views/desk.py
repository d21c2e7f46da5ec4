"""The review desk: a queue by doubt, and a page a report on which every fact is accepted, edited, rejected or added.

Everything is a form that works by itself; static/js/desk.js only saves the way back to the place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from archive import publication
from archive.ingest.errors import IngestError
from archive.models import Agency, Change, Correction, Passage, Report
from archive.review import corrections, decide, doubt, history, lookup, outdated
from archive.review.forms import FACT_FORMS, AnswerForm, FactForm, TextsForm
from archive.review.kinds import anchor_of, find_fact
from archive.views.cards import LABELS, Card, Group, describe, difference_lines, groups_of, lines_of
from archive.views.listing import page_of
from archive.views.marks import Piece, mark
from archive.views.staff import staff

THRESHOLDS = (0.95, decide.ACCEPT_ALL_FROM, 0.8)
_PER_PAGE = 30
_CHANGES_SHOWN = 30


# ---------------------------------------------------------------- the queue


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


# ---------------------------------------------------------------- the page of a report


@dataclass(frozen=True, slots=True)
class Block:
    """One passage with its facts marked, or several in a row that are no part of the article."""

    passages: list[tuple[Passage, list[Piece]]]
    is_furniture: bool


@staff
@require_GET
def report(request: HttpRequest, accession: str) -> HttpResponse:
    found = Report.objects.select_related("place", "meeting", "reprint_of")
    return render(request, "archive/desk/report.html", _report_context(get_object_or_404(found, accession=accession)))


def _report_context(report: Report) -> dict[str, Any]:
    groups = groups_of(report)
    counts = decide.counts_of(card.row for group in groups for card in group.cards)
    last = outdated.last_difference(report)
    return {
        "section": "desk",
        "tab": "queue",
        "report": report,
        "groups": groups,
        "blocks": list(_blocks(report, groups)),
        "undecided": counts["suggested"],
        "decided": sum(counts.values()) - counts["suggested"],
        "thresholds": [(f"{value:.2f}", round(100 * value), _sure(groups, value)) for value in THRESHOLDS],
        "corrections": report.corrections.filter(state=Correction.State.OPEN),
        "notes": [note for name, note in report.extraction_notes.items() if name != "judgment"],
        "judgment": report.extraction_notes.get("judgment", []),
        "changes": list(lines_of(_changes_of(report)[:_CHANGES_SHOWN])),
        "difference": difference_lines(last[1]) if last else [],
        "read_again_at": last[0].made_at if last else None,
        "kinds": LABELS.items(),
    }


def _changes_of(report: Report) -> Any:
    return Change.objects.filter(model="report", object_id=report.pk)


def _sure(groups: list[Group], confidence: float) -> int:
    return sum(card.is_undecided and card.row.confidence >= confidence for group in groups for card in group.cards)


def _blocks(report: Report, groups: list[Group]) -> Iterator[Block]:
    passages = list(report.passages.all())
    cards = [card for group in groups for card in group.cards if card.row.has_span and not card.is_rejected]
    marked = mark(report.source_text, [(passage.start, passage.end) for passage in passages], cards)
    furniture: list[tuple[Passage, list[Piece]]] = []
    for passage, pieces in zip(passages, marked, strict=True):
        if passage.kind == Passage.Kind.FURNITURE:
            furniture.append((passage, pieces))
            continue
        if furniture:
            yield Block(furniture, is_furniture=True)
            furniture = []
        yield Block([(passage, pieces)], is_furniture=False)
    if furniture:
        yield Block(furniture, is_furniture=True)


# ---------------------------------------------------------------- decisions


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _back(report: Report, anchor: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("desk_report", args=[report.accession]) + (f"#{anchor}" if anchor else ""))


def _fact_or_404(report: Report, anchor: str) -> Any:
    fact = find_fact(report, anchor)
    if fact is None:
        raise Http404
    return fact


@staff
@require_POST
def decide_fact(request: HttpRequest, accession: str, anchor: str, decision: str) -> HttpResponse:
    report = get_object_or_404(Report, accession=accession)
    fact = _fact_or_404(report, anchor)
    try:
        {"accept": decide.accept, "reject": decide.reject}[decision](fact, by=request.user)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    return _back(report, anchor)


@staff
def edit_fact(request: HttpRequest, accession: str, anchor: str) -> HttpResponse:
    report = get_object_or_404(Report, accession=accession)
    fact = _fact_or_404(report, anchor)
    kind = anchor.partition("-")[0]
    form = FACT_FORMS[kind](_posted(request), report=report, fact=fact)
    if request.method == "POST" and form.is_valid() and _saved(form, decide.edit, fact, request.user):
        return _back(report, anchor)
    context = {"form": form, "fact": Card(kind, fact), "says": describe(fact)}
    return _fact_page(request, report, kind, context)


@staff
def add_fact(request: HttpRequest, accession: str, kind: str) -> HttpResponse:
    report = get_object_or_404(Report, accession=accession)
    if kind not in FACT_FORMS:
        raise Http404
    form = FACT_FORMS[kind](_posted(request), report=report, initial=_selected(request, report))
    if request.method == "POST" and form.is_valid():
        fact = _saved(form, decide.add, report, kind, request.user)
        if fact:
            return _back(report, anchor_of(fact))
    return _fact_page(request, report, kind, {"form": form})


def _selected(request: HttpRequest, report: Report) -> dict[str, Any]:
    """What was selected in the article, by ?start= and ?end=."""
    start, end = request.GET.get("start", ""), request.GET.get("end", "")
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= len(report.source_text)):
        return {}
    return {"start": int(start), "end": int(end), "quote": report.source_text[int(start) : int(end)]}


def _saved(form: FactForm, save: Any, *arguments: Any) -> Any:
    """What `save` returns, or True; False where the form then says why not."""
    try:
        return save(*arguments, **form.values()) or True
    except decide.AlreadyThere as error:
        form.add_error(None, str(error))
    except ObjectDoesNotExist:
        form.add_error(None, _("Máy vừa đọc lại bài và dữ kiện này không còn nữa."))
    return False


def _fact_page(request: HttpRequest, report: Report, kind: str, context: dict[str, Any]) -> HttpResponse:
    context |= {"section": "desk", "report": report, "kind": kind, "label": LABELS[kind], "action": request.path}
    return render(request, "archive/desk/fact_form.html", context)


@staff
@require_POST
def accept_above(request: HttpRequest, accession: str) -> HttpResponse:
    report = get_object_or_404(Report, accession=accession)
    confidence = next((value for value in THRESHOLDS if f"{value:.2f}" == request.POST.get("confidence")), None)
    if confidence is None:
        raise Http404
    if not decide.accept_above(report, confidence, by=request.user):
        messages.info(request, _("Không còn điều nào chắc đến mức ấy mà chưa duyệt."))
    return _back(report)


@staff
def edit_texts(request: HttpRequest, accession: str) -> HttpResponse:
    report = get_object_or_404(Report, accession=accession)
    form = TextsForm(_posted(request), initial={"title": report.title, "lead": report.lead})
    if request.method == "POST" and form.is_valid():
        decide.edit_texts(report, request.user, **form.cleaned_data)
        return _back(report)
    context = {"section": "desk", "report": report, "form": form, "label": _("Tiêu đề và dẫn"), "action": request.path}
    return render(request, "archive/desk/fact_form.html", context)


@staff
@require_POST
def review(request: HttpRequest, accession: str) -> HttpResponse:
    """Done with the report: on to the next one."""
    report = get_object_or_404(Report, accession=accession)
    following = _following(report)
    decide.mark_reviewed(report, request.user, is_reviewed=request.POST.get("undo") != "1")
    if request.POST.get("undo") == "1":
        return _back(report)
    return redirect("desk_report", following) if following else redirect("desk")


def _following(report: Report) -> str | None:
    order = [one.report for one in doubt.queue()]
    after = order[order.index(report.pk) + 1 :] if report.pk in order else order
    return Report.objects.values_list("accession", flat=True).get(pk=after[0]) if after else None


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
    return _back(report)


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
    return _back(report)


@staff
@require_POST
def resolve_correction(request: HttpRequest, pk: int) -> HttpResponse:
    correction = get_object_or_404(Correction.objects.select_related("report"), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Http404
    corrections.resolve(correction, form.cleaned_data["state"], request.user, form.cleaned_data["answer"])
    return _back(correction.report)


# ---------------------------------------------------------------- history


@staff
@require_POST
def undo_last(request: HttpRequest, accession: str) -> HttpResponse:
    """Take back the last of one's own changes to the report that still stands."""
    report = get_object_or_404(Report, accession=accession)
    own = _changes_of(report).filter(made_by=request.user, undoes=None, undone_by=None).exclude(action=history.EXTRACT)
    last = own.first()
    if last is None:
        messages.info(request, _("Không còn gì để hoàn tác."))
    else:
        _undo(request, last)
    return _back(report)


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


@staff
@require_GET
def look_up(request: HttpRequest, kind: str) -> JsonResponse:
    """Entries for what is being typed: [{code, name}]."""
    if kind not in ("agency", "place", "document"):
        raise Http404
    found = lookup.suggest(kind, request.GET.get("q", "")[:200])
    return JsonResponse({"results": [{"code": code, "name": name} for code, name in found]})
