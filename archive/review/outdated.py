"""Reading an article again with the extraction of today, and what that changes.

The difference shown beforehand is the difference written: both come from writing the report and comparing, the first in
a transaction that is rolled back.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from archive import bells
from archive.ingest import pipeline, store
from archive.ingest.extract import VERSION
from archive.ingest.store import Article
from archive.models import AgencyRole, Change, Evidence, Report, Submission
from archive.models.evidence import EvidenceState
from archive.review.history import EXTRACT, values_of
from archive.review.kinds import FIELDS, MODELS, facts_in

_OWN_FIELDS = ("title", "lead", "published_on", "meeting_on", "is_report", "status")

Said = dict[str, Any]


class NotKept(Exception):
    """The bytes the report was read from are not in the archive, so that it cannot be read again."""


@dataclass(slots=True)
class Difference:
    """Facts and fields that came, went, or are read differently: what they said before, and what they say after.

    Both go by "<kind>:<key>" for a fact and by its name for a field of the report.
    """

    before: dict[str, Said] = field(default_factory=dict)
    after: dict[str, Said] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.before or self.after)

    def came(self) -> list[str]:
        return [name for name in self.after if name not in self.before]

    def went(self) -> list[str]:
        return [name for name in self.before if name not in self.after]

    def changed(self) -> list[str]:
        return [name for name in self.after if name in self.before]


def outdated() -> QuerySet[Report]:
    """Reports read by an older extraction than today's."""
    return Report.objects.filter(extractor_version__lt=VERSION).order_by("pk")


def compare(report: Report) -> Difference:
    """What reading the report again would change. NotKept, IngestError."""
    submission = _source_of(report)
    article = pipeline.read_again(submission)
    with transaction.atomic():
        difference = _write(report, article, submission)
        transaction.set_rollback(True)
    report.refresh_from_db()
    return difference


def reread(report: Report) -> Difference:
    """Read the report again and keep what comes of it; what a person decided stands. NotKept, IngestError."""
    submission = _source_of(report)
    article = pipeline.read_again(submission)
    with transaction.atomic():
        difference = _write(report, article, submission)
        if difference:
            _record(report, difference)
        transaction.on_commit(lambda: bells.ring(bells.INDEX))
    return difference


def last_difference(report: Report) -> tuple[Change, Difference] | None:
    """What the last new reading changed, where it changed anything."""
    change = Change.objects.filter(model="report", object_id=report.pk, action=EXTRACT).first()
    return (change, Difference(change.before["read"], change.after["read"])) if change else None


def _source_of(report: Report) -> Submission:
    kept = report.submissions.filter(state=Submission.State.DONE).exclude(sha256="")
    kept = kept.filter(outcome__in=(Submission.Outcome.CREATED, Submission.Outcome.UPDATED))
    submission = kept.order_by("-pk").first()
    if submission is None:
        raise NotKept(report.accession)
    return submission


def _write(report: Report, article: Article, submission: Submission) -> Difference:
    report = Report.objects.select_for_update().get(pk=report.pk)
    before = dict(_said(report))
    store.update(report, article, submission)
    after = dict(_said(Report.objects.get(pk=report.pk)))
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return Difference(
        {name: before[name] for name in names if name in before},
        {name: after[name] for name in names if name in after},
    )


def _record(report: Report, difference: Difference) -> None:
    """Beside the report, and back into the queue of the desk where facts came or changed."""
    Change.objects.create(
        model="report",
        object_id=report.pk,
        action=EXTRACT,
        before={"read": difference.before},
        after={"read": difference.after},
    )
    if any(":" in name for name in difference.after):
        Report.objects.filter(pk=report.pk).update(reviewed_at=None)


def _said(report: Report) -> Iterator[tuple[str, Said]]:
    """What the report says now: its own fields and its undecided facts."""
    for name in _OWN_FIELDS:
        yield name, {"says": str(getattr(report, name) or "")}
    for kind in MODELS:
        for fact in facts_in(report, kind):
            if fact.state == EvidenceState.SUGGESTED:
                yield f"{kind}:{fact.key}", _fact_said(kind, fact)


def _fact_said(kind: str, fact: Evidence) -> Said:
    values = values_of(fact, FIELDS[kind])
    says = fact.agency.name if isinstance(fact, AgencyRole) else str(fact)  # without the role, which stands beside it
    return {"says": says, "quote": fact.quote, **{name: value for name, value in values.items() if value}}
