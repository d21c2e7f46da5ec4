"""Figures reported: "hơn 180 tỷ đồng" is value 180000000000, unit đồng, qualifier hơn."""

from typing import Self

from django.db import models
from django.db.models import F

from archive.models.evidence import Evidence, EvidenceQuerySet
from archive.models.report import filed_on


class FigureQuerySet(EvidenceQuerySet):
    def dated(self) -> Self:
        """Adds `dated`, the day its report is filed under; newest first, then in the order of the text."""
        newest = F("dated").desc(nulls_last=True)
        return self.annotate(dated=filed_on("report__")).order_by(newest, "-report", "start", "pk")

    def for_list(self) -> Self:
        """With report and topic, without the texts, which a list does not show."""
        return self.select_related("report", "topic").defer("report__text", "report__source_text")

    def count_by_unit(self) -> dict[str, int]:
        """How many figures each unit counts, the most first."""
        rows = self.exclude(unit="").order_by().values_list("unit").annotate(models.Count("pk"))
        return dict(rows.order_by("-pk__count", "unit"))


class Figure(Evidence):
    """`unit` is what is counted or measured ("vụ", "kg"), `noun` what of ("phạm pháp hình sự", "ma túy").

    `topic` is the one its own sentence names, if any; a report may have others.
    """

    value = models.DecimalField(max_digits=24, decimal_places=4)
    value_text = models.CharField(max_length=60)  # as printed: "6.328", "180 tỷ"
    unit = models.CharField(max_length=80, blank=True)
    noun = models.CharField(max_length=300, blank=True)
    qualifier = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=120, blank=True)
    topic = models.ForeignKey("archive.Topic", null=True, blank=True, on_delete=models.PROTECT, related_name="figures")
    sentence = models.TextField(blank=True)

    objects = FigureQuerySet.as_manager()  # type: ignore[misc]

    def __str__(self) -> str:
        return self.quote
