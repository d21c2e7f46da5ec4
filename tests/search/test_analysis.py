import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.vietnamese.syllables import tokenize
from search.analysis import analyse, exact_keys, folded_keys, keys, pairs, row, words

PIECES = st.sampled_from(
    ["Quyết định", "133/2002/QĐ-TTg", "77/2010/ NĐ-CP", "12-NQ/TW", "NĐ03/2019", "7/2010", "an ninh,", "–", "- TTg",
     "6.328", "3,2 tỷ", "692kg", "TP.HCM", "H'Mông", "\n\n", "CNVC-LĐ", "/", "2019", "hoà", "26/7", "«»", "03/"]
)  # fmt: skip


def same(left: str, right: str) -> bool:
    return keys(left) == keys(right)


@given(st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES, max_size=6).map("".join) | st.text(max_size=40))
def test_fast_keys_are_those_of_the_analysis(text):
    assert keys(text) == [term.exact for term in analyse(text)]


@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_places_are_those_of_the_text(text):
    assert all(text[term.start : term.end] == term.text for term in analyse(text))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("hoà thuý uỷ khoẻ", "hòa thúy ủy khỏe"),
        ("kỹ lý Mỹ tỷ", "kĩ lí mĩ tỉ"),
        ("BIÊN PHÒNG", "biên phòng"),
        (unicodedata.normalize("NFD", "biên phòng"), "biên phòng"),
        ("6.328 đối tượng", "6328 đối tượng"),
        ("359,749", "359749"),
        ("03/2019", "3/2019"),
        ("12-NQ/TW", "12/NQ-TW"),
        ("77/2010/ NĐ-CP", "77/2010/NĐ-CP"),
        ("692kg", "692 kg"),
        ("an ninh, trật tự", "an ninh - trật tự"),
        ("QÐ 133", "QĐ 133"),
    ],
)
def test_spellings_meet(left, right):
    assert same(left, right)


@pytest.mark.parametrize(("left", "right"), [("hải quan", "hải quân"), ("tay", "tai"), ("an", "ân"), ("đa", "da")])
def test_words_stay_apart(left, right):
    assert not same(left, right)


def test_folded_keys_have_no_marks():
    assert folded_keys(keys("Đồng chí, hải quan kỹ")) == ["dong", "chi", "hai", "quan", "ki"]


def test_decimal_comma_is_a_point():
    assert keys("3,2 tỷ và 3.25") == ["3.2", "tiR", "vaF", "3.25"]


def test_pairs_cross_punctuation():
    assert pairs(keys("an ninh, trật tự")) == ["an_ninh", "ninh_trZtJ", "trZtJ_tUJ"]


def test_only_number_and_year_of_a_document_are_required():
    assert [term.text for term in analyse("QĐ 133/2002/QĐ-TTg") if term.is_required] == ["QĐ", "133", "2002"]


def test_a_document_without_year_is_required_with_its_type():
    assert [term.text for term in analyse("12-NQ/TW") if term.is_required] == ["12", "NQ"]


def test_words_give_keys_and_the_pairs_inside_them():
    found, inside = words("Lực_lượng kiểm_lâm , và dân_quân_tự_vệ")
    assert found == row("Lực lượng kiểm lâm, và dân quân tự vệ")
    assert inside == "lUcJ_lUQngJ kiEmR_lZm dZn_quZn quZn_tUJ tUJ_vEJ"


@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_keys_of_segmented_tokens_are_those_of_the_text(text):
    segmented = " ".join("_".join(token.text.split()) for token in tokenize(text))
    assert words(segmented)[0] == row(text)


def test_a_row_has_the_folded_key_behind_each_exact_one():
    assert row("Phối hợp, an ninh") == "phOiS ~phoi hQpJ ~hop an ~an ninh ~ninh"
    assert exact_keys(row("Phối hợp 133/2002/QĐ-TTg")) == keys("Phối hợp 133/2002/QĐ-TTg")
