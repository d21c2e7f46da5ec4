"""The pages of the search."""

import csv
import html
import json
import re
from io import StringIO

import pytest
from haystack import connections

from archive.models import Agency, Report
from archive.vietnamese.dates import PartialDate
from search import download, indexing
from search.query import limits
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    FigureFactory,
    MeetingFactory,
    ReportFactory,
    StaffFactory,
    fact,
)
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
    assert "hiểu là:" in shown
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
    assert answer["Location"].endswith("?q=giao+ban&of=2&n=2")
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


def explanation(client, report, **asked):
    """The rows of the table that explains a score, as texts."""
    shown = html.unescape(page(client, f"/search/explain/{report.accession}/", **asked))
    rows = re.findall(r"<tr>(.*?)</tr>", shown, re.S)
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row, re.S) for row in rows]
    return [[" ".join(re.sub(r"<[^>]*>", "", cell).split()) for cell in row] for row in cells]


def number(text):
    return float(text.removeprefix("× ").replace(".", "").replace(",", "."))


def test_why_a_hit_stands_where_it_does_is_for_staff(client, archive):
    address = f"/search/explain/{archive.coast.accession}/"
    assert client.get(address, {"q": "cảng vụ"}).status_code == 404
    client.force_login(StaffFactory())
    assert address + "?q=c%E1%BA%A3ng+v%E1%BB%A5" in page(client, "/search/", q="cảng vụ")
    heads, *rows = explanation(client, archive.coast, q="cảng vụ")
    assert heads == ["Chữ", "Loại", "Nơi tính", "Số bài có", "Trọng số", "Điểm góp", "Phần"]
    by_term = {(row[0], row[1]): row[2:] for row in rows}
    assert by_term["cảng", "tiếng, đúng dấu"][:3] == ["tiêu đề và nguyên văn", "1", "1,00"]
    assert by_term["cang", "tiếng, không kể dấu"][2] == "0,30"
    assert ("cảng vụ", "cặp tiếng liền nhau, đúng dấu") in by_term


@pytest.mark.parametrize(
    "text",
    [
        "cảng vụ",
        "cang vu",
        "quy chế phối hợp",
        "cãng vụ quy chế",  # a likelier spelling is offered, and helps with partial matches
        '"chống buôn lậu hàng giả thuốc lá"',  # nobody wrote the phrase
        "hội nghị giao ban công tác bảo vệ rừng có đồng chí Lưu Phúc Chẩn dự",  # full and partial in one order
        "họp biên giới năm 2019",  # reports of that time are raised
        "tiêu-đề:giao ban",
        "QLTT chống buôn lậu",
        "QĐ 133",  # the document's code weighs too
    ],
)
def test_the_explained_score_is_that_of_the_hit(client, archive, text):
    client.force_login(StaffFactory())
    hits = client.get("/api/v1/search/", {"q": text}).json()["results"]
    assert hits
    for hit in hits:
        rows = explanation(client, Report.objects.get(accession=hit["id"]), q=text)
        assert number(rows[-1][1]) == pytest.approx(hit["score"], abs=0.02), (text, hit["id"])
        parts = [number(row[5]) for row in rows[1:] if len(row) == 7]
        assert number(next(row[1] for row in rows if row[0] == "Tổng")) == pytest.approx(sum(parts), abs=0.02)


def test_a_report_that_does_not_match_is_explained_as_such(client, archive):
    client.force_login(StaffFactory())
    address = f"/search/explain/{archive.forest.accession}/"
    assert "Bài này không khớp câu tìm." in page(client, address, q="cảng vụ quy chế", year="2022")
    assert "Câu tìm không có chữ nào để tính điểm" in page(client, address, q="")


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
    by_page = re.findall(r"<h3 lang=.vi.><a href=\"/report/(GB-\d+)/", shown)
    by_api = client.get("/api/v1/search/", {"q": SENTENCE}).json()
    going = [client.get("/search/goto/", {"q": SENTENCE, "n": n})["Location"] for n in range(1, len(by_page) + 1)]
    assert by_page == [hit["id"] for hit in by_api["results"]]
    assert by_page == [re.search(r"GB-\d+", address)[0] for address in going]
    assert by_api["is_mixed"]


