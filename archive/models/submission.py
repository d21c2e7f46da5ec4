"""What was handed in, and what became of it. The rows are the queue; a Celery message is only a bell."""

import time
from collections.abc import Iterable
from functools import partial
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive import bells
from archive.ingest import originals
from archive.ingest.errors import Reason
from archive.vietnamese.normalize import normalize


class SubmissionState(models.TextChoices):
    RECEIVED = "received", _("đã nhận")
    WORKING = "working", _("đang xử lý")
    DONE = "done", _("xong")
    FAILED = "failed", _("không nạp được")

    @classmethod
    def unfinished(cls) -> list[Self]:
        return [cls.RECEIVED, cls.WORKING]


class SubmissionOutcome(models.TextChoices):
    CREATED = "created", _("bài mới")
    UPDATED = "updated", _("cập nhật bài đã có")
    UNCHANGED = "unchanged", _("không có gì mới")
    DUPLICATE = "duplicate", _("trùng bài đã có")
    SPLIT = "split", _("đã tách thành nhiều bài")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def receive(
        self, data: bytes | Iterable[bytes], name: str, *, limit: int | None = None, is_rung: bool = True, **known: Any
    ) -> "Submission":
        """Keep the bytes, then the row, then ring the worker's bell; `known` are further fields of the row.

        `data` is streamed (`UploadedFile.chunks()`, `originals.chunks_of(file)`). More than `limit` bytes
        (SUBMISSION_MAX_BYTES) are not kept: the row then says so. OSError where the disk refuses.
        """
        started = time.perf_counter()
        chunks = [data] if isinstance(data, bytes) else data
        original = originals.keep(chunks, settings.SUBMISSION_MAX_BYTES if limit is None else limit)
        name = " ".join(normalize(name).split())[-300:]
        submission = self.model(name=name, sha256=original.sha256, length=original.length, **known)
        if not original.sha256:
            submission.refuse(Reason.TOO_LARGE)
        with transaction.atomic():
            submission.save(force_insert=True)
            milliseconds = round(1000 * (time.perf_counter() - started))
            submission.events.create(stage="received", milliseconds=milliseconds)
            if is_rung and submission.state == SubmissionState.RECEIVED:
                transaction.on_commit(partial(bells.ring, bells.INGEST, submission.pk))
        return submission

    def waiting(self) -> Self:
        """Those a worker may claim now: received, due for another attempt, or left by a worker whose lease ran out."""
        new = Q(state=SubmissionState.RECEIVED, lease_until__isnull=True)
        return self.filter(new | Q(state__in=SubmissionState.unfinished(), lease_until__lt=timezone.now()))

    def unfinished(self) -> Self:
        return self.filter(state__in=SubmissionState.unfinished())


class Submission(models.Model):
    """One file, pasted text, or one article within a file of several (then `parent`, `offset` and `length` say where).

    The bytes lie under `settings.SUBMISSIONS_DIR` by `sha256` of the whole file and are never changed. A worker holds a
    submission until `lease_until`; where that lies ahead of one only received, another attempt waits for it.
    """

    State = SubmissionState
    Outcome = SubmissionOutcome

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=300)  # file name as handed in, or "line 12" of its parent
    sha256 = models.CharField(max_length=64, db_index=True)
    offset = models.PositiveBigIntegerField(default=0)
    length = models.PositiveBigIntegerField()
    source_id = models.CharField(max_length=300, blank=True)
    source_url = models.TextField(blank=True)
    outlet = models.CharField(max_length=200, blank=True)
    publish = models.BooleanField(default=False)  # publish whatever the judgment is
    is_sample = models.BooleanField(default=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="submissions"
    )
    received_at = models.DateTimeField(auto_now_add=True, db_index=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    state = models.CharField(max_length=10, choices=SubmissionState, default=SubmissionState.RECEIVED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=10, choices=SubmissionOutcome, blank=True)
    reason = models.CharField(max_length=40, blank=True)  # a code of archive.ingest.errors
    detail = models.TextField(blank=True)  # where in the file, beside what `explanation` says
    report = models.ForeignKey(
        "archive.Report", null=True, blank=True, on_delete=models.SET_NULL, related_name="submissions"
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("lượt nạp")
        verbose_name_plural = _("lượt nạp")
        indexes = [models.Index(fields=["state", "lease_until"])]
        constraints = [models.UniqueConstraint(fields=["parent", "offset"], name="submission_part_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("submission", args=[self.pk])

    @property
    def explanation(self) -> str:
        """What went wrong and what to do, in a sentence for a person; empty where nothing did."""
        return str(Reason(self.reason).label) if self.reason else ""

    @property
    def can_be_retried(self) -> bool:
        return self.state == SubmissionState.FAILED and bool(self.sha256)

    def refuse(self, reason: Reason, detail: str = "") -> None:
        """Make it a failed one; saving is left to the caller."""
        self.state = SubmissionState.FAILED
        self.reason, self.detail, self.finished_at = reason, detail, timezone.now()


class SubmissionEvent(models.Model):
    """A stage: received, read, split, clean, parse, extract, segment, store, failed, postponed or retried."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    stage = models.CharField(max_length=20)
    detail = models.TextField(blank=True)
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    happened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.stage}"
