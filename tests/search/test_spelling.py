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
    ],
)
def test_a_misspelling_is_put_right(words, typed, better):
    assert correct(typed, words).text == better


def test_marks_are_restored_from_what_stands_together(words):
    found = correct("hai quan cua khau", words)
    assert found.text == "hải quan cửa khẩu"
    assert found.restores_marks


@pytest.mark.parametrize(
    "text", ["phối hợp", "kiểm lâm", "hải quan", "UBND CSB", "133/2002/QĐ-TTg", "", "xyz", "a " * 500]
)
def test_what_is_right_or_unknown_is_left_alone(words, text):
    assert correct(text, words) is None


def test_the_change_is_marked_and_the_rest_escaped(words):
    found = correct('"phôi hợp" <b>', words)
    assert found.marked == "&quot;<em>phối</em> hợp&quot; &lt;b&gt;"
