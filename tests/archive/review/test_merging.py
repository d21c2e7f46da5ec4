"""Merge, split, rename, alias: reports follow, extraction follows, and undo brings everything back."""

from datetime import date

import pytest

from archive.ingest.authorities import agencies_of
from archive.ingest.records import AgencyFact, Evidence
from archive.models import Agency, AgencyName, Change, Citation, LegalDocument, Official, Report
from archive.review import decide, history, merging
from tests.archive.review.conftest import make_report, role


def proposed(name: str = "Công an Bình Phước") -> Agency:
    return Agency.objects.create(code="cong-an-binh-phuoc", name=name, is_reviewed=False)


def read(name: str, code: str | None = None) -> Agency:
    return agencies_of([AgencyFact(name, code, "party", Evidence(None, name, "test", 0.9))])[0]


def everything() -> list:
    models = (Agency, AgencyName, LegalDocument, Official)
    rows = [list(model.objects.order_by("pk").values()) for model in models]
    facts = [
        list(getattr(report, name).order_by("pk").values())
        for report in Report.objects.order_by("pk")
        for name in FACTS
    ]
    return [rows, facts]


FACTS = ("agencyroles", "appearances", "citations")


def test_a_merged_agency_hands_over_parts_names_and_children(report, police, by):
    agency = proposed()
    child = Agency.objects.create(code="phong-mau", name="Phòng Mẫu", parent=agency)
    fact = role(report, agency)
    merging.merge_agencies(agency, police, by)
    for row in (fact, child, agency, report):
        row.refresh_from_db()
    assert (fact.agency, fact.key) == (police, str(police.pk))
    assert child.parent == police
    assert agency.merged_into == police
    assert list(police.names.values_list("name", flat=True)) == ["Công an Bình Phước"]
    assert report.revision == 2


def test_extraction_follows_a_merge_by_code_and_by_name(report, police, by):
    agency = proposed()
    merging.merge_agencies(agency, police, by)
    assert read(agency.name, agency.code) == police
    assert read("Công an Bình Phước") == police


@pytest.mark.parametrize(
    ("mine", "theirs", "left"), [("organiser", "mentioned", "organiser"), ("party", "chair", "chair")]
)
def test_where_a_report_has_both_the_stronger_part_stays(report, police, by, mine, theirs, left):
    agency = proposed()
    role(report, agency, mine)
    role(report, police, theirs)
    merging.merge_agencies(agency, police, by)
    assert [(fact.agency, fact.role) for fact in report.agencyroles.all()] == [(police, left)]


def test_what_a_person_decided_outlasts_a_stronger_suggestion(report, police, by):
    agency = proposed()
    decide.accept(role(report, agency, "attendee"), by)
    role(report, police, "organiser")
    merging.merge_agencies(agency, police, by)
    assert [(fact.role, fact.state) for fact in report.agencyroles.all()] == [("attendee", "accepted")]


@pytest.mark.parametrize("has_both", [False, True])
def test_a_merge_is_undone_to_the_last_row(report, police, by, has_both):
    agency = proposed()
    AgencyName.objects.create(agency=agency, name="CA Bình Phước", kind="short")
    AgencyName.objects.create(agency=police, name="CA Bình Phước", kind="short")
    role(report, agency, "organiser")
    role(make_report(), agency)
    if has_both:
        role(report, police, "mentioned")
    before = everything()
    change = merging.merge_agencies(agency, police, by)
    assert everything() != before
    history.undo(change, by)
    assert everything() == before


def test_nothing_merges_into_itself_or_in_a_circle(police, by):
    agency = proposed()
    with pytest.raises(merging.MergeError):
        merging.merge_agencies(police, police, by)
    merging.merge_agencies(agency, police, by)
    with pytest.raises(merging.MergeError):
        merging.merge_agencies(police, agency, by)


def test_a_renamed_agency_keeps_its_former_name_with_its_days(report, police, by):
    role(report, police)
    change = merging.rename_agency(police, "Công an tỉnh Đồng Nai", date(2025, 7, 1), by)
    names = {name.kind: name for name in police.names.all()}
    assert (names["former"].name, names["former"].valid_to) == ("Công an tỉnh Bình Phước", date(2025, 6, 30))
    assert (names["full"].name, names["full"].valid_from) == ("Công an tỉnh Đồng Nai", date(2025, 7, 1))
    report.refresh_from_db()
    assert report.revision == 2
    history.undo(change, by)
    police.refresh_from_db()
    assert (police.name, police.names.count()) == ("Công an tỉnh Bình Phước", 0)


