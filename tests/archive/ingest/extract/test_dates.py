"""When it was published, when the meeting was held."""

import pytest

from tests.archive.ingest.articles import extracted

TITLE = "Hai ngành giao ban công tác phối hợp"


def dates(*page: str, **known) -> dict[str, str]:
    return {fact.kind: fact.value.edtf for fact in extracted("\n\n".join([TITLE, *page]), **known).dates}


def test_dateline_and_day_are_two_dates():
    found = dates("Thứ Ba, 27/07/2010, 14:00", "Ngày 26/7, tại Hà Nội, hai bộ tổ chức hội nghị giao ban.")
    assert found == {"published": "2010-07-27", "meeting": "2010-07-26"}


def test_a_december_meeting_reported_in_january():
    found = dates("03/01/2015 - 08:00", "Chiều 30/12, hai ngành tổ chức hội nghị giao ban.")
    assert found["meeting"] == "2014-12-30"


@pytest.mark.parametrize(
    ("sentence", "meeting"),
    [
        ("Sáng 24.6, hai ngành sơ kết 6 tháng đầu năm 2020.", "2020-06-24"),
        ("Ngày 26-6, hai huyện giao ban quý 2/2019.", "2019-06-26"),
        ("Ngày 15-1, hai bộ họp giao ban, đánh giá công tác phối hợp trong năm 2019.", "2020-01-15"),
        ("Ngày 19/12, hai đoàn họp. Trong năm 2024, hai bên phối hợp chặt chẽ.", "2024-12-19"),
        ("Ngày 30/5, hai ngành tổng kết 10 năm chương trình phối hợp giai đoạn 2013 - 2023.", "2023-05-30"),
        ("Chiều 12-7, hai ngành ký quy chế phối hợp.", "XXXX-07-12"),
        ("Chiều ngày 30/11, hai ngành tổng kết chương trình giai đoạn 2011 - 2015.", "XXXX-11-30"),
        ("Ngày 12/5/2016, hai ngành tổng kết quy chế phối hợp.", "2016-05-12"),
    ],
)
def test_the_year_comes_from_the_period_under_review_or_stays_unknown(sentence, meeting):
    assert dates(sentence)["meeting"] == meeting


def test_a_documents_date_is_no_meeting():
    assert dates("Hai ngành thực hiện Quyết định số 65/2010/QĐ-TTg ngày 25.10.2010 của Thủ tướng Chính phủ.") == {}


def test_the_address_gives_month_and_day():
    assert dates("Ngày 18-11, hai ngành ký quy chế.", url="http://bao.example/channel/202011/a-b-c-d")["meeting"] == (
        "2020-11-18"
    )
    assert dates("Hai ngành ký quy chế.", url="https://bao.example/bai-20201130222806717.htm") == {
        "published": "2020-11-30"
    }


def test_today_and_yesterday_count_from_the_dateline():
    assert dates("12/03/2019 - 08:00", "Hôm qua, hai ngành tổ chức hội nghị giao ban.")["meeting"] == "2019-03-11"


def test_the_day_the_page_was_fetched_is_not_the_day_of_publication():
    page = (
        "Thứ 6, 29/03/2024 05:05:29 GMT+7\n\n"
        + TITLE
        + "\n\nThứ 6, 18/11/2016 | 15:09:00\n\nNgày 18-11, hai bên hội đàm."
    )
    found = {fact.kind: fact.value.edtf for fact in extracted(page).dates}
    assert found["published"] == "2016-11-18"


def test_a_meeting_after_its_report_is_noted():
    notes = extracted(f"{TITLE}\n\n12/03/2019 - 08:00\n\nNgày 15/3/2019, hai ngành tổ chức hội nghị.").notes
    assert "meeting_on" in notes
