"""The other formats: what spreadsheets, reference managers and harvesters read."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest
from django.core.management import call_command

from archive.models import Report
from archive.vietnamese.dates import PartialDate
from tests.factories import AgencyFactory, AgencyRoleFactory, PlaceFactory, ReportFactory

pytestmark = pytest.mark.django_db
SITE = "https://giaoban.example"


@pytest.fixture
def reports():
    first = ReportFactory(title="=Giao ban & “phối hợp” <3>", place=PlaceFactory(name="Bình Phước"), outlet="Báo Mẫu")
    AgencyRoleFactory(report=first, agency=AgencyFactory(name="Công an tỉnh Bình Phước"), role="organiser")
    ReportFactory(title="Giao ban quý II", published_on=PartialDate(2011), place=None)
    ReportFactory(status=Report.Status.DRAFT)
    return first


def export(kind: str, tmp_path) -> str:
    path = tmp_path / "out"
    call_command("export", "--format", kind, "--site", f"{SITE}/", "--output", str(path))
    return path.read_bytes().decode()


def test_csv_is_read_by_spreadsheets_and_never_as_a_formula(reports, tmp_path):
    text = export("csv", tmp_path)
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["title"] for row in rows] == ["'=Giao ban & “phối hợp” <3>", "Giao ban quý II"]
    assert (rows[0]["province"], rows[0]["organisers"]) == ("Bình Phước", "Công an tỉnh Bình Phước")
    assert rows[0]["url"] == f"{SITE}{reports.get_absolute_url()}"


def test_bibtex_has_an_entry_a_report(reports, tmp_path):
    text = export("bibtex", tmp_path)
    assert text.count("@article{GB-") == 2
    assert "Giao ban \\& “phối hợp”" in text


def test_ris_ends_every_record_and_every_line(reports, tmp_path):
    text = export("ris", tmp_path)
    assert text.count("ER  - \r\n") == text.count("TY  - NEWS\r\n") == 2
    assert "\n" not in text.replace("\r\n", "")


def test_csl_is_one_list(reports, tmp_path):
    items = json.loads(export("csl", tmp_path))
    assert [item["title"] for item in items] == ["=Giao ban & “phối hợp” <3>", "Giao ban quý II"]


def test_csl_of_nothing_is_an_empty_list(tmp_path):
    assert json.loads(export("csl", tmp_path)) == []


def test_dublin_core_is_one_document(reports, tmp_path):
    root = ElementTree.fromstring(export("dublin-core", tmp_path))  # noqa: S314 - our own output
    dc = "{http://purl.org/dc/elements/1.1/}"
    assert [record.findtext(f"{dc}title") for record in root] == ["=Giao ban & “phối hợp” <3>", "Giao ban quý II"]
    assert root[0].findtext(f"{dc}contributor") == "Công an tỉnh Bình Phước"
    assert root[1].findtext(f"{dc}date") == "2011"


def test_to_standard_output_the_lines_are_the_same(reports, tmp_path, capsys):
    call_command("export", "--format", "csv", "--site", SITE)
    assert capsys.readouterr().out.splitlines() == export("csv", tmp_path).splitlines()
