"""What names in a query also stand for: abbreviations, places, agencies, people."""

import pytest

from search.query.ast import All, Codes, Dates, Phrase, Quiet, Readings, Words, walk

from .conftest import codes, expanded, notes, root, understood


def phrases(text):
    return {node.text for node in walk(root(text)) if isinstance(node, Phrase)}


def test_an_abbreviation_stands_also_for_its_full_form_and_the_page_says_so():
    assert understood("QLTT chống buôn lậu") == ("“QLTT” hoặc cụm “quản lý thị trường”; đủ các tiếng “chống buôn lậu”")
    assert "QLTT: quản lý thị trường" in notes("QLTT chống buôn lậu")


def test_the_full_form_finds_the_abbreviation():
    assert "“QLTT”" in understood("quản lý thị trường")
    assert {"T Ư", "T.Ư"} & phrases("trung ương")
    assert "“TW”" in understood("trung ương")


def test_two_letters_that_may_be_anything_are_not_looked_for():
    assert root("biên phòng") == Words("biên phòng")


@pytest.mark.parametrize("text", ["TW", "T.Ư", "tw"])
def test_every_way_to_abbreviate_finds_the_full_form(text):
    assert "trung ương" in phrases(text)


def test_an_abbreviation_in_capitals_is_meant_as_printed():
    assert root("TU").typed == Words("TU", is_exact=True)
    assert "trung ương" not in phrases("TU")
    assert Words("THA", is_exact=True) in walk(root("thi hành án"))


def test_a_text_in_capitals_throughout_may_lack_its_marks():
    assert root("TU LENH").nodes[0].typed == Words("TU")


def test_an_ordinary_word_is_no_abbreviation():
    assert root("họp") == Words("họp")
    assert root("tha") == Words("tha")


def test_an_ambiguous_abbreviation_has_all_readings_unless_the_query_tells():
    assert {"BCH: ban chấp hành", "BCH: bộ chỉ huy"} <= set(notes("họp BCH"))
    assert notes("BCH quân sự") == ("BCH: bộ chỉ huy",)


@pytest.mark.parametrize("text", ["BCH đang họp", "BCH đăng bài", "BCH dang bo"])
def test_only_the_very_words_of_a_field_tell_a_reading(text):
    assert {"ban chấp hành", "bộ chỉ huy"} <= phrases(text)


def test_the_reading_that_is_told_holds_for_agencies_too():
    assert phrases("HQ quân đội") == {"hải quân"}
    assert "hai-quan" not in codes("HQ quân đội")
    assert "hai-quan" in codes("HQ")


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("công an TP Vạn Xuân", "thành phố Vạn Xuân"),
        ("P. Minh Long", "phường Minh Long"),
        ("phường Minh Long", "P Minh Long"),
        ("Q.13", "quận 13"),
        ("TX Vạn Xuân", "thị xã Vạn Xuân"),
    ],
)
def test_a_unit_before_a_name_is_found_in_full_and_in_short(text, other):
    assert other in phrases(text)
    assert not {"tư pháp", "thành phố"} & phrases(text)


@pytest.mark.parametrize("text", ["quân Pháp", "họ Phương Anh", "tp vạn xuân", "XÃ HỘI CHỦ NGHĨA"])
def test_what_only_looks_like_a_unit_is_none(text):
    assert not {phrase for phrase in phrases(text) if phrase[:2] in ("H ", "P ", "X ", "qu")}


def test_a_merged_province_finds_what_is_filed_under_the_new_one_since_then():
    found = expanded("Bình Phước biên giới")
    nodes = list(walk(found.root))
    assert Codes("place", ("binh-phuoc",), "Tỉnh Bình Phước") in nodes
    assert Codes("place", ("dong-nai",), "Đồng Nai") in nodes
    assert Dates("dated_on", "2025-07-01", None, "từ 1/7/2025") in nodes
    assert "1/7/2025" in found.notes[0]


@pytest.mark.parametrize("text", ["Đồng Nai", "đồng nai", "dong nai", "ĐỒNG NAI"])
def test_a_living_province_finds_what_is_filed_there_and_says_what_it_took_in(text):
    assert codes(text) == {"dong-nai"}
    assert notes(text) == ("Tỉnh Đồng Nai nay gồm cả Bình Phước: tìm cả bài ghi theo tên cũ",)


@pytest.mark.parametrize("text", ["Đắc Lắc", "Daklak", "đăk lăk", "Dak Lak", "địa-bàn:Daklak"])
def test_a_place_by_any_of_its_names(text):
    assert "dak-lak" in codes(text)


def test_other_names_of_a_place_are_looked_for_in_every_marking():
    assert {"dak lak", "Đắc Lắc", "Daklak"} <= phrases("Đắk Lắk")
    assert "Đắk Lắk" in phrases("Daklak")
    assert "Daklak: Tỉnh Đắk Lắk" in notes("Daklak")


