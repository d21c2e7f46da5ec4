"""The queue: the report with most to be put right comes first."""

from archive.models import Agency
from archive.review import corrections, decide, doubt
from tests.archive.review.conftest import date, make_report, role


def order() -> list[int]:
    return [one.report for one in doubt.queue()]


def test_nothing_doubtful_is_no_queue(report, police):
    role(report, police, confidence=0.97)
    assert order() == []


def test_the_less_sure_the_earlier(police):
    reports = [make_report() for _ in range(3)]
    for report, confidence in zip(reports, (0.8, 0.3, 0.6), strict=True):
        role(report, police, confidence=confidence)
    assert order() == [reports[1].pk, reports[2].pk, reports[0].pk]


def test_each_reason_is_counted(report, police, by):
    role(report, police, confidence=0.5)
    role(report, Agency.objects.create(code="la", name="Lạ", is_reviewed=False), confidence=0.95)
    date(report, "meeting", "2019-04-03")
    date(report, "meeting", "2019-03-28")
    corrections.receive(report, "Sai ngày")
    one = doubt.queue()[0]
    assert (one.shaky, one.proposed, one.conflicts, one.corrections) == (1, 1, 1, 1)
    assert one.reasons() == ["1 góp ý", "1 mâu thuẫn", "1 cơ quan lạ", "1 điều chưa chắc"]


def test_a_noted_conflict_and_two_dates_of_it_are_one(report):
    report.extraction_notes = {"judgment": ["giao ban"], "meeting_on": "hai ngày"}
    report.save()
    date(report, "meeting", "2019-04-03")
    date(report, "meeting", "2019-03-28")
    assert doubt.queue()[0].conflicts == 1


def test_a_draft_near_the_border_is_looked_at_and_one_surely_no_report_comes_late(police):
    border = make_report(status="draft", is_report=False, is_report_confidence=0.55)
    surely = make_report(status="draft", is_report=False, is_report_confidence=0.99)
    published = make_report()
    for report in (surely, published):
        role(report, police, confidence=0.4)
    assert order() == [border.pk, published.pk, surely.pk]


def test_a_reviewed_report_leaves_until_a_reader_objects(report, police, by):
    role(report, police, confidence=0.5)
    decide.mark_reviewed(report, by)
    assert order() == []
    corrections.receive(report, "Chưa đúng")
    assert order() == [report.pk]


def test_the_withdrawn_wait_for_nobody(police):
    role(make_report(status="withdrawn"), police, confidence=0.1)
    assert order() == []


def test_the_queue_takes_as_many_queries_for_many_reports(police, django_assert_max_num_queries):
    for _ in range(30):
        role(make_report(), police, confidence=0.5)
    with django_assert_max_num_queries(14):
        assert len(doubt.queue()) == 30
