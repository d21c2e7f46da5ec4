"""Legal documents and their citations."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.authority import AuthorityEntry
from archive.models.edtf import EDTFField
from archive.models.evidence import Evidence


class LegalDocument(AuthorityEntry):
    """One document, however it is spelt. `number` is the fullest number known ("133/2002/QĐ-TTg")."""

    type = models.CharField(max_length=80)
    number = models.CharField(max_length=80, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    issuer = models.CharField(max_length=300, blank=True)
    issued_on = EDTFField()
    title = models.TextField(blank=True)
    aliases = models.JSONField(default=list, blank=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        ordering = ["type", "year", "number"]
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """ "Quyết định 133/2002/QĐ-TTg"; the year is added where the number lacks it and it is known."""
        number = self.number
        if self.year and number and str(self.year) not in number and "/" not in number:
            number = f"{number}/{self.year}"
        return f"{self.type} {number}".strip()

    def get_absolute_url(self) -> str:
        return reverse("legal_document", args=[self.code])


class Citation(Evidence):
    """A document named in a report."""

    document = models.ForeignKey(LegalDocument, on_delete=models.PROTECT, related_name="citations")

    def __str__(self) -> str:
        return str(self.document)
