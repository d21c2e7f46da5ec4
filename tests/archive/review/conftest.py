"""A report with facts as an extraction left them, and somebody who decides."""

import pytest
from django.contrib.auth import get_user_model

from archive.models import Agency, AgencyRole, Place, Report, ReportDate, ReportPlace
from archive.vietnamese.dates import PartialDate

TEXT = (
    "Giao ban quý I\n\nSáng 3/4/2019, tại Đồng Xoài, Công an tỉnh Bình Phước và Bộ đội Biên phòng tỉnh họp giao ban. "
    "Hội nghị đánh giá quý I, ngày 28/3/2019 đã có báo cáo."
)


@pytest.fixture(autouse=True)
def submissions_folder(settings, tmp_path):
    settings.SUBMISSIONS_DIR = tmp_path / "submissions"


@pytest.fixture
def by(db):
    return get_user_model().objects.create(username="duyet", is_staff=True)


@pytest.fixture
def province(db):
    return Place.objects.create(code="binh-phuoc", name="Bình Phước", full_name="Tỉnh Bình Phước", kind="province")


@pytest.fixture
def police(db):
    return Agency.objects.create(code="cong-an_binh-phuoc", name="Công an tỉnh Bình Phước", level="province")


@pytest.fixture
def guards(db):
    return Agency.objects.create(
        code="bien-phong_binh-phuoc", name="Bộ đội Biên phòng tỉnh Bình Phước", level="province"
    )


@pytest.fixture
def report(db):
    return make_report()


def make_report(text: str = TEXT, **fields) -> Report:
    accession = f"GB-{Report.objects.count() + 1:06d}"
    fields = {"title": "Giao ban quý I", "text": text, "status": "published", "is_report": True, **fields}
    return Report.objects.create(accession=accession, source_text=text, text_sha256=accession, **fields)


def span(report: Report, quote: str) -> dict:
    start = report.source_text.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote}


def role(report: Report, agency: Agency, kind: str = "party", confidence: float = 0.95, **fields) -> AgencyRole:
    key = fields.pop("key", str(agency.pk))
    fields = {"method": "gazetteer", "confidence": confidence, **fields}
    return AgencyRole.objects.create(report=report, agency=agency, role=kind, key=key, **fields)


def date(report: Report, kind: str, edtf: str, confidence: float = 0.95, **fields) -> ReportDate:
    value = PartialDate.from_edtf(edtf)
    fields = {"method": "printed", "confidence": confidence, **fields}
    return ReportDate.objects.create(report=report, kind=kind, value=value, key=f"{kind}:{edtf}", **fields)


def place(report: Report, where: Place, confidence: float = 0.9) -> ReportPlace:
    return ReportPlace.objects.create(
        report=report, place=where, name=where.full_name, key=str(where.pk), method="printed", confidence=confidence
    )
