"""Loading the authority files: bulk, repeatable, and never over what a person changed on the site."""

from io import StringIO

import pytest
from django.core.management import call_command

from archive.authority import files
from archive.authority.loader import load, load_if_missing, load_rows
from archive.models import Agency, AgencyName, AgencyRole, LegalDocument, Place, Report, Topic

pytestmark = pytest.mark.django_db


def agency(name, **changes):
    values = {
        "name": name,
        "kind": "cong-an",
        "level": "province",
        "parent": "",
        "place": "",
        "successor": "",
        "valid_from": None,
        "valid_to": None,
        "note": "",
        "names": [[name, "full"]],
    }
    return values | changes


@pytest.fixture
def two_agencies():
    wanted = {
        "cong-an_a": agency("Công an tỉnh A", parent="bo", successor="cong-an_b", valid_to="2025-06-30"),
        "cong-an_b": agency("Công an tỉnh B", parent="bo"),
        "bo": agency("Bộ Công an", level="central"),
    }
    load_rows(Agency, wanted)
    return wanted


def test_rows_are_created_with_their_references_whatever_the_order(two_agencies):
    a = Agency.objects.get(code="cong-an_a")
    assert (a.parent.code, a.successor.code, a.valid_to.isoformat()) == ("bo", "cong-an_b", "2025-06-30")
    assert [(name.name, name.kind, name.is_loaded) for name in a.names.all()] == [("Công an tỉnh A", "full", True)]


def test_loading_the_same_again_writes_nothing(two_agencies, django_assert_num_queries):
    with django_assert_num_queries(1):
        summary = load_rows(Agency, two_agencies)
    assert (summary.created, summary.updated, summary.unchanged) == (0, 0, 3)


def test_what_changed_in_the_files_is_taken_over(two_agencies):
    two_agencies["cong-an_b"] = agency("Công an thành phố B", parent="", valid_from="1997-01-01")
    summary = load_rows(Agency, two_agencies)
    b = Agency.objects.get(code="cong-an_b")
    assert (b.name, b.parent, b.valid_from.isoformat()) == ("Công an thành phố B", None, "1997-01-01")
    assert (summary.updated, summary.kept) == (1, [])


def test_an_edit_made_here_stays_when_the_files_do_not_change(two_agencies):
    Agency.objects.filter(code="cong-an_b").update(name="Công an B")
    load_rows(Agency, two_agencies)
    assert Agency.objects.get(code="cong-an_b").name == "Công an B"


def test_an_edit_made_here_stays_and_is_reported_when_the_files_say_something_new(two_agencies):
    Agency.objects.filter(code="cong-an_b").update(name="Công an B", note="đã xem")
    two_agencies["cong-an_b"] = agency("Công an thành phố B", parent="bo", valid_from="1997-01-01")
    summary = load_rows(Agency, two_agencies)
    b = Agency.objects.get(code="cong-an_b")
    assert (b.name, b.note, b.valid_from.isoformat()) == ("Công an B", "đã xem", "1997-01-01")
    assert [(edit.code, edit.field, edit.here, edit.in_files) for edit in summary.kept] == [
        ("cong-an_b", "name", "Công an B", "Công an thành phố B")
    ]


def test_a_reference_edited_here_stays(two_agencies):
    Agency.objects.filter(code="cong-an_b").update(parent=None)
    two_agencies["cong-an_b"] = agency("Công an tỉnh B", parent="cong-an_a")
    summary = load_rows(Agency, two_agencies)
    assert Agency.objects.get(code="cong-an_b").parent is None
    assert [edit.field for edit in summary.kept] == ["parent"]


def test_a_kept_edit_is_reported_once(two_agencies):
    Agency.objects.filter(code="cong-an_b").update(name="Công an B")
    two_agencies["cong-an_b"] = agency("Công an thành phố B", parent="bo")
    load_rows(Agency, two_agencies)
    assert load_rows(Agency, two_agencies).kept == []


def test_an_edit_the_files_come_to_agree_with_is_no_edit(two_agencies):
    Agency.objects.filter(code="cong-an_b").update(name="Công an thành phố B")
    two_agencies["cong-an_b"] = agency("Công an thành phố B", parent="bo")
    assert load_rows(Agency, two_agencies).kept == []


