"""Which part of a page is what."""

import pytest

from archive.ingest import lines
from tests.archive.ingest.articles import parsed, parts

TITLE = "Hai ngành ký quy chế phối hợp giữ rừng giáp ranh"
LEAD = (
    "Sáng 12/3, tại thị trấn Mẫu, Hạt Kiểm lâm huyện và Công an huyện ký quy chế phối hợp quản lý, bảo vệ rừng, "
    "phòng cháy, chữa cháy rừng ở vùng giáp ranh, thay cho bản ký từ năm năm trước."
)
BODY = (
    "Theo quy chế, hai bên báo cho nhau trong ngày khi phát hiện người lạ vào rừng; mỗi quý giao ban một lần, "
    "luân phiên chủ trì; mỗi năm diễn tập chữa cháy rừng một lần cùng các xã có rừng."
)


def page(*parts_of_page: str) -> str:
    return "\n\n".join(parts_of_page)


def test_title_lead_and_paragraphs():
    article = parsed(page(TITLE, LEAD, BODY))
    assert article.title == TITLE
    assert parts(article, "lead") == [LEAD]
    assert parts(article, "paragraph") == [BODY]


def test_an_article_without_a_title_is_called_by_its_first_sentence():
    article = parsed(page(LEAD, BODY))
    assert article.title_span is None
    assert article.title.startswith("Sáng 12/3, tại thị trấn Mẫu")
    assert len(article.title) <= 165


def test_the_address_tells_the_title_from_a_slogan_above_it():
    url = "https://bao.example/hai-nganh-ky-quy-che-phoi-hop-giu-rung-giap-ranh-123.html"
    article = parsed(page("Chào mừng ngày hội lớn của quê hương", TITLE, LEAD, BODY), url=url)
    assert article.title == TITLE


def test_the_number_of_a_picture_is_no_part_of_a_title():
    assert parsed(page(f"{TITLE} - Hình 1", LEAD, BODY)).title == TITLE


@pytest.mark.parametrize(
    "line",
    [
        "Thứ Ba, 27/07/2010, 14:00",
        "15/01/2020 - 21:48",
        "Cập nhật ngày: 01/10/2011 - 02:06",
        "08:48 19-12-2018 | :1298",
        "Thứ sáu, 28 Tháng 4 2023 11:58",
        "15/08/2019 - 17:05 | Nghe đọc bài | Giọng nữ",
    ],
)
def test_datelines(line):
    assert parts(parsed(page(TITLE, line, LEAD, BODY)), "dateline") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Tin, ảnh: HỒ MẪU",
        "Người viết: Lê Thị Mẫu",
        "P.Đăng",
        "H.KHÁ",
        "K.A",
        "PV",
        "NGUYỄN VĂN MẪU",
        "Ngọc Mẫu – Chí Thử",
        "Như Mẫu/TTM",
        "(Nguyệt Mẫu)",
        "Theo Báo Mẫu Biên Giới",
        "Vũ Thị Mẫu – VKSND tỉnh Thái Bình",
    ],
)
def test_bylines_end_the_article_and_what_follows_is_the_page(line):
    article = parsed(page(TITLE, LEAD, BODY, line, "Tìm kiếm nâng cao", "Liên kết website"))
    assert parts(article, "byline") == [line]
    assert parts(article, "furniture") == ["Tìm kiếm nâng cao", "Liên kết website"]


def test_a_byline_glued_to_the_last_sentence_is_cut_off():
    article = parsed(page(TITLE, LEAD, f"{BODY} Tin, ảnh: Lê Mẫu"))
    assert parts(article, "byline") == ["Tin, ảnh: Lê Mẫu"]
    assert parts(article, "paragraph") == [BODY]


def test_the_authors_name_above_the_text():
    assert parts(parsed(page(TITLE, "Lê Mẫu Thử", LEAD, BODY)), "byline") == ["Lê Mẫu Thử"]


