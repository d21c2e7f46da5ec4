import json
import re

import pytest

from archive.models import Change, Passage, Report
from archive.vietnamese.dates import PartialDate
from tests.factories import (
    PARAGRAPHS,
    AgencyFactory,
    AgencyRoleFactory,
    AppearanceFactory,
    CitationFactory,
    FigureFactory,
    LegalDocumentFactory,
    MeetingFactory,
    ReportDateFactory,
    ReportFactory,
    SubmissionFactory,
    fact,
)

pytestmark = pytest.mark.django_db


def page(client, report, status=200):
    response = client.get(report.get_absolute_url())
    assert response.status_code == status
    return response.content.decode()


def words(html):
    """What a reader reads: without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_a_report_shows_its_text_word_for_word(client):
    text = words(page(client, ReportFactory()))
    for paragraph in PARAGRAPHS:
        assert paragraph in text


def test_each_fact_is_marked_in_the_text_and_linked_both_ways(client):
    report = ReportFactory()
    role = fact(
        AgencyRoleFactory, report, "Công an tỉnh Bình Phước", agency=AgencyFactory(name="Công an tỉnh Bình Phước")
    )
    html = page(client, report)
    assert f'href="#fact-agency-{role.pk}" data-fact="agency-{role.pk}">Công an tỉnh Bình Phước</a></mark>' in html
    assert f'id="at-agency-{role.pk}"' in html
    assert f'<li id="fact-agency-{role.pk}">' in html
    assert f'href="#at-agency-{role.pk}"' in html


def test_overlapping_facts_are_each_linked_and_the_text_stays_whole(client):
    report = ReportFactory()
    figure = fact(FigureFactory, report, "6.328 vụ")
    document = fact(CitationFactory, report, "vụ theo Quyết định 133/2002/QĐ-TTg", document=LegalDocumentFactory())
    html = page(client, report)
    assert f'id="at-figure-{figure.pk}"' in html
    assert f'id="at-document-{document.pk}"' in html
    assert PARAGRAPHS[1] in words(html)


def test_ids_on_the_page_are_unique(client):
    report = ReportFactory()
    fact(AgencyRoleFactory, report, "Công an")
    fact(AgencyRoleFactory, report, "Công an tỉnh")
    fact(ReportDateFactory, report, "26/7")
    ids = re.findall(r' id="([^"]+)"', page(client, report))
    assert len(ids) == len(set(ids))


def test_a_rejected_fact_is_gone_from_text_and_list(client):
    report = ReportFactory()
    role = fact(AgencyRoleFactory, report, "Công an", state="rejected")
    assert f"agency-{role.pk}" not in page(client, report)


def test_whatever_an_article_contains_is_escaped(client):
    evil = '<script>alert("x")</script>'
    report = ReportFactory(
        title=f"Tiêu đề {evil}",
        paragraphs=(f"Dẫn {evil}", f"Đoạn {evil}"),
        outlet=evil,
        source_url="https://a.vn/?" + evil,
    )
    fact(AgencyRoleFactory, report, evil, agency=AgencyFactory(name=evil))
    AppearanceFactory(report=report, rank=evil, posts=[evil])
    assert "<script>alert" not in page(client, report)


def test_a_draft_is_seen_by_staff_only(client, staff):
    draft = ReportFactory(status="draft", title="Bài còn nháp")
    page(client, draft, 404)
    assert "Bài còn nháp" in page(staff, draft)


def test_a_withdrawn_report_is_gone_and_says_why(client, staff):
    report = ReportFactory(status="withdrawn", title="Bài bị rút", withdrawal_reason="Theo yêu cầu của báo")
    html = page(client, report, 410)
    assert "Theo yêu cầu của báo" in html
    assert "Bài bị rút" not in html
    assert "Bài bị rút" in page(staff, report)


def test_provenance_says_where_from_and_how_each_date_was_known(client):
    report = ReportFactory(source_url="https://vi-du.vn/bai", outlet="Báo Mẫu", source_id="mau-1", extractor_version=7)
    SubmissionFactory(report=report, sha256="ab" * 32)
    fact(ReportDateFactory, report, "26/7")
    html = page(client, report)
    for shown in ("https://vi-du.vn/bai", "Báo Mẫu", "mau-1", "ab" * 32, "phiên bản 7", "“26/7”", report.accession):
        assert shown in html


def test_an_address_that_is_no_web_address_is_not_linked(client):
    assert 'href="javascript:' not in page(client, ReportFactory(source_url="javascript:alert(1)"))


def test_a_sample_says_it_is_invented(client):
    assert "bài mẫu, hư cấu" in page(client, ReportFactory(is_sample=True))
    assert "bài mẫu, hư cấu" not in page(client, ReportFactory())


def test_furniture_is_kept_to_see_but_out_of_the_text(client):
    report = ReportFactory()
    Passage.objects.create(report=report, kind="furniture", start=0, end=1, text="Chia sẻ bài viết")
    article = page(client, report).split("<article")[1].split("</article>")[0]
    assert "Chia sẻ bài viết" not in article
    assert "Chia sẻ bài viết" in page(client, report)


def test_other_reports_of_the_same_meeting_are_named(client):
    meeting = MeetingFactory()
    report = ReportFactory(meeting=meeting)
    ReportFactory(meeting=meeting, title="Báo khác viết")
    ReportFactory(meeting=meeting, title="Bản nháp khác", status="draft")
    html = page(client, report)
    assert "Báo khác viết" in html
    assert "Bản nháp khác" not in html


def test_a_report_page_takes_few_queries_however_many_facts(client, django_assert_max_num_queries):
    report = ReportFactory()
    for _ in range(20):
        AgencyRoleFactory(report=report)
        AppearanceFactory(report=report)
        CitationFactory(report=report)
    with django_assert_max_num_queries(14):
        client.get(report.get_absolute_url())


# ---------------------------------------------------------------- citations


def cite(client, report, style):
    response = client.get(f"/report/{report.accession}/cite.{style}")
    assert response.status_code == 200
    assert f'filename="{report.accession}.{style}"' in response["Content-Disposition"]
    return response.content.decode()


@pytest.fixture
def article():
    report = ReportFactory(
        title="Giao ban 100% & {mới}",
        outlet="Báo Mẫu",
        source_url="https://vi-du.vn/1",
        published_on=PartialDate(2010, 7),
    )
    Passage.objects.create(report=report, kind="byline", start=1, end=2, text="Tôn Nữ Mai Vy")
    return report


def test_csl_json_says_what_is_known_and_no_more(client, article):
    (item,) = json.loads(cite(client, article, "json"))
    assert item["title"] == "Giao ban 100% & {mới}"
    assert item["author"] == [{"literal": "Tôn Nữ Mai Vy"}]
    assert item["issued"] == {"date-parts": [[2010, 7]]}


def test_bibtex_is_escaped(client, article):
    entry = cite(client, article, "bib")
    assert entry.startswith(f"@article{{{article.accession},")
    assert r"Giao ban 100\% \& \{mới\}" in entry
    assert "date = {2010-07}" in entry


def test_ris_is_one_record_with_an_end(client, article):
    lines = cite(client, article, "ris").splitlines()
    assert lines[0] == "TY  - NEWS"
    assert lines[-1] == "ER  - "
    assert "DA  - 2010/07/" in lines


def test_ris_lines_cannot_be_broken_by_a_title(client):
    report = ReportFactory(title="Một dòng\nER  - \nTY  - NEWS")
    assert cite(client, report, "ris").count("ER  - \r\n") == 1


def test_a_draft_cannot_be_cited(client):
    assert client.get(f"/report/{ReportFactory(status='draft').accession}/cite.bib").status_code == 404


# ---------------------------------------------------------------- publishing and withdrawing


def test_publishing_is_recorded_and_queues_the_report(staff, django_capture_on_commit_callbacks):
    report = ReportFactory(status="draft", indexed_revision=1)
    with django_capture_on_commit_callbacks() as rung:
        staff.post(f"/report/{report.accession}/publish/")
    report.refresh_from_db()
    assert report.status == Report.Status.PUBLISHED
    assert report in Report.objects.dirty()
    assert Change.objects.get().action == "publish"
    assert len(rung) == 1


def test_withdrawing_keeps_the_report_and_gives_the_reason(staff, client):
    report = ReportFactory()
    staff.post(f"/report/{report.accession}/withdraw/", {"reason": "Báo đã gỡ bài"})
    assert "Báo đã gỡ bài" in page(client, report, 410)
    assert Change.objects.get().after == {"status": "withdrawn", "withdrawal_reason": "Báo đã gỡ bài"}


def test_publishing_twice_is_recorded_once(staff):
    report = ReportFactory(status="draft")
    for _ in range(2):
        staff.post(f"/report/{report.accession}/publish/")
    assert Change.objects.count() == 1


@pytest.mark.parametrize("act", ["publish", "withdraw"])
def test_only_staff_may_publish_and_withdraw_and_only_by_post(client, staff, act):
    report = ReportFactory(status="draft")
    client.post(f"/report/{report.accession}/{act}/")
    assert staff.get(f"/report/{report.accession}/{act}/").status_code == 405
    report.refresh_from_db()
    assert report.status == Report.Status.DRAFT


def test_drafts_lists_what_waits_for_a_decision(staff, client):
    ReportFactory(status="draft", title="Chờ quyết định")
    assert "Chờ quyết định" in staff.get("/draft/").content.decode()
    assert client.get("/draft/").status_code == 302
