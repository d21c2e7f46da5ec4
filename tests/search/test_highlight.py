"""Passages that show the query: whole syllables, as printed, escaped."""

import re
from urllib.parse import unquote

import pytest
from django.utils.html import strip_tags

from search.highlight import Highlighter
from search.query.ast import Words
from search.query.parse import parse


def mark(query, text):
    return Highlighter(parse(query).root).mark(text)


def snippet(query, text, title=""):
    return Highlighter(parse(query).root).shown(title, text).snippet


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
    shown = snippet("cảng vụ", text)
    assert "<mark>cảng vụ</mark>" in shown
    assert shown.startswith("… ")
    assert len(shown) < 500


def test_a_snippet_of_two_passages_shows_both_words():
    text = "Có cảng vụ ở đây. " + "Chuyện khác hẳn. " * 100 + "Có kiểm lâm ở kia."
    shown = snippet("cảng vụ kiểm lâm", text)
    assert "<mark>cảng vụ</mark>" in shown
    assert "<mark>kiểm lâm</mark>" in shown


def test_without_a_hit_the_beginning_is_shown():
    assert snippet("xyz", "Một bài ngắn.") == "Một bài ngắn."


@pytest.mark.parametrize("length", range(60, 110, 4))
@pytest.mark.parametrize("query", ["cảng", "nghiêng", "xyz"])
def test_a_snippet_shows_whole_syllables_only(query, length):
    text = ("Cảng vụ " + "nghiêng ngả, khuyếch trương; " * 9)[: 2 * length] + "khuyến khích"
    words = re.findall(r"\w+", strip_tags(snippet(query, text)))
    assert set(words) <= set(re.findall(r"\w+", text))


def test_a_bare_syllable_is_not_marked_alone_where_it_stands_beside_its_neighbour():
    shown = Highlighter(parse("ma tuy").root).shown("Mã số mới", "Mã vạch, mà chống ma tuý")
    assert shown.title == "Mã số mới"
    assert shown.snippet == "Mã vạch, mà chống <mark>ma tuý</mark>"
    assert mark("bien lua", "biển và lúa") == "<mark>biển</mark> và <mark>lúa</mark>"


def test_a_phrase_is_marked_as_a_whole_only():
    shown = mark('"tuần tra" biển', "tuần này tuần tra trên biển")
    assert shown == "tuần này <mark>tuần tra</mark> trên <mark>biển</mark>"


def test_another_name_is_marked_as_a_whole_only():
    highlighter = Highlighter(parse("QLTT").root, also="quản lý thị trường")
    assert highlighter.mark("quản lý rừng, Quản lý thị trường, QLTT") == (
        "quản lý rừng, <mark>Quản lý thị trường</mark>, <mark>QLTT</mark>"
    )


def test_a_document_number_is_one_mark():
    assert mark("133/2002/QĐ-TTg", "theo 133/2002/QĐ-TTg.") == "theo <mark>133/2002/QĐ-TTg</mark>."


def test_figures_of_a_sentence_are_marked_where_they_stand_alone():
    shown = mark("năm 2010 lực lượng nào phối hợp chống buôn lậu", "phối hợp tuần tra, năm nay và 2010")
    assert shown == "<mark>phối hợp</mark> tuần tra, năm nay và <mark>2010</mark>"


def test_the_best_passage_is_found_behind_hundreds_of_lesser_ones():
    text = "Của tỉnh nọ, của xã kia. " * 400 + "Kiểm lâm của tỉnh đã đến."
    assert "<mark>Kiểm lâm của tỉnh</mark>" in snippet("kiểm lâm của tỉnh", text)


def test_the_address_leads_to_the_passages_that_are_shown():
    text = "Bàn việc 133/2002/QĐ-TTg - phối hợp. " + "Chuyện khác. " * 100 + "\nKiểm lâm\nvà phối hợp tốt."
    shown = Highlighter(parse("133/2002/QĐ-TTg phối hợp kiểm lâm").root).shown("", text)
    first, second = unquote(shown.fragment).removeprefix("#:~:").split("&")
    assert first == "text=việc-,133/2002/QĐ-TTg"
    assert "%2DTTg" in shown.fragment
    assert second == "text=Kiểm lâm"
    assert Highlighter(parse("xyz").root).shown("", text).fragment == ""
