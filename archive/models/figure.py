"""Figures reported: "hơn 180 tỷ đồng" is value 180000000000, unit đồng, qualifier hơn."""

from django.db import models

from archive.models.evidence import Evidence


class Figure(Evidence):
    """`unit` is what is counted or measured ("vụ", "kg"), `noun` what of ("phạm pháp hình sự", "ma túy")."""

    value = models.DecimalField(max_digits=24, decimal_places=4)
    value_text = models.CharField(max_length=60)  # as printed: "6.328", "180 tỷ"
    unit = models.CharField(max_length=80, blank=True)
    noun = models.CharField(max_length=300, blank=True)
    qualifier = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=120, blank=True)
    sentence = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.quote
