"""The JSON Lines export: the fields that others read."""

import json

import pytest
from django.core.management import call_command

from archive.export import jsonl
from archive.models import Report
from archive.models.evidence import EvidenceState
from archive.vietnamese.dates import PartialDate
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    AppearanceFactory,
    CitationFactory,
    FigureFactory,
    LegalDocumentFactory,
    PlaceFactory,
    ReportFactory,
    ReportPlaceFactory,
    ReportTopicFactory,
    TopicFactory,
    fact,
)

pytestmark = pytest.mark.django_db

FIELDS = [
    "id", "source_id", "is_report", "status", "title", "lead", "text", "url", "source_url", "outlet", "published_on",
    "meeting_on", "byline", "captions", "place", "agencies", "officials", "documents", "figures", "topics",
]  # fmt: skip


def exported(reports=None) -> list[dict]:
    return [json.loads(line) for line in jsonl.lines(Report.objects.order_by("pk") if reports is None else reports)]


def test_a_report_has_every_field_in_order():
    report = ReportFactory(meeting_on=PartialDate(2010, 7, 26), published_on=PartialDate(None, 4, 25))
    (row,) = exported()
    assert list(row) == FIELDS
    assert (row["id"], row["status"], row["url"]) == (report.accession, "published", report.get_absolute_url())
    assert (row["meeting_on"], row["published_on"]) == ("2010-07-26", "XXXX-04-25")


def test_what_is_unknown_is_null():
    ReportFactory(meeting_on=None, published_on=None, place=None, outlet="", source_url="", source_id=None)
    (row,) = exported()
    unknown = ["meeting_on", "published_on", "place", "outlet", "source_url", "source_id"]
    assert [row[name] for name in unknown] == [None] * 6


FOLLOWED = {"period": "2010", "topic": "Ma túy"}


def test_facts_are_exported_with_their_words():
    province = PlaceFactory(name="Bình Phước", kind="province")
    report = ReportFactory(place=PlaceFactory(name="Đồng Xoài", kind="district", parent=province))
    fact(ReportPlaceFactory, report, "Bình Phước", place=report.place, name="Đồng Xoài")
    fact(
        AgencyRoleFactory,
        report,
        "Công an tỉnh Bình Phước",
        agency=AgencyFactory(name="Công an tỉnh Bình Phước"),
        role="party",
    )
    topic = TopicFactory(name="Ma túy")
    fact(FigureFactory, report, "6.328 vụ", value=6328, unit="vụ", noun="", qualifier="", period="2010", topic=topic)
    document = LegalDocumentFactory(type="Quyết định", number="133/2002/QĐ-TTg", year=2002, issued_on=None, issuer="")
    fact(CitationFactory, report, "Quyết định 133/2002/QĐ-TTg", document=document)
    (row,) = exported()
    assert row["place"] == {"name": "Đồng Xoài", "province": "Bình Phước"}
    assert row["agencies"] == [{"name": "Công an tỉnh Bình Phước", "role": "party", "quote": "Công an tỉnh Bình Phước"}]
    (figure,) = row["figures"]
    assert figure == {"value": 6328, "unit": "vụ", "noun": "", "qualifier": None, **FOLLOWED, "quote": "6.328 vụ"}
    (cited,) = row["documents"]
    assert cited["name"] == "Quyết định 133/2002/QĐ-TTg"
    assert (cited["type"], cited["number"], cited["year"]) == ("Quyết định", "133/2002/QĐ-TTg", 2002)


def test_rejected_facts_are_left_out():
    report = ReportFactory()
    AppearanceFactory(report=report, state=EvidenceState.REJECTED)
    ReportTopicFactory(report=report, state=EvidenceState.REJECTED)
    (row,) = exported()
    assert row["officials"] == row["topics"] == []


def test_drafts_and_withdrawn_reports_only_with_all(tmp_path):
    for status in Report.Status:
        ReportFactory(status=status)
    path = tmp_path / "out.jsonl"
    call_command("export", "--output", str(path))
    assert [json.loads(line)["status"] for line in path.read_text().splitlines()] == ["published"]
    call_command("export", "--all", "--output", str(path))
    assert len(path.read_text().splitlines()) == 3


def test_letters_are_written_as_letters(capsys):
    ReportFactory(title="Giao ban quý I")
    call_command("export", "--format", "jsonl")
    assert "Giao ban quý I" in capsys.readouterr().out


def test_the_number_of_queries_does_not_grow_with_the_reports(django_assert_num_queries):
    for _ in range(5):
        report = ReportFactory()
        AgencyRoleFactory(report=report)
        AppearanceFactory(report=report)
        CitationFactory(report=report)
    with django_assert_num_queries(8):
        assert len(exported()) == 5
