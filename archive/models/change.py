"""History of what people changed: who, when, before, after; each change can be undone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One act of a person on one object. `before` and `after` hold the changed fields only."""

    model = models.CharField(max_length=40)  # a model's name in lower case: "agency"
    object_id = models.PositiveBigIntegerField()
    action = models.CharField(max_length=20)  # add, edit, accept, reject, merge, split, rename, alias, withdraw, undo
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("thay đổi")
        verbose_name_plural = _("thay đổi")
        indexes = [models.Index(fields=["model", "object_id"])]

    def __str__(self) -> str:
        return f"{self.action} {self.model} {self.object_id}"