@pytest.mark.parametrize("number", ["9", "101", "2000"])
def test_a_page_past_the_last_says_so(client, archive, number):
    shown = page(client, "/search/", q="giao ban", page=number)
    assert f"Không có trang {number}: kết quả chỉ có 1 trang." in shown
    assert 'href="?q=giao+ban">Tới trang cuối</a>' in shown
    assert "Không bài nào trong kho khớp" not in shown


def way(client, report, **where):
    """The links of the way through a result, on a report's page."""
    shown = page(client, report.get_absolute_url(), **where)
    return {name: html.unescape(address) for name, address in re.findall(r'rel="(prev|next)" href="([^"]*)"', shown)}


def test_the_way_through_a_result_ends_with_it(client, archive):
    assert way(client, archive.forest, q="giao ban", n="1", of="2") == {"next": "/search/goto/?q=giao+ban&of=2&n=2"}
    assert way(client, archive.forest, q="giao ban", n="2", of="2") == {"prev": "/search/goto/?q=giao+ban&of=2&n=1"}
    assert set(way(client, archive.forest, q="giao ban", n="2000")) == {"prev"}
    assert "Kết quả 1 / 2 của “giao ban”" in page(
        client, archive.forest.get_absolute_url(), q="giao ban", n="1", of="2"
    )


@pytest.mark.parametrize("odd", [{"n": "0"}, {"n": "x"}, {"n": "2001"}, {"n": "9" * 30}, {"of": "2"}])
def test_no_way_leads_nowhere(client, archive, odd):
    assert way(client, archive.forest, q="giao ban", **odd) == {}
    assert client.get("/search/goto/", {"q": "giao ban", **odd}).status_code == 404


@pytest.mark.parametrize("typed", ["GB-{}", " GB-{} ", "gb{}", "GB {}"])
def test_an_accession_typed_plainly_offers_its_report_first(client, archive, typed):
    shown = page(client, "/search/", q=typed.format(archive.coast.accession.removeprefix("GB-")))
    offer = shown[shown.index('class="page-offers"') :].split("</li>")[0]
    assert f'href="{archive.coast.get_absolute_url()}"><small>Bài</small>' in offer
    assert archive.coast.title in offer


def test_an_offered_page_is_told_in_words(client, archive):
    shown = client.get("/search/", {"q": "133/2002"}, headers={"accept-language": "en"}).content.decode()
    assert '<small>Document</small> <span lang="vi">Quyết định 133/2002/QĐ-TTg</span>' in shown
    assert "page-offers" not in page(client, "/search/", q="GB-999999")


def passages(shown):
    found = re.findall(r'class="snippet" lang="vi">(.*?)</p>', shown)
    return [html.unescape(re.sub(r"</?mark>", "|", each)) for each in found]


def test_hits_by_a_code_or_a_figure_show_where_the_article_says_it(client, archive):
    sentence = "Các lực lượng bắt 7.120 vụ và phạt 31 người."
    report = ReportFactory(title="Giao ban", paragraphs=("Hôm qua, Công an tỉnh Bình Phước <họp>.", sentence))
    police = Agency.objects.get(code="cong-an_binh-phuoc")
    fact(AgencyRoleFactory, report, "Công an tỉnh Bình Phước", agency=police)
    fact(FigureFactory, report, "7.120 vụ", value=7120, sentence=sentence)
    fact(FigureFactory, report, "31 người", value=31, unit="người", sentence=sentence)
    indexing.index_reports()
    by_agency = passages(page(client, "/search/", q="cơ-quan:Công an tỉnh Bình Phước"))
    assert "Hôm qua, |Công an tỉnh Bình Phước| <họp>." in by_agency
    assert passages(page(client, "/search/", q="số-liệu:>7000")) == ["Các lực lượng bắt |7.120 vụ| và phạt 31 người."]
    assert "|7.120 vụ|" in passages(page(client, "/search/", q="số-liệu:lực lượng"))[0]
    with_words = passages(page(client, "/search/", q="số-liệu:31 phạt"))
    assert len(with_words) == 2
    assert with_words[1] == "Các lực lượng bắt 7.120 vụ và phạt |31 người|."
    [hit] = client.get("/api/v1/search/", {"q": "số-liệu:>7000"}).json()["results"]
    assert hit["snippet"] == "Các lực lượng bắt <mark>7.120 vụ</mark> và phạt 31 người."


