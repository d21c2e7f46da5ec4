"""A person's selection or words become a place in the text whose slice is the quote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.review.spans import NotInText, Place, locate

TEXT = "Công an tỉnh họp.\nCông an tỉnh và Biên phòng tỉnh ký kết."


def test_a_selection_is_taken_without_the_blanks_around_it():
    assert locate(TEXT, "", 16, 31) == Place(16, 30, ".\nCông an tỉnh")
    assert locate(TEXT, "họp.", 12, 17) == Place(13, 17, "họp.")


def test_words_are_found_by_themselves_whatever_blanks_part_them():
    assert locate(TEXT, "họp.   Công") == Place(13, 22, "họp.\nCông")


def test_of_the_same_words_those_nearest_the_old_place_are_meant():
    assert locate(TEXT, "Công an tỉnh", 40, 44).start == 18
    assert locate(TEXT, "Công an tỉnh", 2, 6).start == 0


def test_words_that_are_not_there_are_refused():
    with pytest.raises(NotInText):
        locate(TEXT, "Hải quan")


def test_nothing_said_is_no_place():
    assert locate(TEXT, " ", None, None) == Place(None, None, "")


@given(st.text(max_size=60), st.integers(-2, 70), st.integers(-2, 70))
def test_the_slice_always_is_the_quote(text, start, end):
    place = locate(text, "", start, end)
    assert place.start is None or text[place.start : place.end] == place.quote