@pytest.mark.parametrize(
    "line",
    [
        "Toàn cảnh Hội nghị.",
        "Các đại biểu dự hội nghị",
        "Lãnh đạo hai ngành ký quy chế phối hợp.",
        "Thiếu tướng Lê Mẫu, Giám đốc Công an TP. Hồ Chí Minh phát biểu khai mạc Hội nghị.",
        "Đại tá Trần Thử trao Giấy khen cho các tập thể.",
        "Lễ ký kết quy chế. Ảnh: N.D",
        "Dân quân xã Mẫu tuần tra cùng kiểm lâm địa bàn",
    ],
)
def test_captions(line):
    assert parts(parsed(page(TITLE, LEAD, line, BODY)), "caption") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Công an huyện tặng 14 Giấy khen cho các tập thể.",
        "Hội nghị thống nhất mỗi quý giao ban một lần.",
        "Đại tá Lê Mẫu đề nghị hai bên giữ nền nếp giao ban.",
        "Chiều 5/4, hai bên ký quy chế phối hợp.",
        "Thượng tá Lê Mẫu và Trung tá Trần Thử đồng chủ trì.",
    ],
)
def test_short_paragraphs_that_are_no_captions(line):
    assert parts(parsed(page(TITLE, LEAD, line, BODY)), "caption") == []


def test_a_caption_over_two_lines_is_one():
    caption = "Đại diện lãnh đạo Hải quan, Công an, Biên phòng ký kết\nphối hợp thực hiện quy chế."
    assert parts(parsed(page(TITLE, LEAD, caption, BODY)), "caption") == [caption]


def test_hard_wrapped_paragraphs_are_joined():
    wrapped = "\n".join(
        [
            "Theo kế hoạch của hai ngành, sáng ngày 11/9/2021 Viện kiểm sát và Tòa án",
            "nhân dân huyện mở hội nghị tổng kết quy chế phối hợp, dự có đồng chí Nguyễn",
            "Văn Mẫu, Viện trưởng; các thẩm phán, kiểm sát viên của hai cơ quan cùng các",
            "vị đại biểu mời từ những xã, thị trấn có nhiều vụ việc phải đưa ra xét xử.",
        ]
    )
    assert parts(parsed(page(TITLE, wrapped, BODY)), "lead") == [wrapped]


@pytest.mark.parametrize(
    "line",
    [
        "Lượt xem: 2093",
        "433",
        "Chia sẻ bài viết",
        "Chia sẻ Zalo",
        "Video Báo Ảnh Báo in Podcast Emagazine",
        "A A",
        ".jpg)",
        "le-ky-ket-quy-che.jpg",
        ">> Xem bài khác",
        "Giọng nữ",
        "leftcenterrightdel",
        "In bài viết",
        "Bình Mẫu, 30°C/27°C - 33°C",
    ],
)
def test_furniture(line):
    assert lines.is_furniture(line)
    assert line in parts(parsed(page(TITLE, line, LEAD, BODY)), "furniture")


def test_other_articles_named_at_the_end_are_furniture():
    others = ["Tin cùng chuyên mục", "Khai mạc hội thi nông dân giỏi toàn huyện lần thứ ba năm nay"]
    assert parts(parsed(page(TITLE, LEAD, BODY, *others)), "furniture") == others


def test_titles_listed_behind_the_text_are_furniture_without_a_heading():
    others = ["Tổng kết mô hình kinh tế vùng biên", "Giữ vững an ninh từ cơ sở"]
    assert parts(parsed(page(TITLE, LEAD, BODY, *others)), "furniture") == others


def test_a_lead_printed_twice_is_read_once():
    article = parsed(page(TITLE, LEAD, LEAD, BODY))
    assert parts(article, "lead") == [LEAD]
    assert parts(article, "paragraph") == [BODY]
    assert parts(article, "furniture") == [LEAD]
