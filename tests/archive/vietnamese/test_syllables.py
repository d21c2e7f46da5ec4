from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.vietnamese.syllables import document_key, find_document_numbers, tokenize

vietnamese_text = st.text(alphabet="an ỉòđĐQTgNÐ/–-.,'012359\n%():_\u0301", max_size=60)


def texts(text: str) -> list[str]:
    return [token.text for token in tokenize(text)]


def kinds(text: str) -> dict[str, str]:
    return {token.text: token.kind for token in tokenize(text)}


@pytest.mark.parametrize(
    "number",
    [
        "133/2002/QĐ-TTg",
        "12-NQ/TW",
        "12/NQ-TW",
        "303/QCPH",
        "03/QC-BCA-TLĐLĐ",
        "3055/QC-BTLCSB-CHHVN",
        "77/2010/ NĐ-CP",
        "133/2002",
        "100/2010/TTLT-BQP-BCA",
        "37/2012/QH13",
        "09/CTr-BCA-MTTW",
        "238-QĐ/TW",
        "35-CT/TU",
        "2005/QĐ-TCHQ",
        "133/2002/QÐ–TTg",
        "65/2010/QĐ - TTg",
    ],
)
def test_document_numbers_stay_whole(number: str) -> None:
    assert kinds(f"Theo văn bản số {number}, ngày 9/10, các bên (phối hợp)")[number] == "document"
    assert [token.text for token in find_document_numbers(f"({number})")] == [number]


def test_month_and_year_are_no_document_unless_a_word_says_so() -> None:
    assert texts("tháng 7/2010") == ["tháng", "7", "2010"]
    assert kinds("Nghị định 03/2019")["03/2019"] == "document"
    assert texts("NĐ03/2019") == ["NĐ", "03/2019"]
    assert texts("giai đoạn 2015/2020") == ["giai", "đoạn", "2015", "2020"]


@pytest.mark.parametrize("date", ["29/10/2020", "26-7-2010", "26.7.2010", "9/10/2002"])
def test_dates_fall_into_their_numbers_however_they_are_joined(date: str) -> None:
    assert [token.kind for token in tokenize(f"ngày {date}.")] == ["word", "number", "number", "number"]


@pytest.mark.parametrize("figure", ["6.328", "3,2", "359,749", "1.234,5", "12.345.678", "5.5", "02", "692"])
def test_figures_stay_whole(figure: str) -> None:
    assert kinds(f"hơn {figure} vụ.")[figure] == "number"


def test_a_figure_leaves_its_unit() -> None:
    assert texts("692kg") == ["692", "kg"]
    assert texts("3 vụ/4 đối tượng") == ["3", "vụ", "4", "đối", "tượng"]


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("CNVC-LĐ", ["CNVC", "LĐ"]),
        ("TP.HCM", ["TP", "HCM"]),
        ("H'Mông", ["H", "Mông"]),
        ("an ninh - trật tự", ["an", "ninh", "trật", "tự"]),
        ("phòng-chống", ["phòng", "chống"]),
        ("đội A05", ["đội", "A05"]),
        ("tên_tệp", ["tên", "tệp"]),
        ("km²", ["km²"]),
        ("a\u0323\u0302n", ["a\u0323\u0302n"]),
    ],
)
def test_words_and_abbreviations(printed: str, parts: list[str]) -> None:
    assert texts(printed) == parts


@given(st.text(max_size=60) | vietnamese_text)
def test_tokens_are_slices_in_order(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert end <= token.start < token.end
        assert text[token.start : token.end] == token.text
        end = token.end


@given(vietnamese_text)
def test_no_letter_or_digit_is_lost(text: str) -> None:
    covered = {place for token in tokenize(text) for place in range(token.start, token.end)}
    assert {place for place, character in enumerate(text) if character.isalnum()} <= covered


@pytest.mark.parametrize("same", ["12-NQ/TW 12/NQ-TW", "77/2010/NĐ-CP 77/2010/NÐ–CP", "03/2019/NĐ-CP 3/2019/nđ-cp"])
def test_spellings_of_one_document_meet_in_one_key(same: str) -> None:
    one, other = same.split()
    assert document_key(one) == document_key(other)


def test_a_short_document_number_is_a_prefix_of_the_full_one() -> None:
    assert document_key("133/2002/QĐ-TTg").startswith(document_key("133/2002") + "-")
    assert document_key("77/2010/ NĐ-CP") == document_key("77/2010/NĐ-CP")


PATTERNS = [
    "1",
    "1/",
    "1.",
    "12/2002",
    "1-A",
    "AB-",
    "1/AB-AB",
    "1.111,",
    "a",
    "a\u0301",
    "12/NQ-",
    "NĐ1",
    " ",
    "1/2002/ ",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_tokenizing_takes_linear_time(pattern: str, assert_linear: Callable[..., None]) -> None:
    assert_linear(tokenize, pattern)