@pytest.fixture
def meetings(archive):
    """Twelve reports about four meetings, three each, mixed; and the five of the archive about none."""
    held = [MeetingFactory(title=f"Hội nghị {number}") for number in range(4)]
    for number in range(12):
        text = "Ký kết quy chế " * (number + 1)
        ReportFactory(title=f"Ký kết số {number}", paragraphs=(text,), meeting=held[number % 4])
    indexing.index_reports()
    return held


def test_a_meeting_stands_once_in_the_whole_result(client, meetings):
    asked = {"q": "ký kết", "group": "meeting", "page_size": "3"}
    pages = [client.get("/api/v1/search/", {**asked, "page": str(number)}).json() for number in (1, 2)]
    shown = [hit["id"] for answer in pages for hit in answer["results"]]
    assert {(answer["total"], answer["groups"]) for answer in pages} == {(12, 4)}
    assert len({Report.objects.get(accession=accession).meeting_id for accession in shown}) == len(shown) == 4
    assert all(len(hit["same_meeting"]) == 2 for answer in pages for hit in answer["results"])
    assert shown[0] == client.get("/api/v1/search/", {"q": "ký kết"}).json()["results"][0]["id"]
    text = page(client, "/search/", **asked)
    assert '<span class="count">4 mục</span>' in text
    assert "Trang 1 / 2" in text
    going = [client.get("/search/goto/", {**asked, "n": n})["Location"] for n in range(1, 5)]
    assert [re.search(r"GB-\d+", address)[0] for address in going] == shown
    assert all("of=4" in address for address in going)


def test_of_many_reports_about_one_meeting_the_others_are_a_click_away(client, archive):
    held = MeetingFactory()
    for number in range(9):
        ReportFactory(title=f"Ký kết số {number}", meeting=held)
    indexing.index_reports()
    shown = page(client, "/search/", q="ký kết", group="meeting")
    assert f'href="?q=k%C3%BD+k%E1%BA%BFt&amp;meeting={held.pk}">và 3 bài nữa</a>' in shown
    assert client.get("/api/v1/search/", {"q": "ký kết", "meeting": str(held.pk)}).json()["total"] == 9


def test_groups_are_counted_beyond_what_can_be_paged_to(client, meetings, monkeypatch):
    monkeypatch.setattr(limits, "MAX_OFFSET", 3)
    answer = client.get("/api/v1/search/", {"q": "ký kết", "group": "meeting"}).json()
    assert (answer["total"], answer["groups"]) == (12, 4)
    assert "Chỉ xem được 3 kết quả đầu" in page(client, "/search/", q="ký kết", page_size="2", page="2")


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


def test_nothing_found_is_narrowed_no_further_unless_it_is_narrowed_already(client, archive):
    assert 'id="narrow"' not in page(client, "/search/", q="xyzzy")
    assert 'id="narrow"' in page(client, "/search/", q="xyzzy", **{"from": "2019"})
    assert 'value="sometime"' in page(client, "/search/", q="xyzzy", **{"from": "sometime"})
    assert 'id="narrow"' in page(client, "/search/", q="giao ban")


def test_nothing_filed_under_a_name_leads_to_its_words(client, archive):
    AgencyFactory(code="qltt", name="Quản lý thị trường", level="central")
    shown = page(client, "/search/", q='cơ-quan:"Quản lý thị trường"')
    assert "?q=Qu%E1%BA%A3n+l%C3%BD+th%E1%BB%8B+tr%C6%B0%E1%BB%9Dng" in shown.partition("Tìm như chữ:")[2]
