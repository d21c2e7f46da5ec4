"""Accept, edit, reject, add: each is one transaction, one line in the history, and can be undone."""

from decimal import Decimal

import pytest

from archive.models import Agency, AgencyRole, Change, Figure, Official
from archive.review import decide, history
from archive.vietnamese.dates import PartialDate
from tests.archive.review.conftest import date, make_report, place, role, span


def test_accepting_says_who_and_when_and_counts_a_revision(report, police, by):
    fact = role(report, police, **span(report, "Công an tỉnh Bình Phước"))
    change = decide.accept(fact, by)
    fact.refresh_from_db()
    report.refresh_from_db()
    assert (fact.state, fact.decided_by) == ("accepted", by)
    assert fact.decided_at is not None
    assert report.revision == 2
    assert (change.model, change.object_id, change.action, change.made_by) == ("report", report.pk, "accept", by)


def test_accepting_twice_leaves_one_change(report, police, by):
    fact = role(report, police)
    decide.accept(fact, by)
    assert decide.accept(fact, by) is None
    assert Change.objects.count() == 1


def test_an_edit_keeps_what_was_read_beside_it(report, police, guards, by):
    fact = role(report, police)
    decide.edit(fact, by, agency=guards, role="chair")
    decide.edit(fact, by, role="organiser")
    fact.refresh_from_db()
    assert (fact.agency, fact.role, fact.state) == (guards, "organiser", "edited")
    assert fact.suggestion == {"agency": police.pk, "role": "party"}
    assert fact.key == str(police.pk), "extraction still knows the fact by what it read"


def test_an_edit_that_says_nothing_new_is_none(report, police, by):
    assert decide.edit(role(report, police), by, agency=police, role="party") is None


def test_an_edit_may_not_repeat_another_fact(report, police, guards, by):
    role(report, police)
    fact = role(report, guards)
    with pytest.raises(decide.AlreadyThere):
        decide.edit(fact, by, agency=police)
    fact.refresh_from_db()
    assert fact.agency == guards


def test_adding_a_fact_of_an_agency_nobody_knew(report, by):
    agency = Agency(code="ban-moi", name="Ban Mới")
    fact = decide.add(report, "agency", by, agency=agency, role="party", **span(report, "Bộ đội Biên phòng tỉnh"))
    assert (fact.state, fact.method, fact.key) == ("accepted", "desk", str(agency.pk))
    history.undo(Change.objects.get(), by)
    assert not AgencyRole.objects.exists()
    assert not Agency.objects.filter(code="ban-moi").exists()


def test_adding_what_is_there_is_refused(report, police, by):
    fact = role(report, police)
    with pytest.raises(decide.AlreadyThere) as raised:
        decide.add(report, "agency", by, agency=police, role="chair")
    assert raised.value.fact == fact


def test_the_same_figure_may_stand_twice(report, by):
    said = {"value": Decimal(3), "value_text": "3", "unit": "vụ", "noun": "ma túy"}
    keys = [decide.add(report, "figure", by, **said).key for _ in range(3)]
    assert keys == ["3|vụ|ma túy", "3|vụ|ma túy#2", "3|vụ|ma túy#3"]
    assert Figure.objects.count() == 3


def test_choosing_one_of_two_dates_settles_the_report(report, by):
    wrong, right = date(report, "meeting", "2019-03-28", 0.9), date(report, "meeting", "2019-04-03", 0.6)
    published = date(report, "published", "2019-04-04")
    decide.accept(right, by)
    for row in (wrong, report, published):
        row.refresh_from_db()
    assert wrong.state == "rejected"
    assert published.state == "suggested"
    assert report.meeting_on == PartialDate(2019, 4, 3)


def test_undoing_the_choice_brings_back_the_doubt(report, by):
    wrong, right = date(report, "meeting", "2019-03-28", 0.9), date(report, "meeting", "2019-04-03", 0.6)
    change = decide.accept(right, by)
    history.undo(change, by)
    for row in (wrong, right, report):
        row.refresh_from_db()
    assert (wrong.state, right.state, right.decided_by) == ("suggested", "suggested", None)
    assert report.meeting_on == PartialDate(2019, 3, 28)


def test_rejecting_the_place_leaves_the_report_without_one(report, province, by):
    fact = place(report, province)
    decide.accept(fact, by)
    report.refresh_from_db()
    assert report.place == province
    decide.reject(fact, by)
    report.refresh_from_db()
    assert report.place is None


def test_accepting_all_that_is_sure_leaves_contradictions_to_a_person(report, police, guards, by):
    sure, unsure = role(report, police, confidence=0.92), role(report, guards, confidence=0.89)
    dates = [date(report, "meeting", "2019-03-28", 0.95), date(report, "meeting", "2019-04-03", 0.95)]
    decide.accept_above(report, 0.9, by)
    for row in (sure, unsure, *dates):
        row.refresh_from_db()
    assert (sure.state, unsure.state) == ("accepted", "suggested")
    assert [row.state for row in dates] == ["suggested", "suggested"]
    assert Change.objects.count() == 1


def test_a_person_misread_is_forgotten_with_the_edit_and_comes_back_with_its_undo(report, by):
    misread = Official.objects.create(name="Cao Văn Mẩu", folded_name="cao van mau")
    fact = report.appearances.create(official=misread, name=misread.name, key="cao van mau", rank="Đại tá")
    right = Official(name="Cao Văn Mẫu", folded_name="cao van mau")
    change = decide.edit(fact, by, official=right, name="Cao Văn Mẫu")
    assert list(Official.objects.values_list("name", flat=True)) == ["Cao Văn Mẫu"]
    history.undo(change, by)
    fact.refresh_from_db()
    assert (fact.name, fact.official.name) == ("Cao Văn Mẩu", "Cao Văn Mẩu")
    assert Official.objects.count() == 1


def test_title_and_lead_are_corrected_with_undo(report, by):
    change = decide.edit_texts(report, by, title="Giao ban quý một", lead="")
    assert change.before == {"title": "Giao ban quý I"}
    history.undo(change, by)
    report.refresh_from_db()
    assert report.title == "Giao ban quý I"


def test_one_report_decided_leaves_others_alone(report, police, by):
    other = make_report()
    elsewhere = role(other, police)
    decide.reject(role(report, police), by)
    elsewhere.refresh_from_db()
    other.refresh_from_db()
    assert (elsewhere.state, other.revision) == ("suggested", 1)


def test_a_fact_that_extraction_dropped_meanwhile_is_no_longer_decided(report, police, by):
    fact = role(report, police)
    AgencyRole.objects.all().delete()
    with pytest.raises(AgencyRole.DoesNotExist):
        decide.accept(fact, by)
    assert not Change.objects.exists()
