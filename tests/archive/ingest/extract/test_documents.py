"""Citations of legal documents, however they are spelt."""

import pytest

from archive.vietnamese.dates import PartialDate
from tests.archive.ingest.articles import extracted


def cited(text: str, **known):
    return extracted(f"Hai bên họp giao ban\n\nChiều 5/4, tại Hà Nội, {text}", **known).documents


@pytest.mark.parametrize(
    ("printed", "type", "number", "year"),
    [
        ("Quyết định số 133/2002/QĐ-TTg của Thủ tướng Chính phủ", "Quyết định", "133/2002/QĐ-TTg", 2002),
        ("Quyết định số 133/2002 ngày 9/10/2002 của Thủ tướng Chính phủ", "Quyết định", "133/2002", 2002),
        ("Nghị định số 77/2010/ NĐ-CP của Chính phủ", "Nghị định", "77/2010/NĐ-CP", 2010),
        ("Nghị định 03 năm 2019 của Chính phủ", "Nghị định", "03", 2019),
        ("NĐ03/2019 của Chính phủ", "Nghị định", "03/2019", 2019),
        ("Chỉ thị số: 35-CT/TU ngày 06/11/2014 của Tỉnh ủy", "Chỉ thị", "35-CT/TU", 2014),
        ("Kết luận số 14-KL/TW ngày 22/9/2021 của Bộ Chính trị", "Kết luận", "14-KL/TW", 2021),
        ("kế hoạch phối hợp số 06 ngày 13/02/2004", "Kế hoạch phối hợp", "06", 2004),
        ("Quy chế phối hợp số 303/QCPH ngày 29/10/2020", "Quy chế phối hợp", "303/QCPH", 2020),
    ],
)
def test_spellings(printed, type, number, year):
    (document,) = cited(f"hai bên tổng kết {printed}.")
    assert (document.type, document.number, document.year) == (type, number, year)


def test_the_day_of_issue_is_the_documents_own():
    (document,) = cited("hai bên sơ kết Nghị định số 03/2019/NĐ-CP ngày 5-9-2019 của Chính phủ.")
    assert document.issued_on.edtf == "2019-09-05"
    assert document.issuer == "Chính phủ"


def test_a_barer_citation_is_the_same_document():
    documents = cited("hai bên thực hiện Quyết định số 133/2002/QĐ-TTg. Sau 10 năm, Quyết định 133 đã đi vào đời sống.")
    assert [document.number for document in documents] == ["133/2002/QĐ-TTg"]


def test_known_documents_are_resolved_to_one_code():
    full = cited("hai bên thực hiện Quyết định số 133/2002/QĐ-TTg.")
    short = cited("hai bên thực hiện Quyết định số 133/2002 của Thủ tướng Chính phủ.")
    assert full[0].code == short[0].code


def test_regulations_of_two_provinces_with_one_number_are_two():
    here = cited("Công an tỉnh Bình Phước và Công an tỉnh ký Quy chế số 05/QCPH ngày 1/2/2019.")
    there = cited("Công an tỉnh Cà Mau và Công an tỉnh ký Quy chế số 05/QCPH ngày 1/2/2019.")
    assert here[0].code != there[0].code or here[0].code.endswith("ha-noi")


@pytest.mark.parametrize(
    "text", ["hai bên ký kế hoạch 5 năm.", "hai bên ký quy chế phối hợp 5 năm.", "quyết định 3 nội dung."]
)
def test_lengths_and_counts_are_no_numbers(text):
    assert cited(text) == ()


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Nghị định số 77 của Chính phủ về phối hợp giữa Bộ Công an, Bộ Quốc phòng", "nghi-dinh-77-2010-nd-cp"),
        ("Nghị định 77 về chức năng, nhiệm vụ, quyền hạn của Bộ Công an", "nghi-dinh-77-2009-nd-cp"),
        ("Nghị định 77 của Chính phủ", "nghi-dinh-77"),
        ("Nghị định 77 của Chính phủ và các văn bản của Bộ Công an", "nghi-dinh-77"),
    ],
)
def test_of_two_known_documents_the_subject_tells_which(printed, code):
    (document,) = cited(f"hai bên tổng kết {printed}.", published_on=PartialDate(2011, 4, 6))
    assert document.code == code


def test_a_document_issued_after_the_article_is_not_meant():
    (document,) = cited("hai bên tổng kết Nghị định 77 của Chính phủ.", published_on=PartialDate(2010, 4, 6))
    assert document.code == "nghi-dinh-77-2009-nd-cp"
