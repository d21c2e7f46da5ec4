"""The desk in a real browser: an article is handed in, corrected and read again; what was decided stands."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from archive.ingest import pipeline
from archive.models import Report
from tests.factories import AgencyFactory

ARTICLE = """Ba lực lượng tỉnh Bình Phước giao ban quý I năm 2019

Sáng 3/4/2019, tại Đồng Xoài, Công an tỉnh Bình Phước, Bộ Chỉ huy Quân sự tỉnh và Bộ đội Biên phòng tỉnh tổ chức \
hội nghị giao ban công tác phối hợp quý I năm 2019 theo Nghị định 03/2019/NĐ-CP của Chính phủ.

Đại tá Cao Văn Mẫu, Phó Giám đốc Công an tỉnh Bình Phước chủ trì hội nghị. Quý I, ba lực lượng trao đổi 128 tin, \
phối hợp bắt 14 vụ, 21 đối tượng phạm tội về ma túy, thu giữ 3,2 kg ma túy tổng hợp trên tuyến biên giới.

Hội nghị thống nhất chuyển lịch giao ban sang tuần đầu của quý. Các chị em phụ nữ được mời góp ý kiến.
"""

SELECT = """(words) => {
  for (const passage of document.querySelectorAll("#article p[data-start]")) {
    const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(words);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at + 1);
      range.setEnd(node, at + words.length - 1);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return;
    }
  }
}"""


@pytest.fixture(autouse=True)
def submissions_folder(settings, tmp_path):
    settings.SUBMISSIONS_DIR = tmp_path / "submissions"


@pytest.fixture
def report(open_page, staff_client) -> Report:
    """Handed in on the upload page, and read."""
    page = open_page(client=staff_client)
    page.goto(reverse("submission_new"))
    page.get_by_label("Hoặc dán chữ của một bài").fill(ARTICLE)
    page.get_by_role("button", name="Nạp", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ba lực lượng")
    page.goto("about:blank")
    assert pipeline.ingest_waiting(5) == 1
    return Report.objects.get()


@pytest.fixture
def page(open_page, staff_client, report) -> Page:
    """The report on the desk."""
    page = open_page(client=staff_client)
    page.goto(reverse("desk_report", args=[report.accession]))
    return page


def go_to(page: Page, anchor: str) -> None:
    """By keyboard alone, to the fact of that anchor."""
    for _ in range(60):
        if page.locator(f"#{anchor}.is-current").count():
            return
        page.keyboard.press("j")
    pytest.fail(f"{anchor} cannot be reached by keyboard")


def test_correct_reject_and_add_then_read_again_and_all_three_stand(page, report):
    AgencyFactory(name="Hội Phụ nữ Mẫu", code="hoi-mau")
    corrected, rejected = report.agencyroles.first(), report.figures.get(value=128)

    go_to(page, f"agency-{corrected.pk}")
    page.keyboard.press("e")
    page.select_option(".in-place select[name=role]", "mentioned")
    page.click(".in-place button:has-text('Lưu')")
    expect(page.locator(f"#agency-{corrected.pk}")).to_contain_text("được nhắc đến")

    go_to(page, f"figure-{rejected.pk}")
    page.keyboard.press("r")
    expect(page.locator(f"#figure-{rejected.pk}")).to_contain_text("đã bác")

    page.evaluate(SELECT, "chị em phụ nữ")
    page.click("#add [data-add].chip-agency")
    expect(page.locator(".in-place textarea[name=quote]")).to_have_value("chị em phụ nữ")
    page.locator(".in-place input[name=agency]").press_sequentially("hoi phu nu m")
    page.locator(".offered li").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".in-place input[name=agency]")).to_have_value("Hội Phụ nữ Mẫu")
    page.select_option(".in-place select[name=role]", "attendee")
    page.click(".in-place button:has-text('Lưu')")
    expect(page.locator("#facts")).to_contain_text("Hội Phụ nữ Mẫu")

    page.click("#history summary")
    page.click("#history button:has-text('đọc lại')")
    expect(page.locator(".messages")).to_contain_text("Máy đã đọc lại")
    for row in (corrected, rejected):
        row.refresh_from_db()
    added = report.agencyroles.get(agency__code="hoi-mau")
    assert (corrected.state, corrected.role) == ("edited", "mentioned")
    assert rejected.state == "rejected"
    assert (added.state, added.role, added.quote) == ("accepted", "attendee", "chị em phụ nữ")
    assert report.source_text[added.start : added.end] == added.quote


def test_accepting_by_keyboard_moves_on_and_undo_takes_it_back(page):
    first = page.locator(".card-fact.is-current").get_attribute("id")
    page.keyboard.press("a")
    expect(page.locator(f"#{first}")).to_contain_text("đã nhận")
    expect(page.locator(f"#{first}.is-current")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator(f"#{first}[data-undecided]")).to_have_count(1)
    page.keyboard.press("Shift+A")
    expect(page.locator("[data-undecided]:not(.is-shaky)")).to_have_count(0)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_have_attribute("open", "")


def test_a_mistake_in_a_form_is_said_in_its_place(page, report):
    go_to(page, f"agency-{report.agencyroles.first().pk}")
    page.keyboard.press("e")
    page.fill(".in-place input[name=agency]", "Cơ quan không có")
    page.click(".in-place button:has-text('Lưu')")
    expect(page.locator(".in-place .errorlist")).to_contain_text("Danh mục chưa có")
    page.keyboard.press("Escape")
    expect(page.locator(".in-place")).to_have_count(0)


def test_everything_works_without_scripts(open_page, staff_client, report):
    page = open_page(client=staff_client, java_script_enabled=False)
    page.goto(reverse("desk_report", args=[report.accession]))
    role = report.agencyroles.first()
    page.click(f"#agency-{role.pk} .act-accept")
    expect(page.locator(f"#agency-{role.pk}")).to_contain_text("đã nhận")
    page.click(f"#agency-{role.pk} .act-edit")
    page.select_option("select[name=role]", "mentioned")
    page.click("button:has-text('Lưu')")
    expect(page.locator(f"#agency-{role.pk}")).to_contain_text("được nhắc đến")
    page.click("#undo button")
    expect(page.locator(f"#agency-{role.pk}")).not_to_contain_text("được nhắc đến")


def test_a_phone_shows_the_desk_without_scrolling_sideways(open_page, staff_client, report):
    page = open_page(client=staff_client, viewport={"width": 360, "height": 740}, has_touch=True)
    for address in (reverse("desk"), reverse("desk_report", args=[report.accession]), reverse("desk_agencies")):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
