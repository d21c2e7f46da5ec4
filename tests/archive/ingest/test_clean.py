"""What is taken off a page's text before anything is counted in it."""

from archive.ingest.clean import clean
from archive.ingest.records import Source


def cleaned(text: str) -> str:
    return clean(Source(text=text)).text


def test_text_is_composed_and_free_of_invisible_characters():
    assert cleaned("Công\u00a0an\u200b tỉnh") == "Công an tỉnh"


def test_blank_lines_and_spaces_at_line_ends_shrink():
    assert cleaned("  Một  \n\n \n\nHai ") == "Một\n\nHai"


def test_class_names_of_an_editor_go_where_they_stand_in_a_sentence():
    assert cleaned("Toàn cảnh hội nghị. leftcenterrightdel") == "Toàn cảnh hội nghị."


def test_a_title_becomes_one_line():
    assert clean(Source(text="a", title=" Họp \n giao ban ")).title == "Họp giao ban"


def test_cleaning_twice_changes_nothing():
    once = cleaned("a \n\n\n b\tc \u200b\n")
    assert cleaned(once) == once
