"""What every extracted fact carries: where it stands in the text, how it was read, and what a person decided."""

from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EvidenceState(models.TextChoices):
    SUGGESTED = "suggested", _("đề xuất")
    ACCEPTED = "accepted", pgettext_lazy("dữ kiện", "đã nhận")
    EDITED = "edited", _("đã sửa")
    REJECTED = "rejected", _("đã bác")


class EvidenceQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Facts that count: all but the rejected."""
        return self.exclude(state=EvidenceState.REJECTED)

    def public(self) -> Self:
        """Standing facts of published reports."""
        return self.standing().filter(report__in=apps.get_model("archive", "Report").objects.published())

    def count_reports_by(self, field: str) -> dict[int, int]:
        """How many reports each value of the foreign key `field` occurs in, the most first."""
        rows = self.order_by().values_list(field).annotate(reports=models.Count("report", distinct=True))
        return dict(rows.order_by("-reports", field))

    def undecided(self) -> Self:
        return self.filter(state=EvidenceState.SUGGESTED)

    def decided(self) -> Self:
        return self.exclude(state=EvidenceState.SUGGESTED)


class Evidence(models.Model):
    """A fact of one report. `start` and `end` count code points in `report.source_text`; the slice equals `quote`.

    A fact known from elsewhere (an address, file metadata, a person) has no span. `key` names the fact within its
    report, so that a new extraction recognises what a person decided and leaves it alone.
    """

    State = EvidenceState

    report = models.ForeignKey("archive.Report", on_delete=models.CASCADE, related_name="%(class)ss")
    key = models.CharField(max_length=400)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    quote = models.TextField(blank=True)
    method = models.CharField(max_length=60, blank=True)
    confidence = models.FloatField(default=1.0)
    state = models.CharField(max_length=10, choices=EvidenceState, default=EvidenceState.SUGGESTED)
    suggestion = models.JSONField(default=dict, blank=True)  # what extraction read, kept beside a person's edit
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="%(class)s_once_per_report"),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(start__lt=F("end")), name="%(class)s_span_ordered"
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0) & Q(confidence__lte=1), name="%(class)s_confidence_is_a_share"
            ),
        ]

    @property
    def has_span(self) -> bool:
        return self.start is not None and self.end is not None
