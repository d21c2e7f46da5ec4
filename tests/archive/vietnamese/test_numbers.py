from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.vietnamese.numbers import find_numbers, parse_number


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("6.328", "6328"),
        ("10.548", "10548"),
        ("12.345.678", "12345678"),
        ("359,749", "359749"),
        ("02", "2"),
        ("3,2", "3.2"),
        ("5.5", "5.5"),
        ("1.234,5", "1234.5"),
        ("0,345", "0.345"),
        ("3,2 triệu", "3200000"),
        ("3,2 tỷ", "3200000000"),
        ("180 tỷ", "180000000000"),
        ("180 tỉ", "180000000000"),
        ("1,125 tỷ", "1125000000"),
        ("3.200 tỷ", "3200000000000"),
        ("2 nghìn tỷ", "2000000000000"),
        ("3 tỷ 200 triệu", "3200000000"),
        ("126 ngàn", "126000"),
        ("5 chục", "50"),
        (" 692 ", "692"),
    ],
)
def test_printed_numbers_have_a_value(printed: str, value: str) -> None:
    assert parse_number(printed) == Decimal(value)
    assert str(parse_number(printed)) == value


@pytest.mark.parametrize("text", ["", "vụ", "6.328 vụ", "26/7/2010", "133/2002", "1 2", "năm 2010", "9" * 40, "7h30"])
def test_what_is_not_one_number(text: str) -> None:
    assert parse_number(text) is None


def found(text: str) -> list[tuple[str, str | None]]:
    return [(mention.text, mention.qualifier) for mention in find_numbers(text)]


def test_qualifiers_stand_beside_their_numbers() -> None:
    assert found("thu hơn 180 tỷ đồng, Gần 2.400 vụ, trên dưới 5 triệu lượt và 12 xe; khoảng 692kg") == [
        ("180 tỷ", "hơn"),
        ("2.400", "gần"),
        ("5 triệu", "trên dưới"),
        ("12", None),
        ("692", "khoảng"),
    ]


def test_figures_beside_figures() -> None:
    assert found("3 vụ/4 đối tượng; 56 lượt/458 lượt, tỷ lệ 95,5%, 5 tỷ lệ") == [
        ("3", None),
        ("4", None),
        ("56", None),
        ("458", None),
        ("95,5", None),
        ("5", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Chiều 26/7, ngày 9 tháng 10 năm 2002",
        "Quyết định 133/2002/QĐ-TTg, 12-NQ/TW và 133/2002",
        "6 tháng đầu năm 2020, giai đoạn 2015 - 2020, 10 năm",
        "lúc 14:00, 7h30 và 9 giờ 15",
        "đội A05",
    ],
)
def test_dates_periods_times_and_documents_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == []


@given(st.text(max_size=60) | st.text(alphabet="0123456789., tỷriệuhơn/:%\n", max_size=60))
def test_mentions_are_slices_in_order(text: str) -> None:
    end = 0
    for mention in find_numbers(text):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert mention.value >= 0
        end = mention.end


@given(st.integers(0, 10**11))
def test_grouped_thousands_read_back(number: int) -> None:
    assert parse_number(f"{number:,}") == parse_number(f"{number:,}".replace(",", ".")) == number


PATTERNS = ["1", "1 ", "1 tỷ ", "1.111.", "12:12 ", "hơn ", "5/6 ", "1 tỷ 2 triệu ", "năm 2010 ", " "]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_finding_takes_linear_time(pattern: str, assert_linear: Callable[..., None]) -> None:
    assert_linear(find_numbers, pattern)
