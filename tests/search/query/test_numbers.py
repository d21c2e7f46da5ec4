"""Documents by their number in every spelling, and by name."""

import pytest

from search.query.ast import Phrase, Words, walk

from .conftest import codes, expanded, notes, root, understood


@pytest.mark.parametrize(
    "text",
    [
        "133/2002/QĐ-TTg",
        "133/2002/qd-ttg",
        "133/2002/QĐTTg",
        "133/QĐTTg",
        "133/qđ-ttg",
        "số 133/2002/QĐ-TTg",
        "so 133/2002",
        "133/2002",
        "QĐ 133",
        "QĐ133",
        "qđ133",
        "qd133",
        "QD133/2002",
        "QĐ-133",
        "QĐ 133/TTg",
        "QĐ-TTg số 133",
        "Quyết định số 133",
        "quyet dinh so 133",
        "quyet dinh 133 nam 2002",
        "Quyết định 133 (2002)",
        "văn-bản:133",
        "văn bản 133",
    ],
)
def test_a_decision_in_every_spelling(text):
    assert codes(text) == {"qd-133"}


@pytest.mark.parametrize(
    "text", ["Nghị định 03 năm 2019", "NĐ03/2019", "ND03/2019", "nđ03/2019", "nghi dinh 3 2019", "NĐ-CP 03/2019"]
)
def test_a_decree_with_its_year(text):
    assert codes(text) == {"nd-3"}


@pytest.mark.parametrize("text", ["12-NQ/TW", "12/NQ-TW", "nq12/tw", "Nghị quyết 12", "12 - NQ / TW"])
def test_a_party_resolution_either_way_round(text):
    assert codes(text) == {"nq-12"}


@pytest.mark.parametrize("text", ["KHLT 22", "khlt22", "Kế hoạch liên tịch 22", "Kế hoạch liên ngành số 22"])
def test_every_type_of_the_authority_file_is_known(text):
    assert codes(text) == {"khlt-22"}


@pytest.mark.parametrize("text", ["Nghị định 133", "Quyết định 133/2010", "QĐ 134", "133/QĐ-UBND"])
def test_another_type_year_number_or_issuer_is_another_document(text):
    assert "qd-133" not in codes(text)


def test_the_word_for_number_and_the_parts_behind_the_year_are_not_required():
    assert root("số 133/2002/qđ-ttg").typed == Words("133/2002/QĐ-TTg")
    assert root("quyết định số 133").typed == Words("quyết định 133")


def test_a_type_in_short_finds_what_the_type_in_full_does():
    wanted = "đủ các tiếng “QC 133” hoặc cụm “quy chế 133” hoặc cụm “quy chế số 133” hoặc cụm “QC số 133”"
    assert understood("QC 133") == wanted
    assert "quy chế" in {node.text for node in walk(root("QC 133")) if isinstance(node, Phrase)}


def test_what_was_parted_is_looked_for_in_one_piece_too():
    assert Words("PA05") in walk(root("PA05"))
    assert Words("qđ133") in walk(root("qđ133"))


def test_a_figure_alone_and_a_year_after_a_type_are_no_documents():
    assert root("133") == Words("133")
    assert root("3 vụ/4 đối tượng") == Words("3 vụ/4 đối tượng")
    assert root("kế hoạch 2020") == Words("kế hoạch 2020")


@pytest.mark.parametrize("text", ["Đề án 06", "ĐA 6", "đề án số 06", "văn-bản:Đề án 06"])
def test_a_number_that_is_another_documents_name(text):
    assert "qd-6" in codes(text)


def test_a_law_by_name():
    assert codes("Luật Biên giới quốc gia") == {"luat-bien-gioi"}
    assert notes("Luật Biên giới quốc gia") == ("Luật Biên giới quốc gia: văn bản Luật 06/2003/QH11",)
    assert codes('văn-bản:"Luật Biên giới quốc gia"') == {"luat-bien-gioi"}
    assert codes("văn-bản:luat bien gioi quoc gia ma túy") == {"luat-bien-gioi"}


def test_an_unknown_document_is_searched_as_typed_and_said():
    found = expanded('văn-bản:"không có đâu"')
    assert found.root == Phrase("không có đâu")
    assert found.notes == ("Chưa biết văn bản “không có đâu”: đã tìm như chữ",)


def test_no_reading_is_given_twice():
    assert understood("133/2002") == "“133/2002” hoặc viện dẫn Quyết định 133/2002/QĐ-TTg"
    assert understood("QĐ 133").count("“QĐ 133”") == 1
