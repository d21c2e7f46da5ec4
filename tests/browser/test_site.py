import re

import pytest
from playwright.sync_api import expect

from archive.vietnamese.dates import PartialDate
from tests.browser.conftest import PHONE
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    AppearanceFactory,
    CitationFactory,
    FigureFactory,
    LegalDocumentFactory,
    MeetingFactory,
    OfficialFactory,
    PlaceFactory,
    ReportDateFactory,
    ReportFactory,
    ReportTopicFactory,
    SubmissionFactory,
    TopicFactory,
    fact,
)

URLS = (
    "/",
    "/about/",
    "/agency/",
    "/agency/cong-an-mau/",
    "/date/",
    "/date/2010/",
    "/date/2010/7/",
    "/place/",
    "/place/ha-noi/",
    "/official/",
    "/document/",
    "/document/quyet-dinh-133-2002/",
    "/topic/",
    "/topic/ma-tuy/",
    "/report/GB-000001/",
    "/khong-co/",
    "/accounts/login/",
)
STAFF_URLS = ("/submission/new/", "/submission/", "/draft/", "/report/GB-000001/", "/report/GB-000002/")


@pytest.fixture
def archive(live_server):
    """A small archive in which every page has something to show."""
    place = PlaceFactory(code="ha-noi", name="Hà Nội", full_name="Thành phố Hà Nội", kind="city")
    report = ReportFactory(
        accession="GB-000001",
        place=place,
        outlet="Báo Mẫu",
        source_url="https://vi-du.vn/" + "rất-dài-" * 40,
        meeting=MeetingFactory(place=place),
        is_sample=True,
    )
    agency = AgencyFactory(code="cong-an-mau", name="Công an tỉnh Bình Phước", parent=AgencyFactory(name="Bộ Mẫu"))
    fact(AgencyRoleFactory, report, "Công an tỉnh Bình Phước", agency=agency)
    AgencyRoleFactory(report=report, role="attendee")
    AppearanceFactory(report=report, official=OfficialFactory(name="Vương Thị Hạ"))
    document = LegalDocumentFactory(
        code="quyet-dinh-133-2002", number="133/2002/QĐ-TTg", title="Quy chế phối hợp " * 12
    )
    fact(CitationFactory, report, "Quyết định 133/2002/QĐ-TTg", document=document)
    fact(FigureFactory, report, "6.328 vụ")
    fact(ReportDateFactory, report, "26/7")
    ReportTopicFactory(report=report, topic=TopicFactory(code="ma-tuy", name="ma túy", name_en="drugs"))
    ReportFactory(accession="GB-000002", status="draft", title="Bài còn nháp")
    ReportFactory(meeting_on=PartialDate(2004), meeting=report.meeting)
    SubmissionFactory(report=report, state="done", outcome="created", name="tên-tệp-rất-dài-" * 12 + ".txt")
    SubmissionFactory(state="failed", reason="binary")
    return report


def test_home_leads_to_a_year_by_its_bar(page, archive):
    page.goto("/")
    page.get_by_role("link", name="2010: 1 bài").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Năm 2010")
    expect(page.get_by_role("link", name=archive.title)).to_be_visible()


def test_browsing_leads_from_agency_to_report(page, archive):
    page.goto("/agency/")
    page.get_by_role("link", name="Công an tỉnh Bình Phước").click()
    page.get_by_role("link", name=archive.title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(archive.title)


def test_the_keyboard_skips_to_the_content(page, archive):
    page.goto("/agency/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Tới nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_language_switches_on_the_page_one_is_on(page, archive):
    page.goto("/agency/?q=cong")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile(r"/agency/\?q=cong$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Agencies")
    page.get_by_role("button", name="Tiếng Việt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cơ quan")


def test_a_mark_leads_to_its_fact_and_back(page, archive):
    page.goto(archive.get_absolute_url())
    page.locator("mark", has_text="Công an tỉnh Bình Phước").get_by_role("link").click()
    listed = page.locator(".facts li:target")
    expect(listed).to_contain_text("Công an tỉnh Bình Phước")
    listed.get_by_label("Xem trong bài").click()
    marked = page.locator("mark:has(:target)")
    expect(marked).to_have_text("Công an tỉnh Bình Phước")
    expect(marked).to_be_in_viewport()


def test_pointing_at_a_fact_lights_it_in_the_text(page, archive):
    page.goto(archive.get_absolute_url())
    page.locator(".facts li", has_text="133/2002/QĐ-TTg").hover()
    expect(page.locator("mark.is-lit")).to_have_text("Quyết định 133/2002/QĐ-TTg")


def test_marks_of_a_kind_are_switched_off(page, archive):
    page.goto(archive.get_absolute_url())
    mark = page.locator("mark.fact-figure")
    expect(mark).not_to_have_css("border-bottom-color", "rgba(0, 0, 0, 0)")
    page.get_by_role("checkbox", name="số liệu").uncheck()
    expect(mark).to_have_css("border-bottom-color", "rgba(0, 0, 0, 0)")


def test_everything_is_there_without_javascript(open_page, archive):
    page = open_page(java_script_enabled=False)
    page.goto(archive.get_absolute_url())
    page.locator("mark", has_text="6.328 vụ").get_by_role("link").click()
    expect(page.locator("tr:target")).to_contain_text("6.328")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Provenance")).to_be_visible()


def test_a_printed_report_is_text_facts_and_provenance(page, archive):
    page.goto(archive.get_absolute_url())
    page.emulate_media(media="print")
    expect(page.locator(".masthead")).to_be_hidden()
    expect(page.locator(".report-text")).to_be_visible()
    expect(page.get_by_role("heading", name="Nguồn gốc")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_no_page_scrolls_sideways_on_a_phone(open_page, archive, staff_client, width):
    page, staff = (open_page(viewport={**PHONE, "width": width}, client=client) for client in (None, staff_client))
    wide = []
    for reader, urls in ((page, URLS), (staff, STAFF_URLS)):
        for url in urls:
            if url == "/khong-co/":
                continue  # its 404 is a complaint of the console
            reader.goto(url)
            if reader.evaluate("document.documentElement.scrollWidth") > width:
                wide.append(url)
    assert wide == []


CONTRASTS = """() => {
  const channel = (value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *:not(svg *)")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const isSeen = element.checkVisibility({ opacityProperty: true }) && !element.closest(".visually-hidden, .skip");
    if (!own || !isSeen) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(rgba(style.color)), light(ground(element))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if ((a + 0.05) / (b + 0.05) < (isLarge ? 3 : 4.5)) faint.push(element.textContent.trim().slice(0, 40));
  }
  return faint;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(open_page, archive, staff_client, scheme):
    page = open_page(client=staff_client, color_scheme=scheme)
    faint = {}
    for url in (*URLS, *STAFF_URLS):
        if url != "/khong-co/":
            page.goto(url)
            faint[url] = page.evaluate(CONTRASTS)
    assert {url: texts for url, texts in faint.items() if texts} == {}


def test_every_control_has_a_name(open_page, archive, staff_client):
    page = open_page(client=staff_client)
    for url in (*URLS[:4], *STAFF_URLS, "/report/GB-000001/"):
        page.goto(url)
        for control in page.locator("main :is(input:not([type=hidden]), textarea, button, a, summary)").all():
            name = control.evaluate(
                "e => e.ariaLabel || e.labels?.[0]?.textContent || e.textContent || e.title || e.placeholder"
            )
            assert name.strip(), (url, control.evaluate("e => e.outerHTML"))
