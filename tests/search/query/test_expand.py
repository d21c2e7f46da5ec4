"""What fields stand for, what stays required, and how a query is read back."""

import pytest

from search.query.ast import Codes, Everything, Near, Not, Phrase, Prefix, Readings, Values, Words, walk
from search.query.describe import describe
from search.query.expand import loosened
from search.query.to_sq import to_sq

from .conftest import codes, expanded, notes, root, understood


def test_a_field_takes_the_longest_name_and_leaves_the_rest_as_words():
    assert understood("chủ-đề:ma túy") == "chủ đề ma túy"
    assert understood("cơ-quan:Bộ Công an tuần tra") == "cơ quan Bộ Công an; đủ các tiếng “tuần tra”"
    assert understood("cơ-quan:bộ công an lưu phúc chẩn").endswith("cán bộ Lưu Phúc Chẩn")


@pytest.mark.parametrize("sign", ["-", "+", "NOT "])
def test_a_sign_is_the_fields_and_not_of_the_words_behind_its_value(sign):
    signed, words = root(f"{sign}cơ-quan:Bộ Công an tuần tra").nodes
    assert signed.node == Codes("agency", ("bo-cong-an",), "Bộ Công an")
    assert words == Words("tuần tra")
    assert root("-văn-bản:133 tuần tra").nodes[1] == Words("tuần tra")
    assert root("-ngày:2019 tuần tra").nodes[1] == Words("tuần tra")


def test_a_sign_before_a_bracket_is_of_all_in_it():
    assert isinstance(root("-(cơ-quan:Bộ Công an tuần tra)"), Not)


def test_a_bracket_of_values_is_any_of_them():
    assert understood("cơ-quan:(Bộ Công an OR Bộ Quốc phòng) tuần tra") == (
        "(cơ quan Bộ Công an hoặc cơ quan Bộ Quốc phòng); đủ các tiếng “tuần tra”"
    )
    assert codes("văn-bản:(133 OR 12)") == {"qd-133", "nq-12"}


@pytest.mark.parametrize("text", ["chủ-đề:biên giới", "chủ đề:bien gioi", "topic:Biên giới"])
def test_a_topic_by_a_part_of_its_name(text):
    assert codes(text) == {"bien-gioi"}


def test_a_topic_by_what_suggests_it():
    assert codes("chủ-đề:heroin") == {"ma-tuy"}


@pytest.mark.parametrize("name", ["Lưu Phúc Chẩn", "đồng chí Thượng tá lưu phúc chẩn", '"Thượng tá Lưu Phúc Chẩn"'])
def test_a_person_behind_any_rank(name):
    assert root(f"người:{name}") == Codes("official", ("7",), "Lưu Phúc Chẩn")


def test_an_unknown_person_is_a_phrase_first():
    assert root("người:Không Ai Biết tuần tra").nodes == (Phrase("Không Ai Biết"), Words("tuần tra"))
    assert root("người:không ai biết") == Phrase("không ai biết")
    assert loosened(expanded("người:không ai biết"), phrases=True) == Words("không ai biết", is_loose=True)
    assert notes("người:Không Ai Biết")


@pytest.mark.parametrize("text", ["báo:Báo Biên Cương", "báo:biên cương", "bao:BIEN CUONG tuần tra"])
def test_an_outlet_however_it_is_typed(text):
    assert codes(text) == {"Báo Biên Cương"}
    assert understood(text).startswith("báo Biên Cương")


def test_a_force_is_all_bodies_that_bear_its_name():
    assert codes('cơ-quan:"Hải quan"') == {"hai-quan", "cuc-hai-quan-la", "cuc-hai-quan-lb"}
    assert notes('cơ-quan:"Hải quan"') == ("Hải quan: tìm cả 2 đơn vị mang tên ấy",)
    assert codes("Hải quan") == codes('cơ-quan:"Hải quan"')
    assert notes("Hải quan") == ()


