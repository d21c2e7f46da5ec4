"""Places: provinces, districts and communes, with validity and successors (63 provinces until 2025-06-30, 34 after)."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.authority import AuthorityEntry
from archive.models.evidence import Evidence


class PlaceKind(models.TextChoices):
    COUNTRY = "country", _("quốc gia")
    PROVINCE = "province", _("tỉnh")
    CITY = "city", _("thành phố trực thuộc trung ương")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")


class PlaceQuerySet(models.QuerySet["Place"]):
    def provinces(self) -> Self:
        return self.filter(kind__in=[PlaceKind.PROVINCE, PlaceKind.CITY])

    def with_province(self) -> Self:
        """With what `province` and `province_today` walk through."""
        return self.select_related("successor", "parent__successor", "parent__parent__successor")

    def within(self, place: "Place") -> Self:
        """The place, what lies in it two levels down, and what was merged into it with all that lay there."""
        itself = Q(pk=place.pk) | Q(parent=place) | Q(parent__parent=place)
        merged = Q(successor=place) | Q(parent__successor=place) | Q(parent__parent__successor=place)
        return self.filter(itself | merged)


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

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("địa bàn")
        verbose_name_plural = _("địa bàn")
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("place", args=[self.code])

    @property
    def province(self) -> "Place":
        """The province or city this place lies in (itself for one)."""
        place = self
        while place.parent and place.kind not in (PlaceKind.PROVINCE, PlaceKind.CITY):
            place = place.parent
        return place

    @property
    def in_full(self) -> str:
        """ "Huyện Lộc Ninh, Bình Phước": a district or commune with what it lies in."""
        if self.parent and self.kind in (PlaceKind.DISTRICT, PlaceKind.COMMUNE):
            return f"{self.full_name}, {self.parent.name}"
        return self.full_name

    @property
    def province_today(self) -> "Place":
        """The province that holds the place now: Đồng Nai for what was filed under Bình Phước."""
        province = self.province
        while province.is_past and province.successor:
            province = province.successor
        return province

    @property
    def is_past(self) -> bool:
        return self.valid_to is not None and self.valid_to < timezone.localdate()


class ReportPlace(Evidence):
    """Where the meeting was held, as read in the report."""

    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="report_places")
    name = models.CharField(max_length=300)  # the venue or place as printed

    def __str__(self) -> str:
        return self.name
