"""The desk through the browser's eyes: pages, forms without scripts, and who may see them."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from archive.models import Agency, AgencyRole, Change, Correction, Report
from archive.views import corrections
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    AppearanceFactory,
    CitationFactory,
    LegalDocumentFactory,
    MeetingFactory,
    OfficialFactory,
    ReportFactory,
    StaffFactory,
    UserFactory,
    fact,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def staff(client):
    user = StaffFactory()
    client.force_login(user)
    return user


@pytest.fixture
def report() -> Report:
    return ReportFactory()


@pytest.fixture
def role(report) -> AgencyRole:
    police = AgencyFactory(name="Công an tỉnh Bình Phước")
    quote = "Công an tỉnh Bình Phước"
    return fact(AgencyRoleFactory, report, quote, agency=police, key=str(police.pk), confidence=0.5)


def post(client, name: str, /, *arguments, **data):
    return client.post(reverse(name, args=arguments), data)


@pytest.mark.parametrize(
    "name", ["desk", "desk_agencies", "desk_officials", "desk_documents", "desk_meetings", "desk_changes"]
)
def test_the_desk_is_for_staff(client, staff, name):
    assert client.get(reverse(name)).status_code == 200
    client.force_login(UserFactory())
    assert client.get(reverse(name)).status_code == 302


def test_nothing_is_decided_without_being_staff(client, report, role):
    assert post(client, "desk_decide", report.accession, f"agency-{role.pk}", "accept").status_code == 302
    role.refresh_from_db()
    assert role.state == "suggested"


def test_the_queue_names_the_report_and_its_doubts(client, staff, role):
    page = client.get(reverse("desk")).content.decode()
    assert role.report.title in page
    assert "1 điều chưa chắc" in page
    assert role.report.title not in client.get(reverse("desk"), {"reason": "corrections"}).content.decode()


def test_the_page_marks_the_fact_and_offers_to_decide(client, staff, role):
    page = client.get(reverse("desk_report", args=[role.report.accession])).content.decode()
    assert f'id="in-agency-{role.pk}"' in page
    assert f'id="agency-{role.pk}"' in page
    assert "50 %" in page


def test_accept_reject_and_undo_lead_back_to_the_page(client, staff, role):
    anchor = f"agency-{role.pk}"
    for decision, state in (("accept", "accepted"), ("reject", "rejected")):
        answer = post(client, "desk_decide", role.report.accession, anchor, decision)
        assert answer["Location"] == f"{reverse('desk_report', args=[role.report.accession])}#{anchor}"
        role.refresh_from_db()
        assert role.state == state
    post(client, "desk_undo_last", role.report.accession)
    role.refresh_from_db()
    assert role.state == "accepted"


def test_undo_takes_back_one_change_after_the_other_then_says_so(client, staff, role):
    post(client, "desk_decide", role.report.accession, f"agency-{role.pk}", "accept")
    post(client, "desk_decide", role.report.accession, f"agency-{role.pk}", "reject")
    for state in ("accepted", "suggested"):
        post(client, "desk_undo_last", role.report.accession)
        role.refresh_from_db()
        assert role.state == state
    answer = client.post(reverse("desk_undo_last", args=[role.report.accession]), follow=True)
    assert "Không còn gì để hoàn tác" in answer.content.decode()


def test_a_fact_is_edited_and_a_mistake_is_explained(client, staff, role):
    address = reverse("desk_edit", args=[role.report.accession, f"agency-{role.pk}"])
    assert 'value="Công an tỉnh Bình Phước"' in client.get(address).content.decode()
    answer = client.post(address, {"agency": "Không ai biết", "role": "chair"})
    assert "Danh mục chưa có" in answer.content.decode()
    client.post(address, {"agency": "Ban Mẫu", "role": "chair", "is_new": "on", "quote": role.quote})
    role.refresh_from_db()
    assert (role.agency.name, role.role, role.state) == ("Ban Mẫu", "chair", "edited")


def test_a_fact_is_added_from_a_selection(client, staff, report):
    start = report.source_text.index("Bộ đội Biên phòng tỉnh")
    address = reverse("desk_add", args=[report.accession, "agency"])
    form = client.get(address, {"start": start, "end": start + 22}).content.decode()
    assert "Bộ đội Biên phòng tỉnh</textarea>" in form
    AgencyFactory(name="Bộ đội Biên phòng tỉnh Bình Phước")
    said = {"agency": "Bộ đội Biên phòng tỉnh Bình Phước", "role": "party", "quote": "Bộ đội Biên phòng tỉnh"}
    client.post(address, {**said, "start": start, "end": start + 22})
    assert report.agencyroles.get().quote == "Bộ đội Biên phòng tỉnh"
    again = client.post(address, said)
    assert "đã có dữ kiện này" in again.content.decode()


@pytest.mark.parametrize("kind", ["date", "place", "agency", "official", "document", "figure", "topic"])
def test_every_kind_has_its_form(client, staff, report, kind):
    address = reverse("desk_add", args=[report.accession, kind])
    assert client.get(address).status_code == 200
    assert "errorlist" in client.post(address, {}).content.decode()
    assert client.get(f"{address}?start=999999&end=9&x=٣").status_code == 200


def test_accept_all_takes_only_what_is_as_sure(client, staff, role):
    sure = AgencyRoleFactory(report=role.report, confidence=0.93)
    post(client, "desk_accept_above", role.report.accession, confidence="0.90")
    for row in (sure, role):
        row.refresh_from_db()
    assert (sure.state, role.state) == ("accepted", "suggested")
    assert post(client, "desk_accept_above", role.report.accession, confidence="0.01").status_code == 404


def test_done_goes_on_to_the_next_report(client, staff, role):
    other = AgencyRoleFactory(confidence=0.7).report
    answer = post(client, "desk_review", role.report.accession)
    assert answer["Location"] == reverse("desk_report", args=[other.accession])
    assert post(client, "desk_review", other.accession)["Location"] == reverse("desk")


def test_next_and_previous_follow_the_queue(client, staff, role):
    other = AgencyRoleFactory(confidence=0.7).report
    step = reverse("desk_next", args=[role.report.accession])
    assert client.get(step)["Location"] == reverse("desk_report", args=[other.accession])
    back = reverse("desk_next", args=[other.accession]) + "?step=-1"
    assert client.get(back)["Location"] == reverse("desk_report", args=[role.report.accession])
    assert client.get(step + "?step=-1")["Location"] == reverse("desk")


def test_published_and_withdrawn_from_the_desk(client, staff, report):
    post(client, "desk_status", report.accession, status="withdrawn", reason="trùng")
    report.refresh_from_db()
    assert (report.status, report.withdrawal_reason) == ("withdrawn", "trùng")
    post(client, "desk_status", report.accession, status="published")
    report.refresh_from_db()
    assert report.status == "published"


def test_a_report_without_its_original_says_so(client, staff, report):
    answer = client.post(reverse("desk_read_again", args=[report.accession]), follow=True)
    assert "không đọc lại được" in answer.content.decode()


def test_the_text_of_an_article_cannot_become_markup(client, staff):
    report = ReportFactory(title="<script>alert(1)</script>", paragraphs=("<img src=x onerror=alert(1)>", "b"))
    page = client.get(reverse("desk_report", args=[report.accession])).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page


def test_addresses_off_the_desk_are_not_followed(client, staff, role):
    post(client, "desk_decide", role.report.accession, f"agency-{role.pk}", "accept")
    answer = post(client, "desk_undo", Change.objects.get().pk, next="https://example.org/")
    assert answer["Location"] == reverse("desk")


@pytest.mark.parametrize("anchor", ["agency-0", "agency-x", "agency", "nothing-1", "agency-99999999999999999999"])
def test_a_fact_that_is_not_there_is_404(client, staff, report, anchor):
    assert post(client, "desk_decide", report.accession, anchor, "accept").status_code == 404


# ---------------------------------------------------------------- authority


def test_a_proposed_agency_is_merged_from_the_list(client, staff, role):
    lost = AgencyFactory(name="Công an Bình Phước", is_reviewed=False)
    elsewhere = AgencyRoleFactory(agency=lost)
    page = client.get(reverse("desk_agencies")).content.decode()
    assert "Chính là Công an tỉnh Bình Phước" in page
    answer = post(client, "desk_change_agency", lost.code, "merge", **{"target": role.agency.code, "from": "list"})
    assert answer["Location"] == reverse("desk_agencies")
    elsewhere.refresh_from_db()
    assert elsewhere.agency == role.agency
    post(client, "desk_undo", Change.objects.get().pk)
    elsewhere.refresh_from_db()
    assert elsewhere.agency == lost


def test_an_agency_is_renamed_split_and_given_a_name(client, staff, role):
    code = role.agency.code
    assert client.get(reverse("desk_agency", args=[code])).status_code == 200
    post(client, "desk_change_agency", code, "rename", name="Công an tỉnh Đồng Nai", since="2025-07-01")
    post(client, "desk_change_agency", code, "alias", name="CA Đồng Nai", kind="abbreviation")
    names = role.agency.names
    assert set(names.values_list("name", flat=True)) == {
        "Công an tỉnh Bình Phước",
        "Công an tỉnh Đồng Nai",
        "CA Đồng Nai",
    }
    post(client, "desk_change_agency", code, "unalias", name=names.get(kind="abbreviation").pk)
    post(client, "desk_change_agency", code, "split", name="Công an huyện Mẫu", role=[role.pk])
    role.refresh_from_db()
    assert (role.agency.name, role.state) == ("Công an huyện Mẫu", "edited")
    assert [line.action for line in Change.objects.filter(model="agency")] == ["split", "alias", "alias", "rename"]


def test_an_agency_is_edited_with_what_its_form_shows(client, staff, role):
    parent = AgencyFactory(name="Bộ Công an")
    said = {"level": "province", "kind": "cong-an", "parent": "Bộ Công an", "valid_from": "1997-01-01"}
    post(client, "desk_change_agency", role.agency.code, "edit", **said)
    role.agency.refresh_from_db()
    assert (role.agency.parent, role.agency.level) == (parent, "province")
    answer = post(client, "desk_change_agency", role.agency.code, "edit", level="province", parent="Đâu đó")
    assert (answer.status_code, "Không có mục này" in answer.content.decode()) == (400, True)


def test_merging_an_agency_into_itself_is_explained(client, staff, role):
    address = reverse("desk_change_agency", args=[role.agency.code, "merge"])
    answer = client.post(address, {"target": role.agency.code}, follow=True)
    assert "vào chính nó" in answer.content.decode()


def test_namesakes_are_offered_and_merged(client, staff, report):
    people = [OfficialFactory(name="Cao Văn Mẫu") for _ in range(2)]
    for person in people:
        AppearanceFactory(official=person)
    assert f"Cùng người với #{people[0].pk}" in client.get(reverse("desk_officials")).content.decode()
    post(client, "desk_change_official", people[1].pk, "merge", target=people[0].pk)
    assert people[0].appearances.count() == 2
    assert client.get(reverse("desk_official", args=[people[0].pk])).status_code == 200
    post(client, "desk_change_official", people[0].pk, "split", appearance=[people[0].appearances.last().pk])
    assert people[0].appearances.count() == 1


def test_documents_are_accepted_edited_and_merged(client, staff, report):
    new, known = LegalDocumentFactory(number="133", is_reviewed=False), LegalDocumentFactory(number="133/2002/QĐ-TTg")
    citation = CitationFactory(document=new)
    assert f"Chính là {known.name}" in client.get(reverse("desk_documents")).content.decode()
    assert client.get(reverse("desk_document", args=[new.code])).status_code == 200
    post(client, "desk_change_document", new.code, "edit", type="Quyết định", number="133", issued_on="9/10/2002")
    new.refresh_from_db()
    assert (new.issued_on.edtf, new.is_reviewed) == ("2002-10-09", True)
    post(client, "desk_change_document", new.code, "merge", target=known.code)
    citation.refresh_from_db()
    assert citation.document == known


def test_a_document_is_split_by_its_citations(client, staff, report):
    document = LegalDocumentFactory(type="Quyết định", number="7", year=2002)
    citation = CitationFactory(report=report, document=document)
    post(client, "desk_change_document", document.code, "split", type="Quyết định", number="7", year=2019)
    citation.refresh_from_db()
    assert citation.document == document
    chosen = {"type": "Quyết định", "number": "7", "year": 2019, "citation": citation.pk}
    post(client, "desk_change_document", document.code, "split", **chosen)
    citation.refresh_from_db()
    assert (citation.document.name, citation.state) == ("Quyết định 7/2019", "edited")
    assert post(client, "desk_change_document", document.code, "split", type="").status_code == 400


def test_a_group_of_reports_is_confirmed_and_released(client, staff):
    meeting = MeetingFactory()
    for _ in range(2):
        ReportFactory(meeting=meeting)
    assert meeting.title in client.get(reverse("desk_meetings")).content.decode()
    post(client, "desk_change_meeting", meeting.pk, "confirm")
    assert "đã xác nhận" in client.get(reverse("desk_meeting", args=[meeting.pk])).content.decode()
    post(client, "desk_change_meeting", meeting.pk, "release")
    meeting.refresh_from_db()
    assert not meeting.is_confirmed


def test_a_report_is_put_into_a_meeting_of_its_day_of_another_report_or_of_its_own(client, staff, report):
    same_day, far = ReportFactory(meeting=MeetingFactory()), ReportFactory(meeting=MeetingFactory(held_on=None))
    page = client.get(reverse("desk_regroup", args=[report.accession])).content.decode()
    assert f'name="meeting" value="{same_day.meeting.pk}"' in page
    for chosen, expected in (
        ({"meeting": same_day.meeting.pk}, same_day.meeting),
        ({"other": far.accession.lower()}, far.meeting),
    ):
        post(client, "desk_regroup", report.accession, **chosen)
        report.refresh_from_db()
        assert report.meeting == expected
    response = post(client, "desk_regroup", report.accession, start="1")
    report.refresh_from_db()
    assert response["Location"] == reverse("desk_meeting", args=[report.meeting.pk])
    assert report.meeting.reports.count() == 1
    changes = client.get(reverse("desk_changes")).content.decode()
    assert "xếp lại hội nghị" in changes


@pytest.mark.parametrize("other", ["GB-999999", "GB-000001", ""])
def test_a_report_without_a_meeting_leads_to_none(client, staff, other):
    report = ReportFactory(accession="GB-000001")
    assert post(client, "desk_regroup", report.accession, other=other).status_code == 400
    assert post(client, "desk_regroup", report.accession, meeting=10**6).status_code == 404


def test_names_are_looked_up_while_typing(client, staff, role):
    found = client.get(reverse("desk_look_up", args=["agency"]), {"q": "cong an binh"}).json()["results"]
    assert found == [{"code": role.agency.code, "name": role.agency.name}]
    assert client.get(reverse("desk_look_up", args=["nothing"]), {"q": "x"}).status_code == 404


def test_the_history_shows_who_changed_what(client, staff, role):
    post(client, "desk_decide", role.report.accession, f"agency-{role.pk}", "accept")
    page = client.get(reverse("desk_changes")).content.decode()
    assert staff.username in page
    assert "Công an tỉnh Bình Phước" in page


# ---------------------------------------------------------------- readers' corrections


def correct(client, report, query: str = "", **data):
    return client.post(reverse("report_correct", args=[report.accession]) + query, data)


def test_a_reader_flags_a_fact_and_it_lands_on_the_desk(client, report, role):
    query = f"?fact=agency-{role.pk}"
    form = client.get(reverse("report_correct", args=[report.accession]) + query).content.decode()
    assert "Công an tỉnh Bình Phước" in form
    assert "Đã nhận góp ý" in correct(client, report, query, message="Là Công an huyện").content.decode()
    correction = Correction.objects.get()
    assert (correction.fact_kind, correction.fact_id, correction.quote) == ("agency", role.pk, role.quote)
    client.force_login(StaffFactory())
    assert "Là Công an huyện" in client.get(reverse("desk_report", args=[report.accession])).content.decode()
    post(client, "desk_correction", correction.pk, state="declined", answer="đúng như bài")
    correction.refresh_from_db()
    assert (correction.state, correction.answer) == ("declined", "đúng như bài")


def test_programs_that_fill_every_field_are_thanked_and_forgotten(client, report):
    answer = correct(client, report, message="mua ngay", website="https://example.org")
    assert "Đã nhận góp ý" in answer.content.decode()
    assert not Correction.objects.exists()


def test_one_address_cannot_flood_the_desk(client, report, monkeypatch):
    monkeypatch.setattr(corrections, "MOST_FROM_ONE_ADDRESS", 2)
    answers = [correct(client, report, message="sai").status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert Correction.objects.count() == 2


def test_an_empty_message_is_asked_for(client, report):
    assert correct(client, report, message=" ").status_code == 400


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_is_not_public_takes_no_corrections(client, status):
    assert client.get(reverse("report_correct", args=[ReportFactory(status=status).accession])).status_code == 404


def test_a_new_agency_is_one_of_the_proposals_until_accepted(client, staff):
    lost = AgencyFactory(is_reviewed=False)
    post(client, "desk_change_agency", lost.code, "accept")
    assert Agency.objects.get(pk=lost.pk).is_reviewed


def test_no_two_fields_of_a_page_share_an_id(client, staff, role):
    document = LegalDocumentFactory()
    for address in (reverse("desk_agency", args=[role.agency.code]), reverse("desk_document", args=[document.code])):
        ids = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', client.get(address).content.decode())
        assert sorted(ids) == sorted(set(ids))
