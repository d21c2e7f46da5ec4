"""The page with every value of a facet."""

import html
import re

import pytest

from archive.models import Report
from search import indexing
from search.views import facet
from tests.factories import AgencyFactory, AgencyRoleFactory, ReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(archive):
    """Thirty agencies, the n-th in the first n reports of thirty."""
    reports = [ReportFactory(title=f"Giao ban lần {number}") for number in range(30)]
    for number in range(30):
        agency = AgencyFactory(code=f"ban-{number}", name=f"Ban Chỉ đạo {number:02}")
        for report in reports[: number + 1]:
            AgencyRoleFactory(report=report, agency=agency)
    Report.objects.mark_dirty()
    indexing.index_reports()


def shown(client, address, **parameters):
    answer = client.get(address, parameters)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def listed(client, name="agency", **parameters):
    """(label, count, address) of the values of a page."""
    page = shown(client, f"/search/facet/{name}/", **parameters)
    rows = re.findall(r'<li><a href="(/search/[^"]*)"[^>]*>([^<]*)</a> <span class="count">([^<]*)</span>', page)
    return [(label, int(count), address) for address, label, count in rows]


def test_a_facet_of_many_values_leads_to_all_of_them(client, many):
    page = shown(client, "/search/", q="giao ban")
    way = re.search(r'<p class="facet-whole"><a href="([^"]*)">Xem cả (\d+)', page)
    assert (way[1], way[2]) == ("/search/facet/agency/?q=giao+ban", "31")
    assert len(listed(client, q="giao ban")) == 31
    assert "/search/facet/topic/" not in page


def test_every_count_is_what_a_click_shows(client, many):
    for label, count, address in listed(client, q="giao ban", year="2010")[::5]:
        assert client.get(f"/api/v1{address}").json()["total"] == count, label


def test_values_are_in_order_of_count_or_of_name(client, many):
    assert [count for _label, count, _address in listed(client, q="giao ban")][:3] == [30, 29, 28]
    labels = [label for label, _count, _address in listed(client, q="giao ban", order="name")]
    assert labels == sorted(labels)


@pytest.mark.parametrize(
    ("typed", "count"), [("chi dao 0", 10), ("Chỉ đạo 0", 10), ("chí đạo", 0), ("KIEM LAM", 1), ("x" * 500, 0)]
)
def test_letters_pick_out_values(client, many, typed, count):
    assert len(listed(client, q="giao ban", filter=typed)) == count


def test_values_are_paged(client, many, monkeypatch):
    monkeypatch.setattr(facet, "_A_PAGE", 10)
    pages = [listed(client, q="giao ban", page=str(number)) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 10, 1]
    assert len({label for page in pages for label, _count, _address in page}) == 31
    page = shown(client, "/search/facet/agency/", q="giao ban", filter="ban", order="name", page="2")
    assert 'rel="next" href="?q=giao+ban&page=3&order=name&filter=ban"' in page


def test_query_and_narrowing_are_kept(client, many):
    page = shown(client, "/search/facet/agency/", q="giao ban", year="2010", agency="ban-1")
    assert '<input type="hidden" name="year" value="2010">' in page
    assert 'class="chip" href="?q=giao+ban&agency=ban-1&order=count"' in page
    [(_label, _count, address)] = [
        row for row in listed(client, q="giao ban", agency="ban-1") if row[0].endswith(" 01")
    ]
    assert address == "/search/?q=giao+ban"  # what is chosen is taken off


def test_of_places_the_provinces(client, archive):
    assert {label for label, _count, _address in listed(client, "place")} == {
        "Tỉnh Bình Phước", "Tỉnh Đồng Nai", "Tỉnh Huế",
    }  # fmt: skip


def test_another_facet_is_none(client, archive):
    assert client.get("/search/facet/mau/").status_code == 404
    assert "Không có mục nào" in shown(client, "/search/facet/document/", q="cảng vụ")
