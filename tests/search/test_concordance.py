"""Mentions in context: which there are, how many are told, and the way from stretch to stretch."""

import csv
import html
import re
from io import StringIO

import pytest
from django.http import QueryDict

from archive.models import Report
from archive.vietnamese.dates import PartialDate
from search import concordance, indexing
from search.concordance import concordance as mentions_of
from search.forms import SearchRequest
from tests.factories import AgencyFactory, AgencyRoleFactory, ReportFactory

pytestmark = pytest.mark.django_db


def found(text, order="date", **parameters):
    data = QueryDict(mutable=True)
    data.update({"q": text, **parameters})
    return mentions_of(SearchRequest.read(data), order)


def told(concordance):
    return [(mention.article.accession, mention.match) for mention in concordance.mentions]


def page(client, **parameters):
    answer = client.get("/search/mentions/", parameters)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def table(client, **parameters):
    answer = client.get("/search/mentions/", {"format": "csv", **parameters})
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(StringIO(text)))


@pytest.fixture
def talks(archive):
    """Seven reports with three mentions each, the newest last, and one of an unknown year."""
    made = [
        ReportFactory(
            title=f"Tọa đàm số {number}",
            paragraphs=(f"Tọa đàm bàn việc {number}. Sau toạ đàm là thảo luận.",),
            meeting_on=PartialDate(2001 + number, 5, 2),
        )
        for number in range(7)
    ]
    made.append(ReportFactory(title="Không năm", paragraphs=("Tọa đàm cuối.",), meeting_on=PartialDate(None, 4, 25)))
    indexing.index_reports()
    return made


def test_titles_and_texts_are_read(archive):
    [title, text] = found("kiểm lâm và dân quân OR giữ rừng OR bảo vệ rừng").mentions[0:3:2]
    assert (title.is_in_title, title.match) == (True, "Kiểm lâm và dân quân")
    assert (text.is_in_title, text.match, text.left) == (False, "bảo vệ rừng", "Hội nghị giao ban công tác ")


def test_a_mention_of_a_title_is_marked_as_such(client, archive):
    shown = page(client, q="giữ rừng")
    assert '<small>tiêu đề</small> Kiểm lâm và dân quân tự vệ </span><span class="kwic-match"><mark>giữ rừng' in shown
    assert table(client, q="giữ rừng")[0]["in"] == "title"


def test_reports_counted_are_those_with_a_mention(archive):
    """Two reports have the three syllables, one has them side by side."""
    ReportFactory(title="Khác", paragraphs=("Cảnh sát họp với vụ cảng biển.",))
    indexing.index_reports()
    whole = found("cảng vụ")
    assert (whole.count, whole.reports, len(whole.mentions)) == (1, 1, 2)


def test_a_name_that_only_facts_have_is_no_mention(client, archive):
    AgencyRoleFactory(report=archive.forest, agency=AgencyFactory(code="vung-4", name="Cảnh sát biển Vùng 4"))
    Report.objects.filter(pk=archive.forest.pk).mark_dirty()
    indexing.index_reports()
    whole = found('"Cảnh sát biển Vùng 4"')
    assert (whole.count, whole.reports) == (1, 0)
    assert "không có trong nguyên văn" in page(client, q='"Cảnh sát biển Vùng 4"')


def test_near_lists_what_is_near(archive):
    ReportFactory(
        title="Gần và xa",
        paragraphs=("Buôn lậu qua một hai ba bốn năm sáu cảng. Bến cảng chống buôn lậu. Buôn lậu ở cảng.",),
    )
    indexing.index_reports()
    assert [match for _id, match in told(found("buôn lậu NEAR/2 cảng"))] == ["cảng chống buôn lậu", "Buôn lậu ở cảng"]
    assert [match for _id, match in told(found("buôn lậu NEAR/7 cảng"))] == [
        "Buôn lậu qua một hai ba bốn năm sáu cảng", "cảng chống buôn lậu", "Buôn lậu ở cảng",
    ]  # fmt: skip


def test_what_begins_so_and_other_names_are_mentions_too(archive):
    assert {match.lower() for _id, match in told(found("bi* +buôn"))} <= {"biên", "buôn"}
    assert [match.lower() for _id, match in told(found("QLTT"))] == ["quản lý thị trường"] * 2


def test_an_abbreviation_meant_as_printed_is_no_syllable_that_folds_alike(archive):
    ReportFactory(title="TU họp", paragraphs=("Thường trực TU tự tu bổ từ sớm.",))
    indexing.index_reports()
    assert {match for _id, match in told(found("TU"))} >= {"TU"}
    assert not {match for _id, match in told(found("TU"))} & {"tự", "từ"}


def test_a_field_of_titles_lists_titles(archive):
    assert all(mention.is_in_title for mention in found("tiêu-đề:giao ban").mentions)
    assert len(found("tiêu-đề:giao ban").mentions) == 1


def test_a_query_without_words_is_told_so_with_a_way_on(client, archive):
    assert found("cơ-quan:kiểm lâm vùng") is None
    shown = page(client, q="cơ-quan:kiểm lâm vùng")
    assert "không theo chữ" in shown
    way = re.search(r'href="(\?[^"]*agency=kiem-lam[^"]*)">Mọi chỗ viết “Kiểm lâm vùng”', shown)[1]
    assert client.get(f"/search/mentions/{way}").status_code == 200
    assert "Hãy gõ vào ô tìm" in page(client)


def test_words_that_nobody_wrote_side_by_side_are_told_so(client, archive):
    shown = page(client, q="giao rừng")
    assert "Không có chỗ nào viết các chữ ấy liền nhau" in shown
    assert 'href="/search/?q=giao+rừng"' in shown.replace("%E1%BB%ABng", "ừng")


