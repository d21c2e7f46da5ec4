"""Reports, the parts of their text, their dates, and the stored word segmentation."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Coalesce, Substr
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.models.edtf import EDTFField
from archive.models.evidence import Evidence
from archive.vietnamese.dates import PartialDate

if TYPE_CHECKING:
    from archive.models.agency import Agency
    from archive.models.legal import LegalDocument
    from archive.models.official import Official
    from archive.models.place import Place
    from archive.models.topic import Topic


def filed_on(path: str = "") -> Coalesce:
    """The day a report is filed under, as a column; `path` leads to the report ("report__")."""
    known_meeting = Case(When(**{f"{path}meeting_on__lt": "X"}, then=F(f"{path}meeting_on")))
    return Coalesce(known_meeting, F(f"{path}published_on"), output_field=EDTFField())


class ReportStatus(models.TextChoices):
    DRAFT = "draft", _("bản nháp")
    PUBLISHED = "published", _("đã công bố")
    WITHDRAWN = "withdrawn", _("đã rút")


class ReportQuerySet(models.QuerySet["Report"]):
    def published(self) -> Self:
        """The one definition of public: what anyone may read, and what the index holds."""
        return self.filter(status=ReportStatus.PUBLISHED)

    def met_in(self, year: int) -> Self:
        return self.filter(meeting_on__gte=f"{year:04d}", meeting_on__lt=f"{year + 1:04d}")

    def published_in(self, year: int) -> Self:
        return self.filter(published_on__gte=f"{year:04d}", published_on__lt=f"{year + 1:04d}")

    def within(self, when: PartialDate, field: str = "meeting_on") -> Self:
        """Reports whose date lies in that year or month, or is that day."""
        if when.year is None or when.day is not None:
            return self.filter(**{field: when})
        following = f"{when.year + 1:04d}"
        if when.month is not None and when.month < 12:
            following = f"{when.year:04d}-{when.month + 1:02d}"
        return self.filter(**{f"{field}__gte": when.edtf, f"{field}__lt": following})

    def citing(self, document: "LegalDocument") -> Self:
        return self.filter(pk__in=document.citations.standing().values("report"))

    def involving(self, agency: "Agency") -> Self:
        """Reports in which the agency took part (a mention is no part)."""
        return self.filter(pk__in=agency.roles.taking_part().values("report"))

    def located_in(self, place: "Place") -> Self:
        """Reports of meetings held there, in a part of it or in what was merged into it."""
        return self.filter(place__in=type(place).objects.within(place).order_by().values("pk"))

    def featuring(self, official: "Official") -> Self:
        return self.filter(pk__in=official.appearances.standing().values("report"))

    def on_topic(self, topic: "Topic") -> Self:
        return self.filter(pk__in=topic.report_topics.standing().values("report"))

    def dated(self) -> Self:
        """Adds `dated`, the day a report is filed under: the meeting's, else the publication's; newest first.

        A meeting day without its year files nothing.
        """
        return self.annotate(dated=filed_on()).order_by(F("dated").desc(nulls_last=True), "-pk")

    def count_by_year(self) -> dict[int, int]:
        """How many reports are filed under each year."""
        return self.dated().count_by("dated", 4)

    def count_by(self, field: str, length: int) -> dict[int, int]:
        """Counts by year (`length` 4), month (7) or day (10) of a date; dates known less well are left out."""
        part = Substr(field, 1, length, output_field=models.CharField())
        rows = self.order_by().annotate(part=part).values_list("part").annotate(Count("pk")).order_by("part")
        known = {part: count for part, count in rows if part and len(part) == length and not part.startswith("X")}
        return {int(part.rsplit("-", 1)[-1]): count for part, count in known.items()}

    def count_by_place(self) -> dict[int, int]:
        """How many reports each place has, the most first."""
        rows = self.exclude(place=None).order_by().values_list("place").annotate(reports=Count("pk"))
        return dict(rows.order_by("-reports", "place"))

    def for_list(self) -> Self:
        """Without the texts, which a list does not show."""
        return self.select_related("place__parent").defer("text", "source_text")

    def listed(self, pks: Sequence[int]) -> list["Report"]:
        """These reports for a list, in the order of their keys."""
        found = self.for_list().in_bulk(pks)
        return [found[pk] for pk in pks if pk in found]

    def dirty(self) -> Self:
        """Those whose present revision the index has not seen."""
        return self.exclude(indexed_revision=F("revision"))

    def mark_dirty(self) -> int:
        """Count one revision more, so that the index takes these up. Call inside the transaction of the change."""
        return self.update(revision=F("revision") + 1)


class Report(models.Model):
    """One article. `source_text` is all that was read, page furniture included; every span counts in it.

    `text` is what a reader reads: the passages kept, joined by blank lines, without the title.
    """

    Status = ReportStatus

    accession = models.CharField(max_length=20, unique=True, null=True, editable=False)  # permanent: "GB-000123"
    source_id = models.CharField(max_length=300, unique=True, null=True, blank=True)
    source_url = models.TextField(blank=True)
    outlet = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=600)
    lead = models.TextField(blank=True)
    text = models.TextField()
    source_text = models.TextField()
    text_sha256 = models.CharField(max_length=64, db_index=True)  # of source_text
    published_on = EDTFField()
    meeting_on = EDTFField()
    place = models.ForeignKey("archive.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="reports")
    meeting = models.ForeignKey(
        "archive.Meeting", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    reprint_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reprints")

    is_report = models.BooleanField(default=False)  # judged to be about a coordination meeting
    is_report_confidence = models.FloatField(default=0.0)
    is_sample = models.BooleanField(default=False)  # invented, shown with a badge
    status = models.CharField(max_length=10, choices=ReportStatus, default=ReportStatus.DRAFT, db_index=True)
    withdrawal_reason = models.TextField(blank=True)
    extractor_version = models.PositiveIntegerField(default=0)
    extraction_notes = models.JSONField(default=dict, blank=True)  # why so judged, and conflicts worth a person's look
    reviewed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    revision = models.PositiveIntegerField(default=1)
    indexed_revision = models.PositiveIntegerField(default=0)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting_on", "-published_on", "-pk"]
        verbose_name = _("bài")
        verbose_name_plural = _("bài")
        indexes = [
            # All that lists and counts look at: without it they read the texts' pages (12,000 reports: 44 ms, not 1).
            models.Index(fields=["status", "meeting_on", "published_on", "place"]),
            models.Index(fields=["status", "published_on"]),
            models.Index(F("revision") - F("indexed_revision"), name="report_revision_behind"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.accession])

    @property
    def dated_on(self) -> PartialDate | None:
        """The meeting's date, else the publication's: the date to sort and group by."""
        return self.meeting_on or self.published_on


class PassageKind(models.TextChoices):
    HEADING = "heading", _("tiêu đề")
    LEAD = "lead", _("dẫn")
    PARAGRAPH = "paragraph", _("đoạn")
    CAPTION = "caption", _("chú thích ảnh")
    BYLINE = "byline", _("tác giả")
    DATELINE = "dateline", _("ngày đăng")
    FURNITURE = "furniture", _("ngoài bài")


class Passage(models.Model):
    """A part of the text, in order: `report.source_text[start:end]`. Furniture is not in the text, but kept to see."""

    Kind = PassageKind
    IN_TEXT = (PassageKind.LEAD, PassageKind.PARAGRAPH, PassageKind.CAPTION)

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="passages")
    kind = models.CharField(max_length=10, choices=PassageKind)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["start", "pk"]
        constraints = [models.CheckConstraint(condition=Q(start__lt=F("end")), name="passage_span_ordered")]

    def __str__(self) -> str:
        return self.text[:80]


class DateKind(models.TextChoices):
    PUBLISHED = "published", _("ngày đăng")
    MEETING = "meeting", _("ngày họp")


class ReportDate(Evidence):
    """How a report's publication or meeting date was known. `Report.published_on` and `meeting_on` hold the best."""

    Kind = DateKind

    kind = models.CharField(max_length=10, choices=DateKind)
    value = EDTFField(null=False)

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class Segmentation(models.Model):
    """Words of one text version, so that a rebuild of the index does not segment again.

    `title` and `text` hold the report's words separated by spaces, a word's syllables joined by "_".
    """

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="segmentation")
    text_sha256 = models.CharField(max_length=64)
    segmenter = models.CharField(max_length=40)
    title = models.TextField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.report_id} {self.segmenter}"
