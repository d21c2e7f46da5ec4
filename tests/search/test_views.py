"""The pages of the search."""

import csv
import json
from io import StringIO

import pytest

from search.help import sections
from search.query.parse import parse
from tests.factories import StaffFactory

pytestmark = pytest.mark.django_db


def page(client, address, **parameters):
    answer = client.get(address, parameters)
    assert answer.status_code == 200
    return answer.content.decode()


def streamed(client, **parameters):
    answer = client.get("/search/export/", parameters)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def test_the_page_says_how_the_query_was_read(client, archive):
    shown = page(client, "/search/", q="QLTT chống buôn lậu")
    assert "Hiểu là:" in shown
    assert "QLTT: quản lý thị trường" in shown


def test_a_line_parts_full_from_partial_matches(client, archive):
    shown = page(client, "/search/", q="quy chế phối hợp")
    assert shown.index(archive.coast.accession) < shown.index("chỉ khớp một phần")


def test_chosen_facets_are_chips_that_can_be_taken_off(client, archive):
    shown = page(client, "/search/", q="buôn lậu", place="hue", year="2020")
    assert 'class="chip" href="?q=bu%C3%B4n+l%E1%BA%ADu&amp;year=2020"' in shown


def test_no_hits_and_a_refusal_are_pages_of_their_own(client, archive):
    assert "Không bài nào trong kho khớp" in page(client, "/search/", q="xyzzy")
    assert "quá 200 tiếng" in page(client, "/search/", q="an " * 300)


def test_no_style_or_script_stands_in_the_page(client, archive):
    shown = page(client, "/search/", q="giao ban")
    assert " style=" not in shown
    assert "<script>" not in shown


def test_a_hit_leads_to_the_report_and_on_through_the_result(client, archive):
    answer = client.get("/search/goto/", {"q": "giao ban", "n": "2"})
    assert answer.status_code == 302
    assert answer["Location"].endswith("?q=giao+ban&n=2")
    assert client.get("/search/goto/", {"q": "giao ban", "n": "999"})["Location"] == "/search/?q=giao+ban"
    assert client.get("/search/goto/", {"q": "giao ban", "n": "x"}).status_code == 404


def test_every_mention_stands_in_its_context(client, archive):
    shown = page(client, "/search/mentions/", q="buôn lậu")
    assert '<td class="kwic-match"><mark>buôn lậu</mark></td>' in shown
    assert "phối hợp hải quan chống" in shown


@pytest.mark.parametrize("order", ["left", "right", "date", "x"])
def test_mentions_in_every_order(client, archive, order):
    assert "<mark>giao ban</mark>" in page(client, "/search/mentions/", q="giao ban", order=order)


def test_mentions_as_csv(client, archive):
    answer = client.get("/search/mentions/", {"q": "buôn lậu", "format": "csv"})
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode().removeprefix("\ufeff"))))
    assert rows[0]["id"] == archive.smuggling.accession
    assert rows[0]["match"] == "buôn lậu"


def test_a_result_is_downloaded_whole(client, archive):
    rows = list(csv.DictReader(StringIO(streamed(client, q="giao ban", format="csv").removeprefix("\ufeff"))))
    assert {row["id"] for row in rows} == {archive.forest.accession, archive.merged.accession}
    lines = [json.loads(line) for line in streamed(client, q="giao ban", format="jsonl").splitlines()]
    assert {line["id"] for line in lines} == {archive.forest.accession, archive.merged.accession}
    assert streamed(client, q="giao ban", format="bib").count("@article{") == 2


def test_no_cell_is_a_formula():
    from search.download import safe_cell

    assert safe_cell("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert safe_cell("Giao ban") == "Giao ban"


def test_related_reports_share_their_words(client, archive):
    assert archive.drugs.title in page(client, f"/search/related/{archive.merged.accession}/")
    assert client.get("/search/related/GB-999999/").status_code == 404


def test_why_a_hit_stands_where_it_does_is_for_staff(client, archive):
    address = f"/search/explain/{archive.coast.accession}/"
    assert client.get(address, {"q": "cảng vụ"}).status_code == 404
    client.force_login(StaffFactory())
    assert "cảng" in page(client, address, q="cảng vụ") or "cang" in page(client, address, q="cảng vụ")


def test_every_example_of_the_help_page_is_understood(client, archive):
    page(client, "/search/help/")
    for _heading, _note, examples in sections():
        for text, _meaning in examples:
            assert parse(text).notes == ()
            page(client, "/search/", q=text)