@pytest.mark.parametrize("text", ["báo:Không Có", "cơ-quan:Không Có", "địa-bàn:Không Có", "chủ-đề:Không Có"])
def test_an_unknown_name_is_searched_as_typed_and_said(text):
    assert root(text) == Words("Không Có")
    assert notes(text) == ("Chưa biết tên “Không Có”: đã tìm như chữ",)


def test_a_quoted_value_keeps_its_quotes():
    assert root('cơ-quan:"không có đâu" tuần tra').nodes[0] == Phrase("không có đâu")
    assert root('tiêu-đề:"giao ban"') == Phrase("giao ban", "title")
    assert root('số-liệu:"vụ án"') == Phrase("vụ án", "figures")


def test_beginnings_of_words_in_the_title():
    assert root("tiêu-đề:giao* ban").nodes == (Words("ban", "title"), Prefix("giao", "title"))


def test_the_number_of_a_report_in_any_case():
    assert root("mã-bài:gb-000012 biển").nodes == (Codes("accession", ("GB-000012",), "GB-000012"), Words("biển"))


@pytest.mark.parametrize(
    ("text", "low", "high", "is_strict"),
    [
        (">1000", 1000, None, True),
        (">= 1.000", 1000, None, False),
        ("<3,5", None, 3.5, True),
        ("≤3,5", None, 3.5, False),
        ("6.328", 6328, 6328, False),
        ("100..200", 100, 200, False),
        ("200-100", 100, 200, False),
        ("3,2 tỷ", 3.2e9, 3.2e9, False),
        (">180 ty", 1.8e11, None, True),
    ],
)
def test_figures_within_a_range(text, low, high, is_strict):
    node = root(f"số-liệu:{text}")
    assert isinstance(node, Values)
    assert (node.low and float(node.low), node.high and float(node.high), node.is_strict) == (low, high, is_strict)


def test_words_behind_a_figure_are_words():
    assert root("số-liệu:>180 tỷ tuần tra").nodes[1] == Words("tuần tra")
    assert root("số-liệu:tuần tra") == Words("tuần tra", "figures")


def test_a_strict_bound_leaves_the_number_out():
    low, _high = to_sq(root("số-liệu:>1000")).children[0][1]
    assert 1000 < low < 1000.0001


def test_what_is_excluded_is_taken_as_typed():
    assert understood("giao ban -QLTT") == "đủ các tiếng “giao ban”; không có “QLTT”"


def test_near_with_each_side_in_full_or_in_short():
    node = root("QLTT NEAR/3 trung ương")
    assert isinstance(node, Readings)
    assert node.typed == Near("QLTT", "trung ương", 3)
    assert Near("quản lý thị trường", "TW", 3) in node.others
    assert root("giao ban NEAR/3 biển") == Near("giao ban", "biển", 3)


def test_the_whole_query_naming_something_offers_its_page():
    def pages(text):
        return [(page.kind, page.key) for page in expanded(text).pages]

    assert pages("QĐ 133") == [("document", "qd-133")]
    assert pages("luật biên giới quốc gia") == [("document", "luat-bien-gioi")]
    assert pages("CSB Vùng 2") == [("agency", "vung-csb-2")]
    assert pages("huyện Nhơn Trạch") == [("place", "dong-nai_nhon-trach")]
    assert not pages("133")
    assert not pages("chống ma túy ở Bình Phước")


def test_loosened_keeps_what_is_required():
    node = loosened(expanded('buôn lậu +biển "hàng giả" -cá'))
    text = describe(node)
    assert "bắt buộc “biển”" in text
    assert "cụm “hàng giả”" in text
    assert "không có “cá”" in text
    assert any(isinstance(part, Words) and part.is_loose for part in walk(node))


