"""The event; one or more reports are about it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.edtf import EDTFField


class Meeting(models.Model):
    title = models.CharField(max_length=600)
    held_on = EDTFField()
    place = models.ForeignKey("archive.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="meetings")
    is_confirmed = models.BooleanField(default=False)  # a person grouped these reports; extraction keeps away

    class Meta:
        ordering = ["-held_on", "pk"]
        verbose_name = _("hội nghị")
        verbose_name_plural = _("hội nghị")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.pk])