def test_a_row_that_extraction_proposed_becomes_the_entry_of_the_files():
    Agency.objects.create(code="cong-an_c", name="CA tỉnh C", is_reviewed=False)
    load_rows(Agency, {"cong-an_c": agency("Công an tỉnh C")})
    row = Agency.objects.get(code="cong-an_c")
    assert (row.name, row.is_reviewed) == ("Công an tỉnh C", True)


def test_a_row_a_person_made_under_the_same_code_is_kept_where_it_differs():
    Agency.objects.create(code="cong-an_c", name="Công an C")
    summary = load_rows(Agency, {"cong-an_c": agency("Công an tỉnh C", note="mới")})
    row = Agency.objects.get(code="cong-an_c")
    assert (row.name, row.note) == ("Công an C", "mới")
    assert "name" in {edit.field for edit in summary.kept}


def test_names_follow_the_files_and_leave_those_added_or_removed_here(two_agencies):
    b = Agency.objects.get(code="cong-an_b")
    AgencyName.objects.create(agency=b, name="CA nhà", kind="short")
    names = [["Công an tỉnh B", "full"], ["Công an B", "short"], ["CA B", "abbreviation"]]
    load_rows(Agency, two_agencies | {"cong-an_b": agency("Công an tỉnh B", parent="bo", names=names)})
    b.names.filter(name="CA B").delete()
    names = [["Công an tỉnh B", "full"], ["CA B", "abbreviation"], ["Ty Công an B", "former"]]
    load_rows(Agency, two_agencies | {"cong-an_b": agency("Công an tỉnh B", parent="bo", names=names)})
    assert {name.name for name in b.names.all()} == {"Công an tỉnh B", "CA nhà", "Ty Công an B"}


def test_an_entry_the_files_dropped_stays_and_is_named(two_agencies):
    del two_agencies["cong-an_a"]
    assert load_rows(Agency, two_agencies).gone == ["cong-an_a"]
    assert Agency.objects.filter(code="cong-an_a").exists()


def test_entries_that_refer_to_nothing_are_refused():
    with pytest.raises(ValueError, match="cong-an_x"):
        load_rows(Agency, {"cong-an_x": agency("Công an tỉnh X", parent="khong-co")})


def test_reports_of_a_changed_agency_are_taken_up_by_the_index_again(two_agencies):
    b = Agency.objects.get(code="cong-an_b")
    report = Report.objects.create(title="Giao ban", text="Giao ban", source_text="Giao ban")
    AgencyRole.objects.create(agency=b, report=report, role="chair")
    before = report.revision
    load_rows(Agency, two_agencies | {"cong-an_a": agency("Công an tỉnh A cũ")})
    report.refresh_from_db()
    assert report.revision == before
    load_rows(Agency, two_agencies | {"cong-an_b": agency("Công an thành phố B", parent="bo")})
    report.refresh_from_db()
    assert report.revision == before + 1


def test_documents_keep_the_precision_of_their_date():
    values = {
        "type": "Nghị định",
        "number": "77/2010/NĐ-CP",
        "year": 2010,
        "issuer": "Chính phủ",
        "issued_on": "2010-07-12",
        "title": "",
        "aliases": ["NĐ 77"],
        "replaced_by": "",
    }
    load_rows(LegalDocument, {"nd-77": values})
    document = LegalDocument.objects.get(code="nd-77")
    assert (document.issued_on.edtf, document.aliases) == ("2010-07-12", ["NĐ 77"])
    assert load_rows(LegalDocument, {"nd-77": values}).unchanged == 1


def test_the_files_load_whole_and_a_second_time_change_nothing():
    first, second = load(), load()
    assert not load_if_missing()
    assert [summary.created for summary in first] == [
        Place.objects.count(),
        Agency.objects.count(),
        LegalDocument.objects.count(),
        Topic.objects.count(),
    ]
    assert Agency.objects.count() == len(files.agencies())
    assert all(summary.created == summary.updated == 0 and not summary.kept for summary in second)
    binh_phuoc = Place.objects.get(code="binh-phuoc")
    assert (binh_phuoc.full_name, binh_phuoc.successor.name) == ("Tỉnh Bình Phước", "Đồng Nai")
    assert Agency.objects.get(code="cong-an_binh-phuoc").successor.name == "Công an tỉnh Đồng Nai"
    assert Place.objects.get(code="binh-phuoc_loc-ninh").kind == Place.Kind.DISTRICT
    printed = StringIO()
    call_command("load_authorities", stdout=printed)
    assert "as before" in printed.getvalue()
