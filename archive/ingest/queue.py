"""The queue: submissions are claimed by lease, and only who holds the lease may finish them.

A worker may be killed at any point. Its lease runs out, the next worker begins again, and since the report and the end
of the submission are written in one transaction, the submission ends exactly once.
"""

import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from archive import bells
from archive.ingest import originals
from archive.ingest.errors import IngestError, LeaseLost, Reason
from archive.models import Report, Submission, SubmissionEvent
from archive.models.submission import SubmissionQuerySet

logger = logging.getLogger(__name__)

State = Submission.State


def claim(pk: int) -> Submission | None:
    """The submission, held by the caller for INGEST_LEASE_SECONDS; None where it is finished or another's."""
    token = secrets.token_hex(16)
    claimed = Submission.objects.waiting().filter(pk=pk, attempts__lt=settings.INGEST_MAX_ATTEMPTS)
    if not claimed.update(state=State.WORKING, lease_token=token, lease_until=_lease_end(), attempts=F("attempts") + 1):
        return None
    return Submission.objects.filter(pk=pk, lease_token=token).first()


def next_waiting(count: int) -> list[int]:
    """Primary keys of up to `count` submissions to claim, the oldest first: overdue ones, then new ones."""
    waiting = (
        Submission.objects.filter(attempts__lt=settings.INGEST_MAX_ATTEMPTS).order_by("pk").values_list("pk", flat=True)
    )
    overdue = waiting.filter(state__in=State.unfinished(), lease_until__lt=timezone.now())
    new = waiting.filter(state=State.RECEIVED, lease_until__isnull=True)
    return [*overdue[:count], *new[:count]][:count]


def renew(submission: Submission) -> None:
    """Hold the submission for another INGEST_LEASE_SECONDS; within a transaction, until its end. LeaseLost."""
    _change(submission, lease_until=_lease_end())


def finish(submission: Submission, outcome: str, report: Report | None = None, detail: str = "") -> None:
    """Call within the transaction that writes what came of the submission. LeaseLost."""
    _end(submission, state=State.DONE, outcome=outcome, report=report, reason="", detail=detail)


def fail(submission: Submission, reason: Reason, detail: str = "") -> None:
    """LeaseLost."""
    _end(submission, state=State.FAILED, outcome="", reason=reason, detail=detail)


def postpone(submission: Submission) -> None:
    """Let the submission be tried again, later each time. LeaseLost."""
    pause = timedelta(seconds=2**submission.attempts)
    _change(submission, state=State.RECEIVED, lease_token="", lease_until=timezone.now() + pause)


def give_back(submission: Submission) -> None:
    """Let the submission be claimed again at once. LeaseLost."""
    _change(submission, state=State.RECEIVED, lease_token="", lease_until=None)


def retry(submission: Submission) -> bool:
    """Begin again with a failed submission, at a person's wish; False where there is nothing to begin with."""
    failed = Submission.objects.filter(pk=submission.pk, state=State.FAILED).exclude(sha256="")
    with transaction.atomic():
        fresh = {"attempts": 0, "lease_until": None, "lease_token": "", "reason": "", "detail": "", "finished_at": None}
        if not failed.update(state=State.RECEIVED, **fresh):
            return False
        SubmissionEvent.objects.create(submission=submission, stage="retried")
        transaction.on_commit(partial(bells.ring, bells.INGEST, submission.pk))
    return True


def sweep() -> int:
    """Give up what was tried too often, and ring for what waits; the number of those given up."""
    originals.drop_abandoned_drafts()
    given_up = give_up_exhausted()
    if next_waiting(1):
        bells.ring(bells.INGEST_WAITING)
    return given_up


def give_up_exhausted() -> int:
    """End what has had INGEST_MAX_ATTEMPTS attempts and no end; their number."""
    return sum(_give_up(pk) for pk in _exhausted().values_list("pk", flat=True))


def _exhausted() -> SubmissionQuerySet:
    return Submission.objects.waiting().filter(attempts__gte=settings.INGEST_MAX_ATTEMPTS)


@transaction.atomic
def _give_up(pk: int) -> bool:
    end = {"lease_token": "", "lease_until": None, "finished_at": timezone.now()}
    if not _exhausted().filter(pk=pk).update(state=State.FAILED, reason=Reason.GAVE_UP, **end):
        return False
    SubmissionEvent.objects.create(submission_id=pk, stage="failed", detail=Reason.GAVE_UP)
    return True


def _lease_end() -> datetime:
    return timezone.now() + timedelta(seconds=settings.INGEST_LEASE_SECONDS)


def _end(submission: Submission, **fields: Any) -> None:
    _change(submission, **fields, lease_token="", lease_until=None, finished_at=timezone.now())


def _change(submission: Submission, **fields: Any) -> None:
    held = Submission.objects.filter(pk=submission.pk, state=State.WORKING, lease_token=submission.lease_token)
    if not held.update(**fields):
        raise LeaseLost(submission.pk)


class Attempt:
    """One worker's try at a submission it holds: its stages are timed, and every way it can end is written down.

    What no reader foresaw ends neither the worker nor the batch: it is logged with its trace, and the submission is
    tried again until INGEST_MAX_ATTEMPTS, then fails as "internal". Who is told to stop gives the submission back.
    """

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.events: list[SubmissionEvent] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[SubmissionEvent]:
        """Times the block; its event is written with the outcome, or with `save_events`."""
        event = SubmissionEvent(submission=self.submission, stage=name)
        self.events.append(event)
        started = time.perf_counter()
        yield event
        event.milliseconds = round(1000 * (time.perf_counter() - started))

    def save_events(self) -> None:
        SubmissionEvent.objects.bulk_create(self.events)
        self.events = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, (Exception, KeyboardInterrupt)):
            try:
                self._record(error)
            except LeaseLost:
                logger.warning("submission %s was taken over by another worker", self.submission.pk)
        return isinstance(error, Exception)

    def _record(self, error: Exception | KeyboardInterrupt) -> None:
        if isinstance(error, LeaseLost):
            raise error
        if isinstance(error, KeyboardInterrupt):
            give_back(self.submission)
        elif isinstance(error, IngestError):
            self._fail(error.reason, error.detail)
        else:
            logger.error("submission %s failed", self.submission.pk, exc_info=error)
            self._fail_or_postpone(f"{type(error).__name__}: {error}"[:500])

    def _fail(self, reason: Reason, detail: str) -> None:
        self.events.append(
            SubmissionEvent(submission=self.submission, stage="failed", detail=f"{reason} {detail}".strip())
        )
        with transaction.atomic():
            fail(self.submission, reason, detail)
            self.save_events()

    def _fail_or_postpone(self, detail: str) -> None:
        if self.submission.attempts >= settings.INGEST_MAX_ATTEMPTS:
            self._fail(Reason.INTERNAL, detail)
            return
        self.events.append(SubmissionEvent(submission=self.submission, stage="postponed", detail=detail))
        with transaction.atomic():
            postpone(self.submission)
            self.save_events()
