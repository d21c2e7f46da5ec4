"""Officials, and each one's appearances with the rank and posts printed that day."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.evidence import Evidence


class Official(models.Model):
    """A person. Two articles' namesakes stay two until rank, posts or a person say that they are one."""

    name = models.CharField(max_length=120, db_index=True)
    folded_name = models.CharField(max_length=120, db_index=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("cán bộ")
        verbose_name_plural = _("cán bộ")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("official", args=[self.pk])


class AppearanceRole(models.TextChoices):
    CHAIRED = "chaired", _("chủ trì")
    SPOKE = "spoke", _("phát biểu")
    SIGNED = "signed", _("ký kết")
    ATTENDED = "attended", _("tham dự")
    MENTIONED = "mentioned", _("được nhắc đến")


class Appearance(Evidence):
    """An official in a report: name, rank and posts as printed."""

    Role = AppearanceRole

    official = models.ForeignKey(Official, on_delete=models.PROTECT, related_name="appearances")
    name = models.CharField(max_length=120)
    rank = models.CharField(max_length=60, blank=True)
    posts = models.JSONField(default=list, blank=True)
    role = models.CharField(max_length=10, choices=AppearanceRole, default=AppearanceRole.ATTENDED)

    def __str__(self) -> str:
        return f"{self.rank} {self.name}".strip()