def test_loosened_without_phrases_wants_them_only_but_never_what_bears_a_sign():
    assert loosened(expanded('"trọng tại thương mại"'), phrases=True) == Words("trọng tại thương mại", is_loose=True)
    text = describe(loosened(expanded('"hàng giả" +"hàng cấm" +biển tiêu-đề:"giao ban"'), phrases=True))
    assert text == "bắt buộc cụm “hàng cấm”; bắt buộc “biển”; tiêu đề có cụm “giao ban”"


def test_loosened_looks_for_an_abbreviation_as_printed():
    node = loosened(expanded("TU họp"))
    assert Words("TU", is_exact=True) in walk(node)
    assert Words("họp tỉnh ủy", is_loose=True) in walk(node)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(lậu | giả) đường bộ", "(“lậu” hoặc “giả”); đủ các tiếng “đường bộ”"),
        ("tiêu-đề:phố*", "tiêu đề có tiếng bắt đầu bằng “phố”"),
        ("số-liệu:>3,2 tỷ", "số liệu trên 3.200.000.000"),
        ("số-liệu:<2,5", "số liệu dưới 2,5"),
        ('"giao  ban"', "cụm “giao ban”"),
        ("", ""),
    ],
)
def test_a_query_is_read_back(text, said):
    assert understood(text) == said


@pytest.mark.django_db
def test_every_node_compiles_to_a_tree_and_is_read_back():
    text = (
        '(buôn lậu OR "ma túy") phối* a NEAR/3 b +x -y tiêu-đề:họp* ngày:2019 số-liệu:>3 số-liệu:"vụ án" '
        "cơ-quan:Hải quan QĐ 133 CSB Vùng 2 mã-nguồn:7 TU họp năm 2020"
    )
    found = expanded(text)
    assert to_sq(found.root)
    assert describe(found.root)
    assert any(isinstance(node, Readings) for node in walk(found.root))
    assert root("") == Everything()


def test_of_many_ways_to_write_a_name_a_few_are_told():
    ways = tuple(Phrase(f"cách {number}") for number in range(1, 7))
    others = (Codes("agency", ("a",), "A"), *ways)
    said = describe(Readings(Words("a"), others))
    assert said == "“a” hoặc cơ quan A hoặc cụm “cách 1” hoặc cụm “cách 2” hoặc cụm “cách 3” hoặc 3 cách viết khác"
    assert describe(Readings(Words("a"), ways[:4])).endswith("hoặc cụm “cách 3” hoặc cụm “cách 4”")


@pytest.mark.parametrize(
    ("text", "said", "rest"),
    [
        ("-hải quan tuần tra", "không có cụm “hải quan”", "tuần tra"),
        ("-Bộ Công an tuần tra", "không có cụm “Bộ Công an”", "tuần tra"),
        ("NOT biên giới đất liền", "không có cụm “biên giới”", "đất liền"),
        ("+vùng núi", "bắt buộc “vùng”", "núi"),
        ("-vùng núi", "không có “vùng”", "núi"),
        ("(-hải quan tuần tra)", "không có cụm “hải quan”", "tuần tra"),
        ("+biên giới tuần tra", "bắt buộc đủ các tiếng “biên giới”", "tuần tra"),
    ],
)
def test_a_sign_binds_to_the_name_that_follows_or_to_one_word(text, said, rest):
    first, second = understood(text).split("; ")
    assert first == said
    assert f"“{rest}”" in second


def test_what_a_sign_binds_to_is_said():
    assert notes("-hải quan tuần tra") == ('- gắn với cả “hải quan”. Để gắn với một tiếng, hãy gõ -"hải".',)
    assert notes("a NOT vùng núi") == ('NOT chỉ gắn với “vùng”. Để gắn với cả cụm, hãy gõ NOT "vùng núi".',)
    assert notes("-133/2002 vùng núi") == ()
    assert notes("-hải") == notes('-"hải quan" tuần tra') == ()


def test_a_sign_within_what_is_excluded():
    assert understood("a -(b +hải quan c)") == "“a”; không có (“b”; bắt buộc cụm “hải quan”; “c”)"
