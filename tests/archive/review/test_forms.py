"""What a person types about a fact becomes its fields, or a sentence on what to type."""

from decimal import Decimal

import pytest

from archive.models import Agency, LegalDocument, Official, Topic
from archive.review.forms import FACT_FORMS
from archive.vietnamese.dates import PartialDate
from tests.archive.review.conftest import role, span


def filled(report, kind: str, /, **data):
    form = FACT_FORMS[kind](data, report=report)
    assert form.is_valid(), form.errors
    return form.values()


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("3/4/2019", "2019-04-03"),
        ("4/2019", "2019-04"),
        ("2019", "2019"),
        ("25/4", "XXXX-04-25"),
        ("2019-04-03", "2019-04-03"),
    ],
)
def test_dates_are_typed_as_people_write_them(report, typed, edtf):
    assert filled(report, "date", kind="meeting", value=typed)["value"] == PartialDate.from_edtf(edtf)


@pytest.mark.parametrize("typed", ["31/2/2019", "hôm qua", "13/2019", "0/0"])
def test_what_is_no_date_is_refused(report, typed):
    assert "value" in FACT_FORMS["date"]({"kind": "meeting", "value": typed}, report=report).errors


def test_a_form_shows_the_fact_as_it_is(report, police):
    fact = role(report, police, "chair", **span(report, "Công an tỉnh Bình Phước"))
    shown = FACT_FORMS["agency"](report=report, fact=fact).as_p()
    assert 'value="Công an tỉnh Bình Phước"' in shown
    assert '<option value="chair" selected>' in shown


def test_an_agency_is_known_by_any_of_its_names_or_its_code(report, police):
    police.names.create(name="CA tỉnh", kind="short")
    for typed in ("Công an tỉnh Bình Phước", "CA tỉnh", "cong-an_binh-phuoc"):
        assert filled(report, "agency", agency=typed, role="party")["agency"] == police


def test_an_unknown_agency_is_added_only_on_purpose(report):
    typed = {"agency": "Ban Mẫu", "role": "party"}
    assert "agency" in FACT_FORMS["agency"](typed, report=report).errors
    agency = filled(report, "agency", **typed, is_new="on")["agency"]
    assert (agency.pk, agency.code, agency.name) == (None, "ban-mau", "Ban Mẫu")


def test_two_agencies_of_one_name_are_told_apart_by_code(report, police):
    other = Agency.objects.create(code="cong-an_cu", name=police.name)
    assert "[cong-an_cu]" in str(FACT_FORMS["agency"]({"agency": police.name, "role": "party"}, report=report).errors)
    assert filled(report, "agency", agency=f"{police.name} [cong-an_cu]", role="party")["agency"] == other


def test_a_place_comes_from_the_authority_file(report, province):
    said = filled(report, "place", place="Tỉnh Bình Phước")
    assert (said["place"], said["name"]) == (province, "Tỉnh Bình Phước")
    assert FACT_FORMS["place"]({"place": "Đâu đó"}, report=report).errors
    assert filled(report, "place", name="Hội trường lớn")["place"] is None


def test_an_official_is_one_of_the_namesakes_or_somebody_new(report):
    known = Official.objects.create(name="Cao Văn Mẫu", folded_name="cao van mau")
    typed = {"name": "Cao Văn Mẫu", "rank": "Đại tá", "posts": "Giám đốc\n\n Ủy viên ", "role": "chaired"}
    said = filled(report, "official", **typed, person=str(known.pk))
    assert (said["official"], said["posts"]) == (known, ["Giám đốc", "Ủy viên"])
    assert filled(report, "official", **typed, person="")["official"].pk is None
    assert filled(report, "official", **{**typed, "name": "Lê Mẫu"}, person=str(known.pk))["official"].name == "Lê Mẫu"


def test_a_new_document_is_made_of_type_number_and_year(report):
    said = filled(report, "document", type="Nghị định", number="03/2019/NĐ-CP", year="2019")
    assert (said["document"].code, said["document"].pk) == ("nghi-dinh-03-2019-nd-cp", None)
    known = LegalDocument.objects.create(code="nd-03", type="Nghị định", number="03/2019/NĐ-CP", year=2019)
    assert filled(report, "document", document="Nghị định 03/2019/NĐ-CP")["document"] == known


def test_figures_and_topics(report):
    topic = Topic.objects.create(code="ma-tuy", name="Ma túy")
    assert filled(report, "topic", topic=topic.pk)["topic"] == topic
    assert filled(report, "figure", value_text="3,2", value="3.2", unit="kg")["value"] == Decimal("3.2")
    assert FACT_FORMS["figure"]({"value_text": "x", "value": "nhiều"}, report=report).errors


def test_the_place_in_the_text_is_checked(report):
    said = filled(report, "date", kind="meeting", value="2019", quote="Sáng  3/4/2019")
    assert report.source_text[said["start"] : said["end"]] == said["quote"] == "Sáng 3/4/2019"
    wrong = FACT_FORMS["date"]({"kind": "meeting", "value": "2019", "quote": "không có"}, report=report)
    assert "quote" in wrong.errors
