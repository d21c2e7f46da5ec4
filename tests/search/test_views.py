"""The pages of the search."""

import csv
import json
import re
from io import StringIO

import pytest
from haystack import connections

from archive.vietnamese.dates import PartialDate
from search import download, indexing
from tests.factories import ReportFactory, StaffFactory
from tests.search.backends.conftest import backend_of

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


def test_a_result_is_downloaded_whole(client, archive):
    rows = list(csv.DictReader(StringIO(streamed(client, q="giao ban", format="csv").removeprefix("\ufeff"))))
    assert {row["id"] for row in rows} == {archive.forest.accession, archive.merged.accession}
    lines = [json.loads(line) for line in streamed(client, q="giao ban", format="jsonl").splitlines()]
    assert {line["id"] for line in lines} == {archive.forest.accession, archive.merged.accession}
    assert streamed(client, q="giao ban", format="bib").count("@article{") == 2


def test_files_are_newest_first_and_undated_last(client, archive, monkeypatch):
    monkeypatch.setattr(download, "_BATCH", 2)
    undated = ReportFactory(title="Giao ban không rõ năm", meeting_on=PartialDate(None, 4, 25), published_on=None)
    indexing.index_reports()
    newest = [archive.merged, archive.coast, archive.forest, archive.smuggling, archive.drugs, undated]
    wanted = [report.accession for report in newest]
    rows = csv.DictReader(StringIO(streamed(client, format="csv").removeprefix("\ufeff")))
    assert [row["id"] for row in rows] == wanted
    assert [json.loads(line)["id"] for line in streamed(client, format="jsonl").splitlines()] == wanted
    assert re.findall(r"@article{(GB-\d+)", streamed(client, format="bib")) == wanted


def test_without_an_index_pages_say_when_to_come_again(client, archive, tmp_path, monkeypatch):
    monkeypatch.setattr(connections["default"], "_backend", backend_of("whoosh", tmp_path / "none"))
    related = f"/search/related/{archive.forest.accession}/"
    for address in ("/search/", "/search/mentions/", "/search/export/?format=csv", related, "/api/v1/search/"):
        answer = client.get(address, {"q": "giao ban", "format": "csv"} if "?" in address else {"q": "giao ban"})
        assert (answer.status_code, answer["Retry-After"]) == (503, "60"), address


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


def numbers(shown):
    """The number of each hit of a results page, in the order of the page, and whether it is said to be partial."""
    return [
        (int(number), "khớp một phần</span>" in hit)
        for hit in shown.split('<ol class="reports hits"', 1)[1].split("<li")[1:]
        for number in re.findall(r"&amp;n=(\d+)", hit)[:1]
    ]


SENTENCE = "hội nghị giao ban công tác bảo vệ rừng có đồng chí Lưu Phúc Chẩn dự"


def test_a_sentence_is_answered_in_one_list_that_says_so(client, archive):
    shown = page(client, "/search/", q=SENTENCE)
    assert shown.count('<ol class="reports hits"') == 1
    assert "đứng chung" in shown
    assert [number for number, _is_partial in numbers(shown)] == [1, 2, 3]
    assert {is_partial for _number, is_partial in numbers(shown)} == {True, False}


def test_page_api_and_the_way_through_a_result_keep_one_order(client, archive):
    shown = page(client, "/search/", q=SENTENCE)
    by_page = re.findall(r"<h3><a href=\"/report/(GB-\d+)/", shown)
    by_api = client.get("/api/v1/search/", {"q": SENTENCE}).json()
    going = [client.get("/search/goto/", {"q": SENTENCE, "n": n})["Location"] for n in range(1, len(by_page) + 1)]
    assert by_page == [hit["id"] for hit in by_api["results"]]
    assert by_page == [re.search(r"GB-\d+", address)[0] for address in going]
    assert by_api["is_mixed"]


def test_a_page_past_the_last_says_so(client, archive):
    shown = page(client, "/search/", q="giao ban", page="9")
    assert "Không có trang 9: kết quả chỉ có 1 trang." in shown
    assert "Không bài nào trong kho khớp" not in shown


def test_partial_matches_say_how_they_are_ordered(client, archive):
    assert "xếp theo độ sát câu tìm" in page(client, "/search/", q="quy chế phối hợp")
    assert ", mới trước." in page(client, "/search/", q="quy chế phối hợp", sort="newest")


@pytest.mark.parametrize(
    ("text", "said"), [("quy chế phối hợp", "Below is 1 partial match, "), ("họp xyzzy", " partial matches, ")]
)
def test_english_counts_in_english(client, archive, text, said):
    answer = client.get("/search/", {"q": text}, headers={"accept-language": "en"})
    assert said in answer.content.decode()


def test_the_date_form_carries_the_search_along(client, archive):
    shown = page(client, "/search/", q="giao ban", group="meeting", page_size="5", sort="newest", place="hue", page="2")
    form = shown[shown.index('class="date-form"') :].split("</form>")[0]
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    assert carried == {"q": "giao ban", "place": "hue", "sort": "newest", "group": "meeting", "page_size": "5"}


def test_a_bad_date_stays_in_its_box_with_what_is_wrong_of_it(client, archive):
    shown = page(client, "/search/", **{"q": "giao ban", "from": "hôm kia", "to": "2020"})
    assert 'name="from" value="hôm kia"' in shown
    assert 'aria-invalid="true" aria-describedby="fault-from"' in shown
    assert '<li class="fault" id="fault-from">Từ ngày (from): không hiểu ngày “hôm kia”.' in shown
    assert shown.count("aria-invalid") == 1


def test_a_wrong_choice_is_told_in_words(client, archive):
    shown = page(client, "/search/", q="giao ban", sort="x", group="y")
    assert (
        "Xếp theo (sort): không có lựa chọn “x”; chỉ có relevance (Sát câu tìm), newest (Mới trước), oldest (Cũ trước)."
        in shown
    )
    assert "Gộp (group): không có lựa chọn “y”; chỉ có meeting (gộp theo hội nghị)." in shown


def test_dates_the_wrong_way_round_are_turned_and_said(client, archive):
    shown = page(client, "/search/", **{"from": "2022", "to": "2019"})
    assert "đã đổi chỗ, từ 2019 đến 2022" in shown
    assert 'name="from" value="2019"' in shown


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"from": "2019"}, "Date: from 2019"),
        ({"to": "2019", "by": "meeting_on"}, "Meeting date: to 2019"),
        ({"from": "2019", "to": "2020"}, "Date: 2019 – 2020"),
        ({"topic": "ma-tuy"}, "Topic: ma túy"),
        ({"place": "hue"}, "Province or city: Tỉnh Huế"),
    ],
)
def test_a_chip_names_the_one_thing_it_stands_for(client, archive, dates, said):
    shown = client.get("/search/", dates, headers={"accept-language": "en"}).content.decode()
    chip = shown[shown.index('class="chip"') :].split("</a>")[0]
    assert said in " ".join(re.sub(r"<[^>]*>", "", chip).split())
