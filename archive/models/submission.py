"""What was handed in, and what became of it. The rows are the queue; a Celery message is only a bell."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SubmissionState(models.TextChoices):
    RECEIVED = "received", _("đã nhận")
    WORKING = "working", _("đang xử lý")
    DONE = "done", _("xong")
    FAILED = "failed", _("không nạp được")


class SubmissionOutcome(models.TextChoices):
    CREATED = "created", _("bài mới")
    UPDATED = "updated", _("cập nhật bài đã có")
    UNCHANGED = "unchanged", _("không có gì mới")
    DUPLICATE = "duplicate", _("trùng bài đã có")
    SPLIT = "split", _("đã tách thành nhiều bài")


class SubmissionQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Those a worker may claim now: received, or abandoned by a worker whose lease ran out."""
        return self.filter(
            Q(state=SubmissionState.RECEIVED) | Q(state=SubmissionState.WORKING, lease_until__lt=timezone.now())
        )

    def unfinished(self) -> Self:
        return self.filter(state__in=[SubmissionState.RECEIVED, SubmissionState.WORKING])


class Submission(models.Model):
    """One file, pasted text, or one article within a file of several (then `parent`, `offset` and `length` say where).

    The bytes lie under `settings.SUBMISSIONS_DIR` by `sha256` of the whole file and are never changed.
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
    detail = models.TextField(blank=True)  # the sentence shown to a person
    report = models.ForeignKey(
        "archive.Report", null=True, blank=True, on_delete=models.SET_NULL, related_name="submissions"
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("lượt nạp")
        verbose_name_plural = _("lượt nạp")
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("submission", args=[self.pk])


class SubmissionEvent(models.Model):
    """One stage a submission went through: received, claimed, read, clean, parse, extract, store, failed, retried."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="events")
    stage = models.CharField(max_length=20)
    detail = models.TextField(blank=True)
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    happened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.stage}"
