"""Passages that show the query: whole syllables, as printed, escaped."""

import pytest

from search.highlight import Highlighter
from search.query.ast import Words
from search.query.parse import parse


def mark(query, text):
    return Highlighter(parse(query).root).mark(text)


def test_neighbouring_hits_share_one_mark():
    assert mark("phòng chống ma túy", "Về phòng chống ma túy.") == "Về <mark>phòng chống ma túy</mark>."


@pytest.mark.parametrize("query", ["ma tuy", "ma túy", "ma tuý", "MA TÚY", "ma tu\u0301y"])
def test_the_text_is_shown_as_printed(query):
    assert "<mark>ma tuý</mark>" in mark(query, "chống ma tuý")


def test_a_marked_syllable_is_not_found_under_other_marks():
    assert mark("hải quân", "hải quan") == "<mark>hải</mark> quan"


def test_an_abbreviation_meant_as_printed_marks_no_syllable_that_folds_alike():
    highlighter = Highlighter(Words("TU", is_exact=True))
    assert highlighter.mark("từ TU, tự tu") == "từ <mark>TU</mark>, tự <mark>tu</mark>"


def test_never_inside_a_word():
    assert mark("an", "ban an toàn lan") == "ban <mark>an</mark> toàn lan"


def test_markup_in_text_and_query_is_escaped():
    shown = mark("<script> alert", "<script>alert(1)</script> & ma")
    assert "<script>" not in shown
    assert "&amp;" in shown


def test_figures_meet_in_both_spellings():
    assert "<mark>6.328</mark>" in mark("6328", "bắt 6.328 vụ")


def test_excluded_words_are_not_marked():
    assert "<mark>cá" not in mark("biển -cá", "cá biển")


def test_a_prefix_marks_the_whole_syllable():
    assert mark("phở*", "phối hợp") == "phối hợp"
    assert mark("phối*", "phối hợp") == "<mark>phối</mark> hợp"


def test_of_a_sentence_only_neighbours_are_marked():
    shown = mark("lực lượng nào của tỉnh phối hợp chống buôn lậu", "của ai, lực lượng của tỉnh và tỉnh khác")
    assert shown.startswith("của ai, <mark>lực lượng</mark> <mark>của tỉnh</mark>") or "<mark>lực lượng" in shown
    assert not shown.startswith("<mark>của")


def test_a_snippet_shows_passages_far_into_the_text():
    text = "Mở đầu chung chung. " * 200 + "Hai bên bàn chuyện cảng vụ hàng hải. " + "Kết thúc dài dòng. " * 200
    shown = Highlighter(parse("cảng vụ").root).snippet(text)
    assert "<mark>cảng vụ</mark>" in shown
    assert shown.startswith("… ")
    assert len(shown) < 500


def test_a_snippet_of_two_passages_shows_both_words():
    text = "Có cảng vụ ở đây. " + "Chuyện khác hẳn. " * 100 + "Có kiểm lâm ở kia."
    shown = Highlighter(parse("cảng vụ kiểm lâm").root).snippet(text)
    assert "<mark>cảng vụ</mark>" in shown
    assert "<mark>kiểm lâm</mark>" in shown


def test_without_a_hit_the_beginning_is_shown():
    assert Highlighter(parse("xyz").root).snippet("Một bài ngắn.") == "Một bài ngắn."
