"""Agencies by name, place and part taken."""

import pytest

from tests.archive.ingest.articles import extracted, taking_part


def parties(text: str, title: str = "Hội nghị giao ban", **known) -> set[str]:
    return set(taking_part(extracted(f"{title}\n\n{text}", **known)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Công an các tỉnh: Bình Phước, Tây Ninh và Long An ký quy chế phối hợp.",
            {"Công an tỉnh Bình Phước", "Công an tỉnh Tây Ninh", "Công an tỉnh Long An"},
        ),
        (
            "Bộ Chỉ huy Quân sự 3 tỉnh Đồng Tháp, Long An, Tiền Giang tổ chức hội nghị.",
            {
                "Bộ Chỉ huy Quân sự tỉnh Đồng Tháp",
                "Bộ Chỉ huy Quân sự tỉnh Long An",
                "Bộ Chỉ huy Quân sự tỉnh Tiền Giang",
            },
        ),
        (
            "Viện kiểm sát nhân dân và Tòa án nhân dân tỉnh Quảng Nam sơ kết quy chế phối hợp.",
            {"Viện kiểm sát nhân dân tỉnh Quảng Nam", "Tòa án nhân dân tỉnh Quảng Nam"},
        ),
        (
            "Bộ Chỉ huy BĐBP tỉnh Đắk Lắk và Vườn Quốc gia Yok Don sơ kết quy chế phối hợp.",
            {"Bộ đội Biên phòng tỉnh Đắk Lắk", "Vườn Quốc gia Yok Don"},
        ),
        ("Hai Bộ Công an và Quốc phòng giao ban 6 tháng.", {"Bộ Công an", "Bộ Quốc phòng"}),
        (
            "Công an quận 1 ký quy chế với Công an các quận 3, Phú Nhuận (TP.HCM).",
            {"Công an quận 1", "Công an quận 3", "Công an quận Phú Nhuận"},
        ),
        (
            "Cảng vụ hàng hải Quảng Ninh, Hải Phòng và Bộ Tư lệnh Vùng Cảnh sát biển 1 ký quy chế.",
            {
                "Cảng vụ Hàng hải Quảng Ninh",
                "Cảng vụ Hàng hải Hải Phòng",
                "Bộ Tư lệnh Vùng Cảnh sát biển 1",
            },
        ),
        (
            "Công an tỉnh Sơn La và Công an tỉnh Hủa Phăn (Lào) hội đàm.",
            {"Công an tỉnh Sơn La", "Công an tỉnh Hủa Phăn (Lào)"},
        ),
    ],
)
def test_names(text, expected):
    assert parties(text) == expected


def test_the_province_alone_is_the_articles_own():
    text = "Chiều 5/4, tại tỉnh Bình Phước, Công an tỉnh và Cục Hải quan tỉnh ký quy chế."
    assert parties(text) == {"Công an tỉnh Bình Phước", "Cục Hải quan tỉnh Bình Phước"}


def test_the_paper_tells_the_province_where_the_text_does_not():
    text = "Chiều 5/4, Công an tỉnh và Sở Giáo dục và Đào tạo ký quy chế."
    assert parties(text, url="https://baodaklak.vn/a.html") == {
        "Công an tỉnh Đắk Lắk",
        "Sở Giáo dục và Đào tạo tỉnh Đắk Lắk",
    }


def test_short_names_of_a_headline_are_those_of_the_text():
    title = "Hải quan, Biên phòng Quảng Trị ký quy chế"
    text = "Cục Hải quan tỉnh Quảng Trị và Bộ đội Biên phòng tỉnh Quảng Trị ký quy chế phối hợp."
    assert parties(text, title) == {"Cục Hải quan tỉnh Quảng Trị", "Bộ đội Biên phòng tỉnh Quảng Trị"}


@pytest.mark.parametrize(
    "text",
    [
        "Công an tỉnh Cà Mau tổ chức hội nghị tại trụ sở Tòa án nhân dân tỉnh Cà Mau.",
        "Công an tỉnh Cà Mau ký kế hoạch thực hiện chỉ đạo của Bộ Công an.",
        "Công an tỉnh Cà Mau giao ban, tham mưu cho Ủy ban nhân dân tỉnh Cà Mau.",
        "Công an tỉnh Cà Mau tổng kết Nghị định số 03/2019/NĐ-CP của Chính phủ.",
    ],
)
def test_venues_policy_makers_and_those_advised_take_no_part(text):
    assert parties(text) == {"Công an tỉnh Cà Mau"}


def test_what_somebody_heads_is_only_mentioned():
    text = "Công an tỉnh Cà Mau họp giao ban. Đồng chí Lê Mẫu Thử, Chủ tịch Ủy ban nhân dân tỉnh Cà Mau phát biểu."
    assert parties(text) == {"Công an tỉnh Cà Mau"}


def test_organiser_and_attendee():
    roles = taking_part(
        extracted(
            "Hội nghị giao ban\n\nCông an tỉnh Cà Mau tổ chức hội nghị giao ban.\n\n"
            "Dự hội nghị có lãnh đạo Viện kiểm sát nhân dân tỉnh, Tòa án nhân dân tỉnh."
        )
    )
    assert roles == {
        "Công an tỉnh Cà Mau": "organiser",
        "Viện kiểm sát nhân dân tỉnh Cà Mau": "attendee",
        "Tòa án nhân dân tỉnh Cà Mau": "attendee",
    }


def test_known_agencies_carry_their_code_and_others_propose_a_name():
    codes = {
        a.name: a.code
        for a in extracted("Hội nghị giao ban\n\nCông an tỉnh Cà Mau và Lữ đoàn 999 ký quy chế.").agencies
    }
    assert codes == {"Công an tỉnh Cà Mau": "cong-an_ca-mau", "Lữ đoàn 999": None}
