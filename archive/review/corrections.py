"""What readers say is wrong: taken in with its span, answered on the desk."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from archive.models import Change, Correction, Evidence, Report
from archive.review.history import Act, User
from archive.review.kinds import kind_of

MOST_OPEN_PER_REPORT = 50
MOST_PER_HOUR = 500  # from everybody together: what people on a desk can read


class TooMany(Exception):
    """Corrections come in faster than people can look at them."""


def receive(report: Report, message: str, fact: Evidence | None = None, quote: str = "") -> Correction:
    """Put a reader's words on the desk, with the place in the text they are about. TooMany."""
    _refuse_flood(report)
    correction = Correction(report=report, message=message, quote=quote)
    if fact is not None:
        correction.fact_kind, correction.fact_id = kind_of(fact), fact.pk
        correction.quote, correction.start, correction.end = fact.quote, fact.start, fact.end
    elif quote and (start := report.source_text.find(quote)) >= 0:
        correction.start, correction.end = start, start + len(quote)
    correction.save()
    return correction


def _refuse_flood(report: Report) -> None:
    hour_ago = timezone.now() - timedelta(hours=1)
    if report.corrections.filter(state=Correction.State.OPEN).count() >= MOST_OPEN_PER_REPORT:
        raise TooMany
    if Correction.objects.filter(created_at__gt=hour_ago).count() >= MOST_PER_HOUR:
        raise TooMany


@transaction.atomic
def resolve(correction: Correction, state: str, by: User, answer: str = "") -> Change | None:
    """Say what came of it; the fact itself is edited on its own."""
    act = Act("answer", correction.report, by)
    resolved = {"resolved_at": act.at, "resolved_by_id": by.pk}
    act.change(correction, state=state, answer=answer, **resolved)
    return act.close()
