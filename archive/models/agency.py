"""Agencies, their names through time, and the part each took in a report."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.authority import AuthorityEntry
from archive.models.evidence import Evidence, EvidenceQuerySet


class AgencyLevel(models.TextChoices):
    CENTRAL = "central", _("trung ương")
    FORCE = "force", _("lực lượng")
    DEPARTMENT = "department", _("tổng cục, cục, vụ")
    REGION = "region", _("quân khu, vùng, khu vực")
    PROVINCE = "province", _("cấp tỉnh")
    DISTRICT = "district", _("cấp huyện")
    UNIT = "unit", _("đơn vị")
    FOREIGN = "foreign", _("nước ngoài")


class Agency(AuthorityEntry):
    """One body; a body that was renamed, merged or split is followed by its `successor`."""

    Level = AgencyLevel

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=40, blank=True)  # family: cong-an, bo-doi-bien-phong, hai-quan ...
    level = models.CharField(max_length=10, choices=AgencyLevel, default=AgencyLevel.UNIT)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    place = models.ForeignKey("archive.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="agencies")
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        indexes = [models.Index(fields=["kind"]), models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("agency", args=[self.code])


class AgencyNameKind(models.TextChoices):
    FULL = "full", _("tên đầy đủ")
    SHORT = "short", _("tên gọi tắt")
    ABBREVIATION = "abbreviation", _("viết tắt")
    FORMER = "former", _("tên cũ")


class AgencyName(models.Model):
    Kind = AgencyNameKind

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=300, db_index=True)
    kind = models.CharField(max_length=12, choices=AgencyNameKind)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    is_loaded = models.BooleanField(default=False)  # from the authority file; others were added here and stay

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name", "kind"], name="agency_name_once")]

    def __str__(self) -> str:
        return self.name


class AgencyRoleKind(models.TextChoices):
    ORGANISER = "organiser", _("tổ chức")
    CHAIR = "chair", _("chủ trì")
    PARTY = "party", _("bên phối hợp")
    ATTENDEE = "attendee", _("tham dự")
    MENTIONED = "mentioned", _("được nhắc đến")


class AgencyRoleQuerySet(EvidenceQuerySet):
    def taking_part(self) -> Self:
        """Parts that count: neither rejected nor a mere mention."""
        return self.standing().exclude(role=AgencyRoleKind.MENTIONED)


class AgencyRole(Evidence):
    """The part an agency took in the meeting a report is about."""

    Role = AgencyRoleKind

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=10, choices=AgencyRoleKind)

    objects = AgencyRoleQuerySet.as_manager()  # type: ignore[misc]

    def __str__(self) -> str:
        return f"{self.agency} – {self.get_role_display()}"
