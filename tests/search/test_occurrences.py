"""Rows of syllables in texts: the same places as a walk over all of their terms."""

import re

import pytest
from haystack.query import SQ
from hypothesis import given
from hypothesis import strategies as st

from archive.vietnamese.normalize import TONE_KEYS, normalize
from search.analysis import FOLDED, analyse
from search.backends.plan import Planner
from search.occurrences import Finder, rows_in


def rows(*texts, lookup="phrase"):
    planner = Planner(lambda _term: 0)
    return [row for text in texts for row in rows_in(planner.plan(SQ(**{f"content__{lookup}": text})).condition)]


def found(text, *sought, **options):
    return [text[start:end] for start, end in Finder(rows(*sought, **options)).places(text)]


@pytest.mark.parametrize(
    ("sought", "text", "places"),
    [
        ("phối hợp", "Phối hợp, phối-hợp; PHỐI\n\nHỢP và phoi hop", ["Phối hợp", "phối-hợp", "PHỐI\n\nHỢP"]),
        ("phoi hop", "phối hợp phoi hợp", ["phối hợp", "phoi hợp"]),
        ("hoà", "hòa hoà hóa Hòa.", ["hòa", "hoà", "Hòa"]),
        ("kỹ", "kĩ kỹ ký kỉ", ["kĩ", "kỹ"]),
        ("ky", "kĩ kỹ ký kỵ kì", ["kĩ", "kỹ", "ký", "kỵ", "kì"]),
        ("đ", "Đ đ Ð ð d", ["Đ", "đ", "Ð", "ð"]),
        ("an", "toàn an lan ân An?", ["an", "ân", "An"]),
        ("án an", "an án an án an", ["án an", "án an"]),
        ("6328", "6.328 6,328 06328 63.28 16328 6328", ["6.328", "6,328", "06328", "6328"]),
        ("0,5", "0,5 0.5 5 10,5", ["0,5", "0.5"]),
        ("7", "07/7/2010, 7kg, 17", ["07", "7", "7"]),
        ("133/2002/QĐ-TTg", "số 133/2002/QÐ-TTg.", ["133/2002/QÐ-TTg"]),
        (
            "một hai ba bốn năm 6.000 bảy 8kg",
            "một hai, ba bốn (năm) 6000 - bảy 8kg!",
            ["một hai, ba bốn (năm) 6000 - bảy 8kg"],
        ),
        ("một hai ba bốn năm sáu bảy", "một hai ba bốn năm sáu", []),
        ("m²", "120 m², 5m²", ["m²", "m²"]),
        ("kg", "692kg KG", ["kg", "KG"]),
        ("ma túy", "ma túy/ma túy", ["ma túy", "ma túy"]),
        ("中文", "tiếng 中文 !", ["中文"]),
        ("h'mông", "người H’Mông", ["H’Mông"]),
        ("x" * 100, "x" * 100 + " " + "x" * 99, ["x" * 100, "x" * 99]),  # cut alike
    ],
)
def test_what_is_found(sought, text, places):
    assert found(text, sought) == places


def test_the_longer_of_two_rows_that_begin_alike():
    assert found("công an tỉnh, công an", "công an", "công an tỉnh") == ["công an tỉnh", "công an"]


def test_what_begins_so():
    assert found("phối phoi phố pho Phôi", "phô", lookup="prefix") == ["phối", "phố", "Phôi"]
    assert found("phối phồi phôi", "phối", lookup="prefix") == ["phối"]
    assert found("phối phoi pha", "pho", lookup="prefix") == ["phối", "phoi"]
    assert found("kỳ kiếm", "ky", lookup="prefix") == ["kỳ"]


def test_nothing_sought_is_nowhere():
    assert not Finder([])
    assert Finder([]).places("gì cũng được") == []


SYLLABLES = ["an", "án", "ân", "ma", "mà", "túy", "tuý", "tuy", "kỹ", "kĩ", "7", "07", "1.000", "1000", "NĐ03",
             "TP.HCM", "692kg", "ma-túy", "133/2002/QĐ-TTg", "(an)", "“án”", "QĐ", "Đ", "-", "…"]  # fmt: skip


def walked(row, text):
    """The places by a walk over all terms."""
    terms = [
        (chunk.start() + term.start, chunk.start() + term.end, term.exact)
        for chunk in re.finditer(r"\S+", text)
        for term in analyse(chunk[0])
    ]
    at, places = 0, []
    while at + len(row) <= len(terms):
        window = terms[at : at + len(row)]
        keys = [(key, FOLDED[key]) for _start, _end, key in window]
        if all(one.key == exact if one.is_exact else one.key == folded
               for one, (exact, folded) in zip(row, keys, strict=True)):  # fmt: skip
            places.append((window[0][0], window[-1][1]))
            at += len(row)
        else:
            at += 1
    return places


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=8), st.lists(st.sampled_from(SYLLABLES), max_size=40))
def test_the_places_are_those_of_a_walk(sought, words):
    text = " ".join(words)
    for row in rows(" ".join(sought)):
        assert Finder([row]).places(text) == walked(row, text)


LATIN = st.text(
    st.characters(max_codepoint=0x1EFF, exclude_characters=TONE_KEYS, exclude_categories=["M"]), max_size=60
)


@given(LATIN, LATIN)
def test_whatever_is_sought_is_found_as_by_a_walk(sought, text):
    text = normalize(text)
    for row in rows(sought):
        assert Finder([row]).places(text) == walked(row, text)
