"""Places: provinces, districts and communes, with validity and successors (63 provinces until 2025-06-30, 34 after)."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.authority import AuthorityEntry
from archive.models.evidence import Evidence


class PlaceKind(models.TextChoices):
    COUNTRY = "country", _("quốc gia")
    PROVINCE = "province", _("tỉnh")
    CITY = "city", _("thành phố trực thuộc trung ương")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")


class Place(AuthorityEntry):
    """`name` is without its kind ("Bình Phước"), `full_name` with it ("Tỉnh Bình Phước")."""

    Kind = PlaceKind

    name = models.CharField(max_length=120)
    full_name = models.CharField(max_length=160)
    kind = models.CharField(max_length=10, choices=PlaceKind)
    aliases = models.JSONField(default=list, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("place", args=[self.code])

    @property
    def province(self) -> "Place":
        """The province or city this place lies in (itself for one)."""
        place = self
        while place.parent_id and place.kind not in (PlaceKind.PROVINCE, PlaceKind.CITY):
            place = place.parent
        return place


class ReportPlace(Evidence):
    """Where the meeting was held, as read in the report."""

    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="report_places")
    name = models.CharField(max_length=300)  # the venue or place as printed
