"""GET /api/v1/suggest/: what is offered while a query is being typed."""

import pytest
from haystack import connections

from archive.models import Place
from search import indexing
from tests.factories import AgencyFactory, AgencyRoleFactory, PlaceFactory, ReportFactory
from tests.search.backends.conftest import backend_of
from tests.search.conftest import forget

pytestmark = pytest.mark.django_db


def suggestions(client, text):
    return client.get("/api/v1/suggest/", {"q": text}).json()["suggestions"]


def texts(client, text):
    return [each["text"] for each in suggestions(client, text)]


@pytest.mark.parametrize(
    "typed", ["Công an tỉnh Bình", "cong an tinh b", "binh phuoc", "Bình Ph", "công an  tinh bình"]
)
def test_an_agency_is_suggested_from_any_of_its_syllables_and_forms_on(client, archive, typed):
    found = suggestions(client, typed)
    assert {"text": "Công an tỉnh Bình Phước", "kind": "cơ quan", "url": "/agency/cong-an_binh-phuoc/"} in found


@pytest.mark.parametrize("typed", ["quyet dinh 1", "QĐ 133", "133/2002", "qd133", "quyết định số 133", "văn-bản:133"])
def test_a_document_is_suggested_however_its_number_is_typed(client, archive, typed):
    assert any("Quyết định 133/2002/QĐ-TTg" in text for text in texts(client, typed))


@pytest.mark.parametrize("typed", ["luu ph", "đại tá Lưu Ph", "đồng chí lưu phúc"])
def test_people_are_suggested_with_or_without_rank(client, archive, typed):
    assert "Lưu Phúc Chẩn" in texts(client, typed)


def test_titles_are_suggested(client, archive):
    assert archive.forest.title in texts(client, "kiểm lâm và")


def test_an_abbreviation_suggests_what_it_stands_for(client, archive):
    assert "Bộ Tư lệnh Vùng Cảnh sát biển 2" in texts(client, "CSB")


def test_what_is_named_to_its_end_goes_before_titles_and_rarer_names(client, archive):
    city = PlaceFactory(code="ha-noi", name="Hà Nội", full_name="Thành phố Hà Nội", kind=Place.Kind.CITY)
    agency = AgencyFactory(name="Công an thành phố Hà Nội", code="cong-an_ha-noi")
    for number in range(3):
        AgencyRoleFactory(report=ReportFactory(title=f"Hà Nội giao ban lần {number}", place=city), agency=agency)
    forget()
    assert texts(client, "ha noi")[:2] == ["Thành phố Hà Nội", "Công an thành phố Hà Nội"]


def test_behind_a_field_only_its_values_are_suggested_and_what_stands_before_is_kept(client, archive):
    found = suggestions(client, "ma túy -cơ-quan:công an")
    assert [(each["text"], each["url"]) for each in found] == [('ma túy -cơ-quan:"Công an tỉnh Bình Phước"', "")]
    assert texts(client, "địa-bàn:công an") == []


def test_the_last_words_may_be_a_name(client, archive):
    assert "chống buôn lậu Công an tỉnh Bình Phước" in texts(client, "chống buôn lậu công an t")


@pytest.mark.parametrize(
    ("typed", "phrase"),
    [
        ("chống bu", "chống buôn lậu"),
        ("chong bu", "chống buôn lậu"),
        ("ký quy ", "ký quy chế"),
        ("ky quy ch", "ký quy chế"),
    ],
)
def test_phrases_are_completed_from_the_archive_with_its_marks(client, archive, typed, phrase):
    for _copy in range(4):
        ReportFactory(text="Hai bên chống buôn lậu và ký quy chế.")
    indexing.index_reports()
    assert any(text.startswith(phrase) for text in texts(client, typed))


def test_no_phrase_is_put_together_that_nobody_says(client, archive):
    ReportFactory(text="Họp bàn công tác. Tác động của mưa lũ rất lớn. Các tác động khác còn lại, tác động nhỏ.")
    indexing.index_reports()
    assert "các tác động" in texts(client, "các tác ")
    assert "công tác động" not in texts(client, "công tác ")


def test_marks_that_were_typed_must_agree(client, archive):
    assert not suggestions(client, "Cống án tỉnh")


@pytest.mark.parametrize(
    "typed", ["c", "", " ", "?!", "\x00\x01", "(" * 500, "a" * 5_000, '"', "cơ-quan:", "người:xyz"]
)
def test_too_little_or_odd_text_suggests_nothing(client, archive, typed):
    assert suggestions(client, typed) == []


def test_without_an_index_the_answer_is_503(client, archive, tmp_path, monkeypatch):
    monkeypatch.setattr(connections["default"], "_backend", backend_of("whoosh", tmp_path / "none"))
    answer = client.get("/api/v1/suggest/", {"q": "các đơn vị của tỉnh "})
    assert answer.status_code == 503
    assert answer["Retry-After"]


def test_a_force_is_suggested_for_the_reports_of_its_bodies(client, archive):
    force = AgencyFactory(code="cong-an", name="Công an", level="force")
    forget()
    found = suggestions(client, "cơ-quan:công an")
    assert [each["text"] for each in found] == ['cơ-quan:"Công an"', 'cơ-quan:"Công an tỉnh Bình Phước"']
    assert client.get("/api/v1/search/", {"q": f'cơ-quan:"{force.name}"'}).json()["total"] == 1