def test_an_alias_makes_the_next_article_find_the_agency(police, by):
    change = merging.add_alias(police, "CA tỉnh BP", "abbreviation", by)
    assert read("CA tỉnh BP") == police
    history.undo(change, by)
    assert not police.names.exists()


def test_a_split_counts_as_decided_so_that_extraction_leaves_it(report, police, by):
    here, there = role(report, police), role(make_report(), police)
    other = merging.split_agency(police, "Công an huyện Mẫu", [there], [], by)
    for fact in (here, there):
        fact.refresh_from_db()
    assert (here.agency, there.agency) == (police, other)
    assert (there.state, there.key) == ("edited", str(police.pk))
    assert there.suggestion == {"agency": police.pk, "role": "party"}


def test_a_split_is_undone(report, police, by):
    fact = role(report, police)
    before = everything()
    merging.split_agency(police, "Công an huyện Mẫu", [fact], [], by)
    history.undo(Change.objects.get(), by)
    assert everything() == before


def test_a_proposed_agency_is_accepted_as_new(by):
    agency = proposed()
    change = merging.accept_entry(agency, by)
    agency.refresh_from_db()
    assert agency.is_reviewed
    history.undo(change, by)
    agency.refresh_from_db()
    assert not agency.is_reviewed


def test_two_namesakes_become_one_and_two_again(report, by):
    people = [Official.objects.create(name="Cao Văn Mẫu", folded_name="cao van mau") for _ in range(2)]
    for person, where in zip(people, (report, make_report()), strict=True):
        where.appearances.create(official=person, name=person.name, key="cao van mau")
    before = everything()
    change = merging.merge_officials(people[1], people[0], by)
    assert people[0].appearances.count() == 2
    history.undo(change, by)
    assert everything() == before


def test_appearances_of_another_person_are_split_off(report, by):
    person = Official.objects.create(name="Cao Văn Mẫu", folded_name="cao van mau")
    mine = report.appearances.create(official=person, name=person.name, key="cao van mau")
    other = merging.split_official(person, [mine], by)
    mine.refresh_from_db()
    assert (mine.official, mine.state) == (other, "edited")


def test_documents_merge_with_their_citations_and_spellings(report, by):
    short = LegalDocument.objects.create(code="qd-133", type="Quyết định", number="133", is_reviewed=False)
    full = LegalDocument.objects.create(code="qd-133-2002", type="Quyết định", number="133/2002/QĐ-TTg", year=2002)
    older = LegalDocument.objects.create(code="qd-1", type="Quyết định", number="1", replaced_by=short)
    report.citations.create(document=short, key=str(short.pk), quote="QĐ 133")
    before = everything()
    change = merging.merge_documents(short, full, by)
    for row in (full, older):
        row.refresh_from_db()
    assert [citation.document for citation in report.citations.all()] == [full]
    assert full.aliases == ["Quyết định 133"]
    assert older.replaced_by == full
    history.undo(change, by)
    assert everything() == before


def test_merging_many_parts_takes_few_queries(police, by, django_assert_max_num_queries):
    agency = proposed()
    for _ in range(120):
        role(make_report(), agency)
    with django_assert_max_num_queries(30):
        merging.merge_agencies(agency, police, by)
    assert police.roles.count() == 120


def test_a_document_is_split_in_two_and_undone(report, by):
    document = LegalDocument.objects.create(code="qd-7", type="Quyết định", number="7", aliases=["QĐ 7", "QĐ 07"])
    here, there = (
        Citation.objects.create(report=one, document=document, key=str(document.pk)) for one in (report, make_report())
    )
    other = merging.split_document(document, [there], ["QĐ 07"], by, type="Quyết định", number="7", year=2019)
    for row in (document, here, there):
        row.refresh_from_db()
    assert (here.document, there.document) == (document, other)
    assert (document.aliases, other.aliases) == (["QĐ 7"], ["QĐ 07"])
    assert (there.state, there.key, other.code) == ("edited", str(document.pk), "quyet-dinh-7-2019")
    history.undo(Change.objects.get(action="split"), by)
    there.refresh_from_db()
    document.refresh_from_db()
    assert (there.document, there.state, document.aliases) == (document, "suggested", ["QĐ 7", "QĐ 07"])
    assert not LegalDocument.objects.filter(pk=other.pk).exists()
