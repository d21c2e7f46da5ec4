"""A new reading changes what nobody decided, shows it first, and never touches what a person decided."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from archive.ingest import pipeline
from archive.models import Agency, Change, Figure, Official, Report, Submission
from archive.review import decide, history, merging, outdated

ARTICLE = """Ba lực lượng tỉnh Bình Phước giao ban quý I năm 2019

Sáng 3/4/2019, tại Đồng Xoài, Công an tỉnh Bình Phước, Bộ Chỉ huy Quân sự tỉnh và Bộ đội Biên phòng tỉnh tổ chức \
hội nghị giao ban công tác phối hợp quý I năm 2019 theo Nghị định 03/2019/NĐ-CP của Chính phủ.

Đại tá Cao Văn Mẫu, Phó Giám đốc Công an tỉnh Bình Phước chủ trì hội nghị. Quý I, ba lực lượng trao đổi 128 tin, \
phối hợp bắt 14 vụ, 21 đối tượng phạm tội về ma túy, thu giữ 3,2 kg ma túy tổng hợp trên tuyến biên giới.

Hội nghị thống nhất chuyển lịch giao ban sang tuần đầu của quý, giao Bộ Chỉ huy Quân sự tỉnh chuẩn bị.
"""


@pytest.fixture
def report(db) -> Report:
    submission = Submission.objects.receive(ARTICLE.encode(), "bai.txt")
    assert pipeline.ingest(submission.pk)
    return Report.objects.get()


def age(report: Report) -> None:
    """As if an older extraction had read the report: one figure fewer, another read wrongly."""
    report.figures.filter(value=14).delete()
    report.figures.filter(value=21).update(unit="người")
    Report.objects.filter(pk=report.pk).update(extractor_version=0)


def test_correct_one_reject_one_add_one_and_read_again_all_three_stand(report, by):
    corrected, rejected = report.agencyroles.first(), report.figures.get(value=128)
    decide.edit(corrected, by, agency=Agency.objects.create(code="cong-an-mau", name="Công an Mẫu"), role="chair")
    decide.reject(rejected, by)
    added = decide.add(
        report, "agency", by, agency=Agency.objects.create(code="ban-mau", name="Ban Mẫu"), role="attendee"
    )
    before = [vars(fact).copy() for fact in (corrected, rejected, added)]
    for _ in range(2):
        outdated.reread(report)
    for fact, was in zip((corrected, rejected, added), before, strict=True):
        fact.refresh_from_db()
        assert {name: value for name, value in vars(fact).items() if name in was and name != "_state"} == {
            name: value for name, value in was.items() if name != "_state"
        }
    assert report.figures.filter(value=128).count() == 1
    assert report.agencyroles.filter(agency__name="Công an Mẫu").count() == 1


def test_a_corrected_title_and_a_chosen_date_outlast_a_new_reading(report, by):
    decide.edit_texts(report, by, title="Giao ban ba lực lượng", lead=report.lead)
    meeting = report.reportdates.filter(kind="meeting").first()
    decide.edit(meeting, by, value=type(meeting.value)(2019, 4, 2))
    outdated.reread(report)
    report.refresh_from_db()
    assert (report.title, report.meeting_on.edtf) == ("Giao ban ba lực lượng", "2019-04-02")


def test_an_undone_title_is_read_again(report, by):
    read = report.title
    history.undo(decide.edit_texts(report, by, title="Giao ban ba lực lượng", lead=report.lead), by)
    outdated.reread(report)
    report.refresh_from_db()
    assert report.title == read


def test_a_person_keeps_the_same_page_and_a_merge_of_two_stands(report, by):
    appearance = report.appearances.get()
    report.appearances.update(posts=[], rank="")
    other = Official.objects.create(name=appearance.name, folded_name=appearance.official.folded_name)
    merging.merge_officials(appearance.official, other, by)
    outdated.reread(report)
    assert report.appearances.get().official == other


def test_nothing_new_is_no_difference_and_leaves_no_line(report):
    assert not outdated.compare(report)
    assert not outdated.reread(report)
    assert not Change.objects.exists()


def test_the_difference_shown_is_the_difference_written(report):
    age(report)
    shown = outdated.compare(report)
    assert not Figure.objects.filter(value=14).exists()
    written = outdated.reread(report)
    assert shown == written
    assert [written.after[name]["says"] for name in written.came() if "14" in name]
    assert Figure.objects.filter(value=14).exists()
    assert not outdated.outdated().exists()


def test_a_reviewed_report_comes_back_to_the_desk_with_what_is_new(report, by):
    decide.mark_reviewed(report, by)
    age(report)
    outdated.reread(report)
    report.refresh_from_db()
    assert report.reviewed_at is None
    _change, difference = outdated.last_difference(report)
    assert difference.came()


def test_without_its_original_a_report_is_not_read_again(report):
    report.submissions.update(report=None)
    with pytest.raises(outdated.NotKept):
        outdated.compare(report)


def test_the_command_shows_before_it_writes(report, monkeypatch):
    age(report)
    out = StringIO()
    call_command("extract", "--outdated", "--dry-run", stdout=out)
    assert "\n  + figure: " in out.getvalue()
    assert "1 of 1 reports would change" in out.getvalue()
    monkeypatch.setattr("builtins.input", lambda _question: "n")
    with pytest.raises(CommandError):
        call_command("extract", "--outdated", stdout=StringIO())
    assert outdated.outdated().count() == 1
    call_command("extract", "--outdated", "--yes", stdout=out)
    assert "1 reports were read again, 1 changed." in out.getvalue()
    assert not outdated.outdated().exists()


def test_a_draft_that_a_new_reading_publishes_says_so_before_and_after(report):
    Report.objects.filter(pk=report.pk).update(status="draft", is_report=False, extractor_version=0)
    out = StringIO()
    call_command("extract", "--outdated", "--dry-run", stdout=out)
    assert "\n  ~ status: draft  ->  published\n" in out.getvalue()
    assert Report.objects.get().status == "draft"
    out = StringIO()
    call_command("extract", "--outdated", "--yes", stdout=out)
    assert f"{report.accession}  status: draft  ->  published\n" in out.getvalue()
    assert Report.objects.get().status == "published"


def test_a_draft_somebody_reviewed_stays_a_draft(report, by):
    decide.mark_reviewed(report, by)
    Report.objects.filter(pk=report.pk).update(status="draft")
    outdated.reread(report)
    assert Report.objects.get().status == "draft"


def test_accepting_all_that_is_sure_leaves_topics_to_a_person(report, by):
    report.reporttopics.update(confidence=0.95)
    decide.accept_above(report, 0.9, by)
    assert set(report.reporttopics.values_list("state", flat=True)) == {"suggested"}
    assert "accepted" in report.figures.values_list("state", flat=True)
