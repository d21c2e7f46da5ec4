"""A small reviewed vocabulary of topics."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from archive.models.authority import AuthorityEntry
from archive.models.evidence import Evidence


class Topic(AuthorityEntry):
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("chủ đề")
        verbose_name_plural = _("chủ đề")

    def __str__(self) -> str:
        return self.name_en if self.name_en and get_language() == "en" else self.name

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.code])


class ReportTopic(Evidence):
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="report_topics")

    def __str__(self) -> str:
        return str(self.topic)
