"""The pages of the search, as a reader's browser shows them."""

import re

import pytest
from haystack import connections
from playwright.sync_api import expect

from archive.vietnamese.dates import PartialDate
from search import indexing
from tests.browser.conftest import PHONE
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    CitationFactory,
    FigureFactory,
    LegalDocumentFactory,
    MeetingFactory,
    PlaceFactory,
    ReportFactory,
    ReportTopicFactory,
    TopicFactory,
    fact,
)
from tests.search.conftest import forget

TEXTS = ("/search/?q=ma+túy", "/search/?q=vô+vàn+chữ+lạ+ma+túy", "/search/?q=xyzzy", "/search/help/",
         "/search/mentions/?q=ma+túy", "/search/mentions/?q=xyzzy", "/search/?q=ab*+ac*+ad*+ae*")  # fmt: skip


@pytest.fixture
def archive(live_server):
    """Thirty reports of several years, indexed where the server looks for them."""
    forget()
    place = PlaceFactory(code="ha-noi", name="Hà Nội", full_name="Thành phố Hà Nội", kind="city")
    agency = AgencyFactory(code="cong-an-mau", name="Công an tỉnh Bình Phước")
    document = LegalDocumentFactory(code="quyet-dinh-133-2002", number="133/2002/QĐ-TTg")
    meeting = MeetingFactory()
    for number in range(30):
        report = ReportFactory(
            accession=f"GB-{number + 1:06d}",
            title=f"Giao ban phòng, chống ma túy lần thứ {number + 1}",
            place=place,
            outlet="Báo Mẫu",
            meeting=meeting if number < 2 else None,
            meeting_on=PartialDate(1994 + number, 5, 2),
        )
        fact(AgencyRoleFactory, report, "Công an tỉnh Bình Phước", agency=agency)
        fact(CitationFactory, report, "Quyết định 133/2002/QĐ-TTg", document=document)
        fact(FigureFactory, report, "6.328 vụ")
        ReportTopicFactory(report=report, topic=TopicFactory(code="ma-tuy", name="ma túy", name_en="drugs"))
    connections["default"].get_backend().clear()
    indexing.index_reports()
    yield
    connections["default"].get_backend().clear()
    forget()


def test_pages_of_the_search_complain_of_nothing(page, archive):
    for url in TEXTS:
        page.goto(url)
        expect(page.locator("input[data-suggest][role=combobox]")).to_have_count(1)
        assert page.locator("script[src*='js/suggest']").count() == 1


def test_no_page_of_the_search_scrolls_sideways_on_a_phone(open_page, archive):
    page = open_page(viewport=PHONE)
    wide = []
    for url in TEXTS:
        page.goto(url)
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wide.append(url)
    assert wide == []


def typing(page, text):
    """The search box after typing, and its list once that is there."""
    page.goto("/")
    box = page.get_by_role("combobox")
    box.press_sequentially(text)
    suggestions = page.get_by_role("listbox")
    expect(suggestions).to_be_visible()
    return box, suggestions


def test_suggestions_are_walked_by_keys_and_what_was_typed_comes_back(page, archive):
    box, suggestions = typing(page, "công an t")
    options = suggestions.get_by_role("option")
    expect(page.get_by_role("status").first).to_have_text(f"{options.count()} gợi ý")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    expect(box).to_have_value("Công an tỉnh Bình Phước")
    box.press("ArrowUp")
    expect(box).to_have_value("công an t")
    box.press("ArrowDown")
    box.press("Escape")
    expect(suggestions).to_be_hidden()
    expect(box).to_have_value("công an t")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    expect(suggestions).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile("/agency/cong-an-mau/"))


def test_enter_with_nothing_chosen_searches_and_leaving_the_box_closes_the_list(page, archive):
    box, suggestions = typing(page, "công an t")
    box.press("ArrowDown")
    box.press("Tab")
    expect(suggestions).to_be_hidden()
    assert box.get_attribute("aria-activedescendant") is None
    box, suggestions = typing(page, "giao ban ph")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=giao\+ban\+ph$"))


def test_a_composing_input_method_is_answered_and_never_disturbed(page, archive):
    box, suggestions = typing(page, "công a")
    box.evaluate(
        """box => {
            box.dispatchEvent(new CompositionEvent("compositionstart"));
            box.value = "công an";
            box.dispatchEvent(new InputEvent("input", {isComposing: true, data: "n"}));
            box.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowDown", isComposing: true}));
        }"""
    )
    expect(suggestions.get_by_role("option").first).to_have_text(re.compile("Công an tỉnh Bình Phước"))
    expect(suggestions.locator("b").first).to_have_text("Công an")
    expect(box).to_have_value("công an")


def test_without_an_answer_the_box_is_a_plain_one(page, archive):
    page.goto("/")
    page.route("**/api/v1/suggest/**", lambda route: route.fulfill(status=200, body='{"suggestions": []}'))
    box = page.get_by_role("combobox")
    box.press_sequentially("ma túy")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("Enter")
    expect(page).to_have_url(re.compile("/search/"))
