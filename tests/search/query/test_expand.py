"""What a query may also mean, and how it is read back."""

from datetime import date

import pytest

from search.query.ast import Codes, Dates, Quiet, Readings, Values, Words, walk
from search.query.describe import describe
from search.query.expand import expand, loosened
from search.query.lexicon import Abbreviated, Document, Lexicon, Succession
from search.query.parse import parse
from search.query.to_sq import to_sq

LEXICON = Lexicon(
    [
        ("place", "binh-phuoc", "Tỉnh Bình Phước", "Bình Phước"),
        ("place", "hoa-binh", "Tỉnh Hòa Bình", "Hòa Bình"),
        ("agency", "vung-csb-2", "Bộ Tư lệnh Vùng Cảnh sát biển 2", "Cảnh sát biển Vùng 2"),
        ("agency", "vung-csb-2", "Bộ Tư lệnh Vùng Cảnh sát biển 2", "CSB Vùng 2"),
        ("agency", "hai-quan", "Hải quan", "Hải quan"),
        ("official", "7", "Lưu Phúc Chẩn", "Lưu Phúc Chẩn"),
        ("rank", "thuong-ta", "Thượng tá", "Thượng tá"),
        ("topic", "ma-tuy", "ma túy", "ma túy"),
    ],
    [
        Document("qd-133", "Quyết định 133/2002/QĐ-TTg", "quyet dinh", ("133", "2002", "qđ", "ttg"), 2002),
        Document("nd-3", "Nghị định 03/2019/NĐ-CP", "nghi dinh", ("3", "2019", "nđ", "cp"), 2019),
        Document("nq-12", "Nghị quyết 12-NQ/TW", "nghi quyet", ("12", "nq", "tw"), None),
    ],
    [
        Abbreviated("quản lý thị trường", ("QLTT",)),
        Abbreviated("ban chấp hành", ("BCH",), "đảng, đoàn thể"),
        Abbreviated("bộ chỉ huy", ("BCH",), "quân sự"),
    ],
    {
        ("place", "binh-phuoc"): Succession("dong-nai", "Đồng Nai", date(2025, 7, 1)),
        ("place", "hoa-binh"): Succession("phu-tho", "Phú Thọ", date(2025, 7, 1)),
    },
)


def expanded(text):
    return expand(parse(text), LEXICON)


def codes(text):
    found = [node for node in walk(expanded(text).root) if isinstance(node, Codes)]
    return {code for node in found for code in node.codes}


def understood(text):
    return describe(expanded(text).root)


def test_an_abbreviation_stands_also_for_its_full_form_and_the_page_says_so():
    found = expanded("QLTT chống buôn lậu")
    assert describe(found.root) == "“QLTT” hoặc cụm “quản lý thị trường”; đủ các tiếng “chống buôn lậu”"
    assert "QLTT: quản lý thị trường" in found.notes


def test_the_full_form_finds_the_abbreviation():
    assert "“QLTT”" in understood("quản lý thị trường")


def test_an_ambiguous_abbreviation_has_all_readings_unless_the_query_tells():
    assert {"BCH: ban chấp hành", "BCH: bộ chỉ huy"} <= set(expanded("họp BCH").notes)
    assert expanded("BCH quân sự").notes == ("BCH: bộ chỉ huy",)


def test_an_ordinary_word_is_no_abbreviation():
    assert expanded("bch").root != Words("bch")
    assert isinstance(expanded("họp").root, Words)


@pytest.mark.parametrize(
    "text",
    [
        "133/2002/QĐ-TTg",
        "QĐ 133",
        "133/2002",
        "Quyết định số 133",
        "quyet dinh 133 nam 2002",
        "QĐ133/2002",
        "văn-bản:133",
    ],
)
def test_a_document_number_in_every_spelling(text):
    assert "qd-133" in codes(text)


@pytest.mark.parametrize("text", ["Nghị định 03 năm 2019", "NĐ03/2019", "NĐ 3/2019", "nghị định 03/2019/NĐ-CP"])
def test_a_decree_with_its_year(text):
    assert codes(text) == {"nd-3"}


@pytest.mark.parametrize("text", ["12-NQ/TW", "12/NQ-TW", "Nghị quyết 12"])
def test_a_party_resolution_either_way_round(text):
    assert codes(text) == {"nq-12"}


@pytest.mark.parametrize("text", ["Nghị định 133", "Quyết định 133/2010", "QĐ 134"])
def test_another_type_year_or_number_is_another_document(text):
    assert "qd-133" not in codes(text)


def test_a_merged_province_finds_what_is_filed_under_the_new_one_since_then():
    nodes = list(walk(expanded("Bình Phước biên giới").root))
    assert Codes("place", ("dong-nai",), "Đồng Nai") in nodes
    assert Dates("dated_on", "2025-07-01", None) in nodes
    assert "1/7/2025" in expanded("Bình Phước biên giới").notes[0]


