"""Coordination-meeting reports, their places and topics."""

import pytest

from tests.archive.ingest.articles import extracted

REPORT = (
    "Ba lực lượng giao ban quý I\n\nSáng 3/4/2019, tại thị xã Đồng Xoài, Công an tỉnh Bình Phước, Bộ Chỉ huy Quân sự "
    "tỉnh và Bộ đội Biên phòng tỉnh tổ chức hội nghị giao ban công tác phối hợp phòng, chống ma túy trên biên giới."
)


def test_a_meeting_is_one():
    judgment = extracted(REPORT).judgment
    assert judgment.is_report
    assert "mở hội nghị" in judgment.reasons


@pytest.mark.parametrize(
    "text",
    [
        "Bắt hai đối tượng giấu heroin\n\nNgày 3/4, Công an tỉnh Bình Phước bắt hai đối tượng vận chuyển ma túy.",
        "QUYẾT ĐỊNH số 12/2009/QĐ-UBND\n\nĐiều 1. Ban hành quy chế phối hợp giữa Công an và Kiểm lâm.",
        "Khai giảng lớp tập huấn\n\nNgày 5/4, Công an tỉnh mở lớp tập huấn cho công an xã.",
        "Rộn ràng lễ hội\n\nHàng nghìn người dự lễ hội hoa ban.",
    ],
)
def test_other_things_are_none(text):
    assert not extracted(text).judgment.is_report


def test_the_venue_is_the_place():
    place = extracted(REPORT).place
    assert place.code == "binh-phuoc_dong-xoai"
    assert place.evidence.method == "venue"


def test_the_paper_is_the_place_where_nothing_else_is():
    place = extracted("Hội nghị giao ban\n\nHai ngành họp.", url="https://baolangson.vn/a.html").place
    assert (place.code, place.evidence.span) == ("lang-son", None)


def test_a_union_named_after_a_man_is_no_place():
    assert extracted("Hội nghị giao ban\n\nĐoàn TNCS Hồ Chí Minh họp.").place is None


def test_topics_of_title_and_lead():
    assert {"ma-tuy", "bien-gioi"} <= {topic.code for topic in extracted(REPORT).topics}
