"""A small invented archive, indexed, and nothing remembered from the test before."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.utils import translation
from haystack import connections

from archive.models import AgencyName, Place, Report
from archive.vietnamese.dates import PartialDate
from search import codes, facets, indexing, known_words, suggest
from search.query import lexicon
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    AppearanceFactory,
    CitationFactory,
    LegalDocumentFactory,
    OfficialFactory,
    PlaceFactory,
    ReportFactory,
    ReportTopicFactory,
    TopicFactory,
)
from tests.search.backends.conftest import backend_of

KEPT = (
    codes._LINKS,
    facets.COLUMNS,
    facets._KEPT_LABELS,
    facets._PROVINCES,
    lexicon.LEXICON,
    suggest.NAMES,
    known_words.VOCABULARY,
)


def forget():
    for kept in KEPT:
        kept.clear()


@pytest.fixture(autouse=True)
def nothing_remembered():
    forget()
    with translation.override("vi"):  # an English page leaves its language behind
        yield
    forget()


@pytest.fixture
def engine(tmp_path, monkeypatch):
    """The default engine with an index of its own."""
    made = backend_of("whoosh", tmp_path)
    monkeypatch.setattr(connections["default"], "_backend", made)
    return made


@dataclass
class Archive:
    drugs: Report
    smuggling: Report
    forest: Report
    merged: Report
    coast: Report


@pytest.fixture
def archive(db, engine) -> Archive:
    """Five reports: three provinces (one merged into another), four agencies, a decision and an official."""
    new = PlaceFactory(code="dong-nai", name="Đồng Nai")
    old = PlaceFactory(
        code="binh-phuoc", name="Bình Phước", successor=new, valid_to=date(2025, 6, 30), kind=Place.Kind.PROVINCE
    )
    hue = PlaceFactory(code="hue", name="Huế")
    police = AgencyFactory(code="cong-an_binh-phuoc", name="Công an tỉnh Bình Phước", level="province", place=old)
    coast_guard = AgencyFactory(code="vung-csb-2", name="Bộ Tư lệnh Vùng Cảnh sát biển 2", level="region")
    AgencyName.objects.create(agency=coast_guard, name="Cảnh sát biển Vùng 2", kind=AgencyName.Kind.SHORT)
    rangers = AgencyFactory(code="kiem-lam", name="Kiểm lâm vùng", level="department")
    decision = LegalDocumentFactory(
        code="quyet-dinh-133-2002", type="Quyết định", number="133/2002/QĐ-TTg", year=2002, issuer="Thủ tướng"
    )
    drugs_topic = TopicFactory(code="ma-tuy", name="ma túy")
    made = Archive(
        drugs=ReportFactory(
            title="Sơ kết phòng, chống ma túy tuyến biên giới",
            paragraphs=(
                "Công an tỉnh Bình Phước và biên phòng họp về phòng, chống ma túy.",
                "Sáu tháng qua hai lực lượng bắt 6.328 vụ theo Quyết định số 133/2002/QĐ-TTg.",
            ),
            place=old,
            meeting_on=PartialDate(2019, 5, 2),
            published_on=PartialDate(2019, 5, 3),
        ),
        smuggling=ReportFactory(
            title="Quản lý thị trường và hải quan chống buôn lậu",
            paragraphs=("Lực lượng quản lý thị trường phối hợp hải quan chống buôn lậu <b>& hàng giả</b>.",),
            place=hue,
            meeting_on=PartialDate(2020, 11),
            published_on=PartialDate(2020, 11, 20),
            source_id="bao-vi-du-7",
        ),
        forest=ReportFactory(
            title="Kiểm lâm và dân quân tự vệ giữ rừng",
            paragraphs=("Hội nghị giao ban công tác bảo vệ rừng, có đồng chí Lưu Phúc Chẩn dự.",),
            place=hue,
            meeting_on=None,
            published_on=PartialDate(2021, 3, 9),
        ),
        merged=ReportFactory(
            title="Giao ban biên giới năm đầu sau sắp xếp",
            paragraphs=("Các đơn vị của tỉnh mới họp giao ban tuyến biên giới.",),
            place=new,
            meeting_on=PartialDate(2025, 9, 1),
            published_on=PartialDate(2025, 9, 2),
        ),
        coast=ReportFactory(
            title="Vùng Cảnh sát biển 2 ký quy chế với cảng vụ",
            paragraphs=("Bộ Tư lệnh Vùng Cảnh sát biển 2 ký quy chế phối hợp với tám cảng vụ.",),
            meeting_on=PartialDate(2022, 7, 1),
            published_on=PartialDate(2022, 7, 1),
        ),
    )
    AgencyRoleFactory(report=made.drugs, agency=police)
    AgencyRoleFactory(report=made.coast, agency=coast_guard)
    AgencyRoleFactory(report=made.forest, agency=rangers)
    CitationFactory(report=made.drugs, document=decision)
    ReportTopicFactory(report=made.drugs, topic=drugs_topic)
    AppearanceFactory(report=made.forest, official=OfficialFactory(name="Lưu Phúc Chẩn", folded_name="luu phuc chan"))
    indexing.index_reports()
    return made
