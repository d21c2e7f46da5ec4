"""Names of fields in a query as it was typed."""

import pytest

from search.query.lex import parted_at_fields, without_fields


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ('cơ-quan:"Bộ Công an" ma túy', "Bộ Công an ma túy"),
        ("agency: Bộ Công an", "Bộ Công an"),
        ('ma túy -cơ-quan:"Bộ Công an"', 'ma túy -"Bộ Công an"'),
        ('+người:"Lưu Phúc Chẩn" "ma túy"', '+"Lưu Phúc Chẩn" "ma túy"'),
        ("địa-bàn:(Huế OR Vinh)", "(Huế OR Vinh)"),
        ("ngày:2019 ma túy", "ngày:2019 ma túy"),
        ("17:30", "17:30"),
        ("", ""),
    ],
)
def test_names_in_fields_become_words(typed, words):
    assert without_fields(typed) == words


def test_a_text_is_parted_at_the_names_of_its_fields():
    assert list(parted_at_fields('ma túy tieu de: "x" y')) == [
        ("ma túy ", False),
        ("tieu de:", True),
        (' "x" y', False),
    ]
    assert list(parted_at_fields('title:"x')) == [('title:"x', False)]
