"""A historian follows reported figures through the years, on a page or in a spreadsheet."""

import csv
import io

import pytest

from archive.models.evidence import EvidenceState
from archive.vietnamese.dates import PartialDate
from tests.factories import AgencyFactory, AgencyRoleFactory, FigureFactory, ReportFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic():
    return TopicFactory(code="ma-tuy", name="Ma túy")


@pytest.fixture
def figures(topic):
    for year, value in ((2010, 40), (2019, 55)):
        report = ReportFactory(title=f"Giao ban {year}", meeting_on=PartialDate(year, 7, 26))
        FigureFactory(report=report, value=value, value_text=str(value), unit="vụ", noun="mua bán", topic=topic)
    FigureFactory(report=report, value=3, value_text="3", unit="kg", topic=topic)
    FigureFactory(report=report, value=900, value_text="900", unit="tin báo", noun="khác")


def read(client, url):
    response = client.get(url)
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_figures_of_a_topic_stand_under_their_years_the_latest_first(client, figures):
    html = client.get("/topic/ma-tuy/figures/").content.decode()
    places = [html.index(text) for text in ('rowgroup">2019', ">55<", 'rowgroup">2010', ">40<")]
    assert places == sorted(places)
    assert "tin báo" not in html
    assert 'href="/topic/ma-tuy/figures/"' in client.get("/topic/ma-tuy/").content.decode()


def test_a_unit_narrows_page_and_file(client, figures):
    assert [figure.value for figure in client.get("/topic/ma-tuy/figures/?unit=kg").context["page"]] == [3]
    assert [row["value"] for row in read(client, "/topic/ma-tuy/figures.csv?unit=kg")] == ["3"]


def test_the_file_names_year_topic_and_report(client, figures):
    row = read(client, "/topic/ma-tuy/figures.csv?unit=v%E1%BB%A5")[0]
    expected = {"year": "2019", "dated_on": "2019-07-26", "value": "55", "unit": "vụ", "noun": "mua bán"}
    assert expected.items() <= row.items()
    assert (row["topic"], row["title"]) == ("Ma túy", "Giao ban 2019")
    assert row["url"].startswith("http://testserver/report/GB-")


def test_an_agency_has_the_figures_of_the_meetings_it_took_part_in(client, figures):
    figure = FigureFactory(value=7, value_text="7")
    agency = AgencyRoleFactory(report=figure.report, agency=AgencyFactory(code="cong-an-mau")).agency
    FigureFactory(report=AgencyRoleFactory(agency=agency, role="mentioned").report)
    assert [one.value for one in client.get("/agency/cong-an-mau/figures/").context["page"]] == [7]
    assert [row["value"] for row in read(client, "/agency/cong-an-mau/figures.csv")] == ["7"]
    assert 'href="/agency/cong-an-mau/figures/"' in client.get("/agency/cong-an-mau/").content.decode()


def test_figures_of_a_merged_agency_are_those_of_the_other(client):
    target = AgencyFactory(code="cong-an-mau")
    AgencyFactory(code="ca-mau", merged_into=target)
    assert client.get("/agency/ca-mau/figures/")["Location"] == "/agency/cong-an-mau/figures/"


def test_drafts_and_rejected_figures_are_not_shown(client, topic):
    FigureFactory(report=ReportFactory(status="draft"), topic=topic)
    FigureFactory(topic=topic, state=EvidenceState.REJECTED)
    response = client.get("/topic/ma-tuy/figures/")
    assert list(response.context["page"]) == []
    assert "Chưa có con số nào" in response.content.decode()


def test_the_page_asks_the_database_a_fixed_number_of_times(client, topic, django_assert_max_num_queries):
    FigureFactory.create_batch(20, topic=topic)
    with django_assert_max_num_queries(4):
        client.get("/topic/ma-tuy/figures/")