def test_a_province_named_like_an_everyday_word_needs_its_capitals():
    assert not expanded("thế giới hòa bình").notes
    assert expanded("thế giới Hòa Bình").notes


def test_an_agency_is_known_by_its_code_and_by_its_other_names():
    found = expanded("CSB Vùng 2")
    assert "vung-csb-2" in codes("CSB Vùng 2")
    assert "Cảnh sát biển Vùng 2" in found.also
    assert "cụm “Cảnh sát biển Vùng 2”" in describe(found.root)


def test_other_names_do_not_weigh_where_none_was_abbreviated():
    nodes = [node for node in walk(expanded("cảnh sát biển vùng 2").root) if isinstance(node, Quiet)]
    assert nodes


def test_a_person_with_or_without_marks():
    assert "7" in codes("lưu phúc chẩn")
    assert "7" in codes("luu phuc chan")
    assert "7" not in codes("lưu phúc chân")


def test_a_rank_is_not_required_before_a_person():
    assert understood("thượng tá Lưu Phúc Chẩn họp").startswith("đủ các tiếng “thượng tá Lưu Phúc Chẩn” hoặc cụm “Lưu")
    assert understood("thượng tá") == "đủ các tiếng “thượng tá”"


def test_a_field_takes_the_longest_name_and_leaves_the_rest_as_words():
    assert understood("địa-bàn:Bình Phước ma túy").startswith("địa bàn Tỉnh Bình Phước")
    assert understood("địa-bàn:Bình Phước ma túy").endswith("đủ các tiếng “ma túy”")
    assert understood("chủ-đề:ma túy") == "chủ đề ma túy"


def test_a_field_with_an_unknown_name_is_searched_as_words_and_said():
    found = expanded("người:Không Ai Biết")
    assert found.root == Words("Không Ai Biết")
    assert found.notes


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2019", "2019", "2019-12-31"),
        ("2019-02", "2019-02", "2019-02-28"),
        ("2/2020", "2020-02", "2020-02-29"),
        ("26/7/2010", "2010-07-26", "2010-07-26"),
        ("2019-01..2020-06", "2019", "2020-06-30"),
        ("..2020", None, "2020-12-31"),
        ("2019..", "2019", None),
    ],
)
def test_dates_and_their_bounds(text, low, high):
    assert expanded(f"ngày:{text}").root == Dates("dated_on", low, high)


@pytest.mark.parametrize("text", ["99/99/2020", "hôm-qua", "..", "2020..bao-giờ", "0000"])
def test_what_is_no_date_is_searched_as_words_and_said(text):
    assert expanded(f"ngày:{text}").notes


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (">1000", 1000, None),
        ("<3,5", None, 3.5),
        ("6.328", 6328, 6328),
        ("100..200", 100, 200),
        ("3,2 tỷ", 3.2e9, 3.2e9),
    ],
)
def test_figures_within_a_range(text, low, high):
    node = expanded(f"số-liệu:{text}").root
    assert isinstance(node, Values)
    assert (node.low and float(node.low), node.high and float(node.high)) == (low, high)


def test_what_is_excluded_is_taken_as_typed():
    assert understood("giao ban -QLTT") == "đủ các tiếng “giao ban”; không có “QLTT”"


def test_the_whole_query_naming_something_offers_its_page():
    assert [(page.kind, page.key) for page in expanded("QĐ 133").pages] == [("document", "qd-133")]
    assert ("agency", "vung-csb-2") in [(page.kind, page.key) for page in expanded("CSB Vùng 2").pages]
    assert not expanded("chống ma túy ở Bình Phước").pages


def test_loosened_keeps_what_is_required():
    node = loosened(expanded('buôn lậu +biển "hàng giả" -cá'))
    text = describe(node)
    assert "bắt buộc “biển”" in text
    assert "cụm “hàng giả”" in text
    assert "không có “cá”" in text
    assert any(isinstance(part, Words) and part.is_loose for part in walk(node))


def test_loosened_without_phrases_wants_them_only():
    node = loosened(expanded('"trọng tại thương mại"'), phrases=True)
    assert node == Words("trọng tại thương mại", is_loose=True)


@pytest.mark.django_db
def test_every_node_compiles_to_a_tree_and_is_read_back():
    text = (
        '(buôn lậu OR "ma túy") phối* a NEAR/3 b +x -y tiêu-đề:họp ngày:2019 số-liệu:>3 số-liệu:"vụ án" '
        "cơ-quan:Hải quan QĐ 133 CSB Vùng 2 mã-nguồn:7"
    )
    found = expanded(text)
    assert to_sq(found.root)
    assert describe(found.root)
    assert any(isinstance(node, Readings) for node in walk(found.root))
