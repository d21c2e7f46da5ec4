"""Rows for tests: each valid by itself, every name invented.

`fact(AgencyRoleFactory, report, "Công an tỉnh Bình Phước", agency=...)` gives a fact its span where the quote stands.
"""

import hashlib
from typing import Any

import factory
from django.contrib.auth.models import User

from archive.models import (
    Agency,
    AgencyRole,
    Appearance,
    Citation,
    Figure,
    LegalDocument,
    Meeting,
    Official,
    Passage,
    Place,
    Report,
    ReportDate,
    ReportPlace,
    ReportTopic,
    Submission,
    Topic,
)
from archive.models.evidence import Evidence
from archive.vietnamese.dates import PartialDate
from archive.vietnamese.normalize import fold

TITLE = "Giao ban công tác phối hợp giữa Công an và Bộ đội Biên phòng"
PARAGRAPHS = (
    "Sáng 26/7, Công an tỉnh Bình Phước và Bộ đội Biên phòng tỉnh tổ chức giao ban công tác phối hợp.",
    "Sáu tháng qua hai lực lượng bắt 6.328 vụ theo Quyết định 133/2002/QĐ-TTg.",
)


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"nguoi-dung-{n}")


class StaffFactory(UserFactory):
    is_staff = True
    is_superuser = True


class PlaceFactory(factory.django.DjangoModelFactory[Place]):
    class Meta:
        model = Place
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"noi-{n}")
    name = factory.Sequence(lambda n: f"Nơi {n}")
    full_name = factory.LazyAttribute(lambda place: f"Tỉnh {place.name}")
    kind = Place.Kind.PROVINCE


class AgencyFactory(factory.django.DjangoModelFactory[Agency]):
    class Meta:
        model = Agency
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"co-quan-{n}")
    name = factory.Sequence(lambda n: f"Cơ quan {n}")


class LegalDocumentFactory(factory.django.DjangoModelFactory[LegalDocument]):
    class Meta:
        model = LegalDocument
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"quyet-dinh-{n}-2002")
    type = "Quyết định"
    number = factory.Sequence(lambda n: f"{n}/2002/QĐ-TTg")
    year = 2002


class OfficialFactory(factory.django.DjangoModelFactory[Official]):
    class Meta:
        model = Official

    name = factory.Sequence(lambda n: f"Lưu Phúc Chẩn {n}")
    folded_name = factory.LazyAttribute(lambda official: fold(official.name))


class TopicFactory(factory.django.DjangoModelFactory[Topic]):
    class Meta:
        model = Topic
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"chu-de-{n}")
    name = factory.Sequence(lambda n: f"chủ đề {n}")


class MeetingFactory(factory.django.DjangoModelFactory[Meeting]):
    class Meta:
        model = Meeting

    title = TITLE
    held_on = PartialDate(2010, 7, 26)


class ReportFactory(factory.django.DjangoModelFactory[Report]):
    """A published report of `title` and `paragraphs`, with its passages; pass status="draft" for a draft."""

    class Meta:
        model = Report
        exclude = ("paragraphs",)
        skip_postgeneration_save = True

    paragraphs = PARAGRAPHS
    accession = factory.Sequence(lambda n: f"GB-{n + 1:06d}")
    title = TITLE
    text = factory.LazyAttribute(lambda report: "\n\n".join(report.paragraphs))
    lead = factory.LazyAttribute(lambda report: report.paragraphs[0])
    source_text = factory.LazyAttribute(lambda report: f"{report.title}\n\n{report.text}")
    text_sha256 = factory.LazyAttribute(lambda report: hashlib.sha256(report.source_text.encode()).hexdigest())
    published_on = PartialDate(2010, 7, 27)
    meeting_on = PartialDate(2010, 7, 26)
    status = Report.Status.PUBLISHED
    is_report = True
    is_report_confidence = 0.9
    extractor_version = 1

    @factory.post_generation
    def passages(self, create: bool, extracted: Any, **_: Any) -> None:
        if create:
            passages_of(self)


class SubmissionFactory(factory.django.DjangoModelFactory[Submission]):
    class Meta:
        model = Submission

    name = factory.Sequence(lambda n: f"bai-{n}.txt")
    sha256 = factory.LazyAttribute(lambda submission: hashlib.sha256(submission.name.encode()).hexdigest())
    length = 1000


class EvidenceFactory(factory.django.DjangoModelFactory[Any]):
    class Meta:
        abstract = True

    report = factory.SubFactory(ReportFactory)
    key = factory.Sequence(lambda n: f"khoa-{n}")
    method = "test"


class AgencyRoleFactory(EvidenceFactory):
    class Meta:
        model = AgencyRole

    agency = factory.SubFactory(AgencyFactory)
    role = AgencyRole.Role.PARTY


class AppearanceFactory(EvidenceFactory):
    class Meta:
        model = Appearance

    official = factory.SubFactory(OfficialFactory)
    name = factory.LazyAttribute(lambda appearance: appearance.official.name)
    rank = "Thượng tá"
    posts = ["Phó Chỉ huy trưởng"]


class CitationFactory(EvidenceFactory):
    class Meta:
        model = Citation

    document = factory.SubFactory(LegalDocumentFactory)


class FigureFactory(EvidenceFactory):
    class Meta:
        model = Figure

    value = 6328
    value_text = "6.328"
    unit = "vụ"


class ReportDateFactory(EvidenceFactory):
    class Meta:
        model = ReportDate

    kind = "meeting"
    value = PartialDate(2010, 7, 26)


class ReportPlaceFactory(EvidenceFactory):
    class Meta:
        model = ReportPlace

    place = factory.SubFactory(PlaceFactory)
    name = "Hội trường tỉnh"


class ReportTopicFactory(EvidenceFactory):
    class Meta:
        model = ReportTopic

    topic = factory.SubFactory(TopicFactory)


def passages_of(report: Report) -> None:
    """Heading, lead and paragraphs, as the blank lines of the report's source text part them."""
    start = 0
    for index, part in enumerate(report.source_text.split("\n\n")):
        kind = (Passage.Kind.HEADING, Passage.Kind.LEAD)[index] if index < 2 else Passage.Kind.PARAGRAPH
        Passage.objects.create(report=report, kind=kind, start=start, end=start + len(part), text=part)
        start += len(part) + 2


def fact(kind: type[EvidenceFactory], report: Report, quote: str, **fields: Any) -> Evidence:
    """A fact read where `quote` first stands in the report's source text."""
    start = report.source_text.index(quote)
    return kind(report=report, quote=quote, start=start, end=start + len(quote), **fields)