def test_the_full_name_finds_the_name_alone():
    assert {"tỉnh Bình Phước", "Bình Phước"} <= phrases("tỉnh Bình Phước")
    assert "Nhơn Trạch" in phrases("huyện Nhơn Trạch")


def test_a_province_named_like_an_everyday_word_needs_its_capitals():
    assert not notes("thế giới hòa bình")
    assert notes("thế giới Hòa Bình")


def test_a_district_or_a_name_of_one_syllable_needs_its_capitals():
    assert codes("thống nhất quy chế") == set()
    assert codes("họp ở Thống Nhất") == {"dong-nai_thong-nhat"}
    assert codes("huyện thống nhất") == {"dong-nai_thong-nhat"}
    assert codes("họp ở Huế") == {"hue"}
    assert codes("ông Lê Huế") == set()


def test_a_district_called_as_its_province_is_not_meant_by_the_name_alone():
    assert codes("Tây Ninh") == {"tay-ninh"}
    assert codes("địa-bàn:Tây Ninh") == {"tay-ninh"}
    assert codes("thành phố Tây Ninh") == {"tay-ninh_tay-ninh"}
    assert "Tây Ninh" not in phrases("thành phố Tây Ninh")


def test_a_name_that_is_a_persons_is_a_place_only_with_its_kind():
    assert codes("tư tưởng Hồ Chí Minh") == set()
    assert codes("thành phố Hồ Chí Minh") == {"ho-chi-minh"}
    assert "Hồ Chí Minh" not in phrases("Sài Gòn")


def test_an_agency_is_known_by_its_code_and_by_its_other_names():
    found = expanded("CSB Vùng 2")
    assert "vung-csb-2" in codes("CSB Vùng 2")
    assert "Cảnh sát biển Vùng 2" in found.also
    assert "cụm “Cảnh sát biển Vùng 2”" in understood("CSB Vùng 2")


def test_other_names_do_not_weigh_where_none_was_abbreviated():
    assert [node for node in walk(root("cảnh sát biển vùng 2")) if isinstance(node, Quiet)]


@pytest.mark.parametrize("text", ["C06", "c06", "cơ-quan:C06"])
def test_an_office_by_its_code(text):
    assert codes(text) == {"cuc-c06"}


def test_a_name_typed_exactly_is_no_name_that_folds_alike():
    customs = codes('cơ-quan:"Hải quan"')
    assert codes("hải quan") == customs
    assert codes("hải quân") == {"hai-quan-vn"}
    assert codes("hai quan") == customs | {"hai-quan-vn"}


def test_an_agency_is_followed_to_its_end():
    dated = [node for node in walk(root("Bộ Thủy sản")) if isinstance(node, All)]
    assert [(part.nodes[0].codes, part.nodes[1].low) for part in dated] == [
        (("bo-nn",), "2007-08-02"),
        (("bo-nnmt",), "2025-03-01"),
    ]
    assert notes("Bộ Thủy sản") == (
        "Bộ Thủy sản từ 2/8/2007 được thay bằng Bộ Nông nghiệp: tìm cả bài từ ngày ấy ghi theo tên mới",
        "Bộ Nông nghiệp từ 1/3/2025 được thay bằng Bộ Nông nghiệp và Môi trường: "
        "tìm cả bài từ ngày ấy ghi theo tên mới",
    )


@pytest.mark.parametrize("text", ["Sở Nông nghiệp và Môi trường", "cơ-quan:Sở Nông nghiệp và Môi trường"])
def test_a_new_agency_finds_what_was_filed_under_those_it_followed(text):
    assert codes(text) == {"so-nnmt", "so-nn", "so-tnmt"}
    assert "Sở Nông nghiệp, Sở Tài nguyên" in notes(text)[0]


def test_a_person_with_or_without_marks():
    assert "7" in codes("lưu phúc chẩn")
    assert "7" in codes("luu phuc chan")
    assert "7" not in codes("lưu phúc chân")


@pytest.mark.parametrize(
    "text", ["thượng tá Lưu Phúc Chẩn", "đồng chí thượng tá lưu phúc chẩn", "Đồng chí Lưu Phúc Chẩn"]
)
def test_a_rank_is_not_required_before_a_person_whose_name_stays_together(text):
    node = root(text)
    assert isinstance(node, Readings)
    assert node.typed == Phrase(text)
    assert Phrase(text[-13:]) in node.others
    assert codes(text) == {"7"}


def test_a_rank_alone_is_words():
    assert root("thượng tá họp") == Words("thượng tá họp")


def test_notes_say_something_and_each_once():
    assert notes("CSB Vùng 2 csb vùng 2") == ("CSB Vùng 2: Bộ Tư lệnh Vùng Cảnh sát biển 2",)
    assert notes("hải quan HẢI QUAN") == ()
