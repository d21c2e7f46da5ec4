"""Decisions on the facts of a report: accept, edit, reject, add."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from archive.models import Report
from archive.review import decide
from archive.review.forms import FACT_FORMS, FactForm, TextsForm
from archive.review.kinds import anchor_of, find_fact
from archive.views.cards import LABELS, Card, describe
from archive.views.desk.entries import back_to
from archive.views.staff import staff

THRESHOLDS = (0.95, decide.ACCEPT_ALL_FROM, 0.8)


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


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
    return back_to(report, anchor)


@staff
def edit_fact(request: HttpRequest, accession: str, anchor: str) -> HttpResponse:
    report = get_object_or_404(Report, accession=accession)
    fact = _fact_or_404(report, anchor)
    kind = anchor.partition("-")[0]
    form = FACT_FORMS[kind](_posted(request), report=report, fact=fact)
    if request.method == "POST" and form.is_valid() and _saved(form, decide.edit, fact, request.user):
        return back_to(report, anchor)
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
            return back_to(report, anchor_of(fact))
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
    return back_to(report)


@staff
def edit_texts(request: HttpRequest, accession: str) -> HttpResponse:
    report = get_object_or_404(Report, accession=accession)
    form = TextsForm(_posted(request), initial={"title": report.title, "lead": report.lead})
    if request.method == "POST" and form.is_valid():
        decide.edit_texts(report, request.user, **form.cleaned_data)
        return back_to(report)
    context = {"section": "desk", "report": report, "form": form, "label": _("Tiêu đề và dẫn"), "action": request.path}
    return render(request, "archive/desk/fact_form.html", context)
