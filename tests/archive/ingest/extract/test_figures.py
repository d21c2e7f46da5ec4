"""Figures with value, unit, noun, qualifier and period."""

from decimal import Decimal

import pytest

from tests.archive.ingest.articles import extracted


def figures(text: str):
    return extracted(f"Hai ngành giao ban\n\n{text}").figures


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Hai bên xử lý 6.328 vụ phạm pháp hình sự.", "6328", "vụ"),
        ("Hàng hóa trị giá hơn 180 tỷ đồng.", "180000000000", "đồng"),
        ("Thu giữ gần 10gam heroin.", "10", "gam"),
        ("Thu giữ 3,2 kg ma túy.", "3.2", "kg"),
        ("Có hơn 126 ngàn người tham gia.", "126000", "người"),
        ("Thu 2 súng tự chế.", "2", "súng tự chế"),
        ("Có 229 xã, phường tham gia.", "229", "xã, phường"),
        ("Có 100% cơ sở giáo dục ký cam kết.", "100", "cơ sở giáo dục"),
    ],
)
def test_value_and_unit(text, value, unit):
    (figure,) = figures(text)
    assert figure.value == Decimal(value)
    assert figure.unit.split()[0] == unit.split()[0]


def test_two_joined_by_a_stroke():
    assert [(figure.value, figure.unit) for figure in figures("Phá 3 vụ/4 đối tượng.")] == [(3, "vụ"), (4, "đối tượng")]


def test_noun_qualifier_period_and_quote():
    (figure,) = figures("Trong 6 tháng đầu năm 2019, hai bên bắt hơn 40 vụ mua bán ma túy.")
    assert (figure.noun, figure.qualifier) == ("mua bán ma túy", "hơn")
    assert figure.period == "6 tháng đầu năm 2019"
    assert figure.evidence.quote == "hơn 40 vụ"


@pytest.mark.parametrize(
    "text",
    [
        "Công an 07 tỉnh ký quy chế.",
        "Hai bên sơ kết 5 năm phối hợp.",
        "Quy chế gồm 3 chương, 14 điều.",
        "Lữ đoàn 681 và 3 lực lượng phối hợp.",
        "Ngày 12/5, hai bên họp lần thứ 29.",
        "Hai bên thống nhất 8 nội dung.",
        "Đây là lần thứ 3 hai bên gặp nhau.",
    ],
)
def test_what_is_numbered_is_not_counted(text):
    assert figures(text) == ()


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Hai bên bắt 40 vụ mua bán ma túy.", ["ma-tuy"]),
        ("Về buôn lậu, hai bên bắt 40 vụ, thu 3 kg ma túy.", ["buon-lau", "ma-tuy"]),
        ("Hai bên bắt 40 vụ, 60 đối tượng buôn lậu.", ["buon-lau", "buon-lau"]),
        ("Hai bên phá 40 vụ buôn lậu; nhận 900 tin báo; bắt 2 kg ma túy.", ["buon-lau", "", "ma-tuy"]),
        ("Hai bên nhận 900 tin báo; xử lý 40 vụ buôn lậu.", ["buon-lau", "buon-lau"]),
        ("Công tác phòng, chống ma túy được chú trọng. Hai bên nhận 900 tin báo.", [""]),
    ],
)
def test_a_figure_is_on_the_topic_its_own_clause_or_sentence_names(text, topics):
    assert [figure.topic for figure in figures(text)] == topics


def test_figures_of_a_long_sentence_have_their_topics():
    text = ", ".join(f"bắt {number} vụ ma túy" for number in range(100, 4100))
    assert {figure.topic for figure in figures(f"Hai bên {text}.")} == {"ma-tuy"}
