"""What a reader says is wrong, with the span it concerns; it lands on the review desk."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CorrectionState(models.TextChoices):
    OPEN = "open", _("chờ xem")
    ACCEPTED = "accepted", _("đã sửa theo")
    DECLINED = "declined", _("không sửa")


class Correction(models.Model):
    State = CorrectionState

    report = models.ForeignKey("archive.Report", on_delete=models.CASCADE, related_name="corrections")
    fact_kind = models.CharField(max_length=20, blank=True)  # as in archive/review/kinds.py; empty: the whole report
    fact_id = models.PositiveBigIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    message = models.TextField(max_length=2000)
    state = models.CharField(max_length=10, choices=CorrectionState, default=CorrectionState.OPEN)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("góp ý")
        verbose_name_plural = _("góp ý")

    def __str__(self) -> str:
        return f"{self.report_id}: {self.message[:60]}"
