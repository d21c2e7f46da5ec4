"""The pages of the search, as a reader's browser shows them."""

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
