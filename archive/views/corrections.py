"""A reader flags what is wrong; it lands on the desk with its place in the text."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from archive.models import Report
from archive.review import corrections
from archive.review.forms import CorrectionForm
from archive.review.kinds import find_fact
from archive.views.cards import describe

MOST_FROM_ONE_ADDRESS = 20
_HOUR = 3600


def correct(request: HttpRequest, accession: str) -> HttpResponse:
    report = get_object_or_404(Report.objects.published(), accession=accession)
    fact = find_fact(report, request.GET.get("fact", ""))
    posted = request.POST if request.method == "POST" else None
    form = CorrectionForm(posted, initial={"quote": request.GET.get("quote", "")[:2000]})
    context = {"report": report, "fact": fact, "says": describe(fact) if fact else "", "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "archive/desk/correct.html", context, status=400 if form.errors else 200)
    if not form.cleaned_data["website"]:
        try:
            _refuse_too_many(request)
            corrections.receive(report, form.cleaned_data["message"], fact, form.cleaned_data["quote"])
        except corrections.TooMany:
            return render(request, "archive/desk/correct.html", {**context, "is_busy": True}, status=429)
    return render(request, "archive/desk/correct.html", {**context, "is_done": True})


def _refuse_too_many(request: HttpRequest) -> None:
    """TooMany above MOST_FROM_ONE_ADDRESS an hour."""
    key = f"corrections:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, _HOUR)
    if cache.incr(key) > MOST_FROM_ONE_ADDRESS:
        raise corrections.TooMany
