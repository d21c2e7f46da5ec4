"""Which reports are of one meeting."""

import pytest

from archive.ingest.meetings import assign_meeting
from archive.models import Agency, AgencyRole, Meeting, Place, Report
from archive.vietnamese.dates import PartialDate

pytestmark = pytest.mark.django_db
DAY = PartialDate(2019, 4, 3)


def agency(code: str, level: str = "province") -> Agency:
    return Agency.objects.get_or_create(code=code, defaults={"name": code, "level": level})[0]


def province(code: str) -> Place:
    return Place.objects.get_or_create(code=code, defaults={"name": code, "full_name": code, "kind": "province"})[0]


def report(*agencies: Agency, on: PartialDate | None = DAY, role: str = "party", **fields) -> Report:
    fields = {"title": "Giao ban", "is_report": True, "meeting_on": on, **fields}
    report = Report.objects.create(text="x", source_text="x", text_sha256="x", **fields)
    for one in agencies:
        AgencyRole.objects.create(report=report, agency=one, role=role, key=str(one.pk))
    assign_meeting(report)
    report.save()
    return report


def test_reports_of_one_day_and_the_same_parties_share_a_meeting():
    parties = agency("ca-bp"), agency("bdbp-bp")
    first = report(*parties)
    assert report(*parties).meeting == first.meeting
    assert (first.meeting.title, first.meeting.held_on) == ("Giao ban", DAY)


def test_another_day_or_other_parties_are_another_meeting():
    parties = agency("ca-bp"), agency("bdbp-bp")
    first = report(*parties)
    assert report(*parties, on=PartialDate(2019, 4, 4)).meeting != first.meeting
    assert report(agency("ca-tn"), agency("bdbp-tn")).meeting != first.meeting
    assert report(agency("ca-bp")).meeting != first.meeting


def test_attending_is_not_taking_part():
    parties = agency("ca-bp"), agency("bdbp-bp")
    assert report(*parties).meeting != report(*parties, role="attendee").meeting


def test_a_month_is_no_day():
    parties = agency("ca-bp"), agency("bdbp-bp")
    month = PartialDate(2019, 4)
    assert report(*parties, on=month).meeting != report(*parties, on=month).meeting


def test_forces_of_a_general_name_in_two_provinces_meet_separately():
    parties = agency("cong-an", "force"), agency("bien-phong", "force")
    assert (
        report(*parties, place=province("binh-phuoc")).meeting != report(*parties, place=province("tay-ninh")).meeting
    )


def test_two_ministries_seen_from_two_provinces_are_one_meeting():
    parties = agency("bo-cong-an", "central"), agency("bo-quoc-phong", "central")
    first = report(*parties, place=province("binh-phuoc"))
    assert report(*parties, agency("ca-tn"), place=province("tay-ninh")).meeting == first.meeting


def test_a_reprint_is_of_the_meeting_of_what_it_reprints():
    first = report(agency("ca-bp"))
    assert report(on=None, reprint_of=first).meeting == first.meeting
    assert report(on=PartialDate(2020, 1, 1), reprint_of=first).meeting != first.meeting


def test_what_is_no_report_has_no_meeting():
    assert report(agency("ca-bp"), agency("bdbp-bp"), is_report=False).meeting is None


def test_a_group_a_person_confirmed_is_left_alone():
    parties = agency("ca-bp"), agency("bdbp-bp")
    confirmed = Meeting.objects.create(title="Của người xem", held_on=DAY, is_confirmed=True)
    inside = report(*parties, meeting=confirmed)
    assert inside.meeting == confirmed
    assert report(*parties).meeting != confirmed


def test_a_meeting_nobody_is_in_any_more_is_gone():
    parties = agency("ca-bp"), agency("bdbp-bp")
    first = report(*parties)
    lonely = report(*parties, on=PartialDate(2019, 5, 1))
    left = lonely.meeting.pk
    lonely.meeting_on = DAY
    assign_meeting(lonely)
    lonely.save()
    assert lonely.meeting == first.meeting
    assert not Meeting.objects.filter(pk=left).exists()


def test_a_meeting_of_one_report_follows_it():
    lonely = report(agency("ca-bp"))
    lonely.title, lonely.meeting_on = "Tên mới", PartialDate(2019, 5, 1)
    assign_meeting(lonely)
    assert Meeting.objects.get() == lonely.meeting
    assert (lonely.meeting.title, lonely.meeting.held_on) == ("Tên mới", PartialDate(2019, 5, 1))