def test_the_link_is_offered_where_it_leads_somewhere(client, archive):
    def offers(**asked):
        return "/search/mentions/" in client.get("/search/", asked).content.decode()

    assert offers(q="giao ban")
    assert not offers(q="cơ-quan:kiểm lâm vùng")
    assert not offers(q="xyzzy")
    assert not offers()


def test_what_narrows_is_shown_and_can_be_taken_off(client, archive):
    shown = page(client, q="giao ban", year="2021", order="left")
    assert 'class="chip" href="?q=giao+ban&order=left"' in shown
    assert "1 chỗ trong 1 bài." in shown
    assert "2 chỗ trong 2 bài" not in shown


def test_english_counts_each_by_itself(client, archive):
    for year, said in (("2021", "1 mention in 1 report."), ("2020", "2 mentions in 1 report.")):
        text = "giao ban" if year == "2021" else "buôn lậu"
        answer = client.get("/search/mentions/", {"q": text, "year": year}, headers={"accept-language": "en"})
        assert said in answer.content.decode()


def test_the_newest_come_first_and_the_undated_last(talks):
    accessions = list(dict.fromkeys(accession for accession, _match in told(found("tọa đàm"))))
    assert accessions == [report.accession for report in (*talks[6::-1], talks[7])]


@pytest.mark.parametrize(("order", "first"), [("left", "Tọa đàm"), ("right", "Tọa đàm")])
def test_neighbours_put_mentions_in_order(talks, order, first):
    whole = found("tọa đàm", order)
    words = [mention.words_left if order == "left" else mention.words_right for mention in whole.mentions]
    assert words == sorted(words)
    assert len(words) == len(found("tọa đàm").mentions) == 7 * 3 + 1


def test_all_stretches_together_are_the_whole(client, talks, monkeypatch):
    monkeypatch.setattr(concordance, "STRETCH", 3)
    forth = _walk(client, 'rel="next" href="([^"]*)"', "q=tọa+đàm")
    back = _walk(client, 'rel="prev" href="([^"]*)"', forth[-1][0])
    assert [shown for _address, shown in forth] == [shown for _address, shown in back[::-1]]
    lines = [line for _address, shown in forth for line in shown]
    assert len(lines) == 7 * 3 + 1
    assert len(forth) == 3


def _walk(client, link, address):
    """(address, lines) of the pages that a link leads through."""
    seen = []
    while True:
        shown = client.get(f"/search/mentions/?{address.lstrip('?')}").content.decode()
        seen.append((address, re.findall(r'<p class="kwic-line">.*?</p>', shown)))
        following = re.search(link, shown)
        if following is None:
            return seen
        address = html.unescape(following[1])


def test_a_stretch_ends_where_enough_was_read(client, talks, monkeypatch):
    monkeypatch.setattr(concordance, "MOST_MENTIONS", 6)
    stretch = found("tọa đàm")
    assert (stretch.read, stretch.count, len(stretch.mentions)) == (2, 8, 6)
    assert "Bài 1–2 trong 8 bài khớp, mới trước: 6 chỗ trong 2 bài." in page(client, q="tọa đàm")
    assert len(_walk(client, 'rel="next" href="([^"]*)"', "q=tọa+đàm")) == 4


@pytest.mark.parametrize("where", [{"start": "999"}, {"before": "9999"}, {"start": "x"}, {"page": "99"}])
def test_beyond_the_last_is_the_beginning_or_the_end(client, talks, where):
    assert "kwic-line" in page(client, q="tọa đàm", **where)


def test_the_file_holds_every_mention(client, talks, monkeypatch):
    monkeypatch.setattr(concordance, "STRETCH", 2)
    monkeypatch.setattr(concordance, "MOST_MENTIONS", 2)
    monkeypatch.setattr(concordance, "_BATCH", 3)
    rows = table(client, q="tọa đàm")
    assert len(rows) == 7 * 3 + 1
    assert [row["id"] for row in rows][:3] == [talks[6].accession] * 3
    assert rows[-1]["id"] == talks[7].accession
    assert table(client, q="cơ-quan:kiểm lâm vùng") == []


def test_contexts_are_whole_words(archive):
    text = " ".join(f"tiếng{number}" for number in range(100))
    ReportFactory(title="Dài", paragraphs=(f"{text} mỏ neo {text}",))
    indexing.index_reports()
    [mention] = found("mỏ neo").mentions
    assert mention.left.split()[-1] == "tiếng99"
    assert all(re.fullmatch(r"tiếng\d\d?", word) for word in (mention.left + mention.right).split())
    assert 40 < len(mention.left) <= concordance.CONTEXT


def test_a_bare_syllable_that_is_meant_so_is_not_found_with_marks(archive):
    """As in the search itself: hải quan is not hải quân."""
    for _number in range(3):
        ReportFactory(title="Tàu", paragraphs=("Hải quân tuần tra.",))
    indexing.index_reports()
    assert {match for _id, match in told(found("hải quan"))} == {"hải quan"}


@pytest.mark.parametrize(
    ("text", "closing", "beyond"),
    [
        ("Chống ma túy, mua bán người.", ",", "mua bán người."),
        ('Khẩu hiệu "không ma túy".', '".', ""),
        ("Chống ma túy (heroin).", "", "(heroin)."),
        ("Chống ma túy/heroin.", "", "/heroin."),
        ("Chống ma túy", "", ""),
    ],
)
def test_marks_right_behind_stay_with_the_words(archive, text, closing, beyond):
    report = ReportFactory(title="Riêng một bài", paragraphs=(text,))
    indexing.index_reports()
    [mention] = [each for each in found("ma túy").mentions if each.article.pk == report.pk]
    assert (mention.match, mention.closing, mention.beyond) == ("ma túy", closing, beyond)
