"""Did you mean: the likelier spelling, from the archive's own neighbours."""

import pytest

from search.spelling import correct
from search.vocabulary import gathered

TEXTS = [
    "phối hợp giữa công an và bộ đội biên phòng",
    "kiểm lâm phối hợp bảo vệ rừng",
    "nghị định của chính phủ về phối hợp",
    "cảnh sát biển vùng một phối hợp hải quan",
    "hải quan cửa khẩu chống buôn lậu",
    "phòng chống ma túy ở biên giới",
    "dân quân giữ trật tự, ngành công an giao cho",
] * 5


@pytest.fixture(scope="module")
def words():
    return gathered(TEXTS)


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("phôi hợp", "phối hợp"),
        ("kiễm lâm", "kiểm lâm"),
        ("nghi dịnh", "nghị định"),
        ("cảnh sát biễn", "cảnh sát biển"),
        ("chống buôn lâu", "chống buôn lậu"),
        ("biên phòn", "biên phòng"),
        ("Kiễm lâm", "Kiểm lâm"),
        ("KIỄM LÂM", "KIỂM LÂM"),
        ("phoi hợp", "phối hợp"),
        ("chật tự", "trật tự"),
        ("giân quân", "dân quân"),
        ("nghành công an", "ngành công an"),
        ("phốihợp", "phối hợp"),
        ("phoihop bien phong", "phối hợp biên phòng"),
        ("ph ối hợp", "phối hợp"),
        ("phoois howpj", "phối hợp"),
        ("pho61i ho75p", "phối hợp"),
        ("phối hpợ", "phối hợp"),
    ],
)
def test_a_misspelling_is_put_right(words, typed, better):
    assert correct(typed, words).text == better


def test_names_of_fields_are_not_respelt(words):
    assert correct('nghi định: "kiễm lâm" tieu de:hai quan', words).text == 'nghị định: "kiểm lâm" tieu de:hải quan'
    assert correct("tieu de:phối hợp", words) is None


def test_marks_are_restored_from_what_stands_together(words):
    found = correct("hai quan cua khau", words)
    assert found.text == "hải quan cửa khẩu"
    assert found.restores_marks


@pytest.mark.parametrize(
    "text",
    [
        "phối hợp",
        "Phối hợp H5N1",
        "Q1 free bus",
        "kiểm lâm",
        "hải quan",
        "UBND CSB",
        "BR-VT",
        "133/2002/QĐ-TTg",
        "133/2002/nghi-dinh",
        "",
        "xyz",
        "a " * 500,
    ],
)
def test_what_is_right_or_unknown_is_left_alone(words, text):
    assert correct(text, words) is None


def test_the_change_is_marked_and_the_rest_escaped(words):
    found = correct('"phôi hợp" <b>', words)
    assert found.marked == "&quot;<em>phối</em> hợp&quot; &lt;b&gt;"


def test_the_change_is_found_where_words_were_parted(words):
    found = correct("bàn phốihợp, kiểm lâm", words)
    assert found.marked == "bàn <em>phối hợp</em>, kiểm lâm"
    assert not found.restores_marks


def test_names_that_no_report_has_are_right():
    words = gathered(TEXTS, ["Mường Lát", "Tỉnh Đắk Lắk"])
    assert correct("Mường Lát", words) is None
    assert correct("mương lát", words).text == "mường lát"


def test_nothing_depends_on_the_order_in_which_words_were_met():
    forwards, backwards = gathered(TEXTS), gathered(TEXTS[::-1])
    for text in ("hai quan", "cong an bien phong", "phôi", "biênn", "chat tu"):
        assert correct(text, forwards) == correct(text, backwards), text
