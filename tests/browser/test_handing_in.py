from playwright.sync_api import expect

from archive.models import Report, Submission
from archive.tasks import ingest_waiting
from tests.factories import ReportFactory, SubmissionFactory

ARTICLE = """Ba lực lượng ở Mẫu Sơn giao ban công tác phối hợp quý II

Sáng 26/7/2010, tại tỉnh Bình Phước, Công an tỉnh Bình Phước, Bộ đội Biên phòng tỉnh và Cục Hải quan tỉnh tổ chức
hội nghị giao ban công tác phối hợp phòng, chống ma túy theo Quyết định 133/2002/QĐ-TTg.

Sáu tháng qua, ba lực lượng bắt 128 vụ, 154 đối tượng; thu giữ 12 kg heroin. Hội nghị thống nhất giao ban hằng quý.
"""


def test_a_file_becomes_a_report_while_one_watches(open_page, staff_client, tmp_path):
    file = tmp_path / "giao-ban-mau-son.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    page = open_page(client=staff_client)
    page.goto("/submission/new/")
    page.get_by_label("Tệp bài").set_input_files(file)
    expect(page.locator("[data-chosen]")).to_contain_text("giao-ban-mau-son.txt")
    page.get_by_role("button", name="Nạp", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("giao-ban-mau-son.txt")
    expect(page.locator("#live")).to_contain_text("đã nhận")
    ingest_waiting()
    expect(page.locator("#live")).to_contain_text("bài mới", timeout=10_000)
    expect(page.locator(".stages")).to_contain_text("đọc dữ kiện")

    page.get_by_role("link", name="Ba lực lượng ở Mẫu Sơn").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("giao ban công tác phối hợp")
    assert Report.objects.get().status == Report.Status.PUBLISHED


def test_pasted_text_is_handed_in(open_page, staff_client):
    page = open_page(client=staff_client)
    page.goto("/submission/new/")
    page.get_by_label("Hoặc dán chữ của một bài").fill(ARTICLE)
    page.get_by_role("button", name="Nạp", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ba lực lượng ở Mẫu Sơn")
    assert Submission.objects.get().length == len(ARTICLE.strip().encode())


def test_a_failed_submission_says_why_and_is_retried(open_page, staff_client, live_server):
    submission = SubmissionFactory(state="failed", reason="internal")
    page = open_page(client=staff_client)
    page.goto(submission.get_absolute_url())
    expect(page.locator(".outcome")).to_contain_text(submission.explanation)
    page.get_by_role("button", name="Thử lại").click()
    expect(page.locator("main [role=status]").first).to_contain_text("Đã xếp lại vào hàng chờ")


def test_a_draft_is_published_and_withdrawn_from_its_page(open_page, staff_client, live_server):
    report = ReportFactory(status="draft")
    page = open_page(client=staff_client)
    page.goto(report.get_absolute_url())
    page.get_by_role("button", name="Công bố").click()
    expect(page.locator(".staff-bar")).to_contain_text("đã công bố")
    page.locator("summary", has_text="Rút bài").click()
    page.get_by_label("Lý do, người đọc sẽ thấy").fill("Báo đã gỡ bài")
    page.get_by_role("button", name="Rút khỏi kho công khai").click()
    expect(page.locator(".staff-bar")).to_contain_text("đã rút")
    report.refresh_from_db()
    assert report.withdrawal_reason == "Báo đã gỡ bài"


def test_logging_in_leads_back_to_where_one_wanted_to_go(page, django_user_model, live_server):
    django_user_model.objects.create_superuser("quan-tri", "", "mat-khau-dai")
    page.goto("/submission/new/")
    page.get_by_label("Tên đăng nhập").fill("quan-tri")
    page.get_by_label("Mật khẩu").fill("mat-khau-dai")
    page.locator("main").get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nạp bài")
