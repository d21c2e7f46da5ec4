"""What a search answers: full matches first, honest counts, and what is said beside them."""

import pytest
from django.http import QueryDict

from archive.models import Agency, Report
from archive.vietnamese.dates import PartialDate
from search import indexing
from search.forms import SearchRequest
from search.results import matching, search
from tests.factories import AgencyFactory, AgencyRoleFactory, FigureFactory, MeetingFactory, ReportFactory, fact
from tests.search.conftest import forget

pytestmark = pytest.mark.django_db


def ask(text="", **parameters):
    data = QueryDict(mutable=True)
    data["q"] = text
    for name, value in parameters.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return search(SearchRequest.read(data))


def full(results):
    return [hit.report for hit in results.hits if not hit.is_partial]


def counts(results, name):
    facet = next(facet for facet in results.facets if facet.name == name)
    return {value.code: value.count for value in (*facet.values, *facet.further)}


def test_full_matches_come_first_and_partial_ones_follow(archive):
    results = ask("quy chế phối hợp")
    assert full(results) == [archive.coast]
    assert results.total == 1
    assert results.partial_total == len(results.hits) - 1 > 0
    assert [hit.is_partial for hit in results.hits] == sorted(hit.is_partial for hit in results.hits)


@pytest.mark.parametrize(
    "text", ["phong chong ma tuy", "phòng, chống ma tuý", "PHÒNG CHỐNG MA TÚY", "phong chống ma túy"]
)
def test_every_way_of_typing_finds_the_report(archive, text):
    assert archive.drugs in full(ask(text))


@pytest.mark.parametrize("text", ["QĐ 133", "133/2002", "133/2002/QĐ-TTg", "Quyết định 133 năm 2002"])
def test_a_document_number_finds_the_report_and_offers_its_page(archive, text):
    results = ask(text)
    assert full(results) == [archive.drugs]
    assert [page.key for page in results.pages] == ["quyet-dinh-133-2002"]


def test_an_abbreviation_finds_its_full_form(archive):
    assert full(ask("QLTT chống buôn lậu")) == [archive.smuggling]


def test_an_agency_is_found_in_another_order_of_words(archive):
    assert full(ask("CSB Vùng 2"))[0] == archive.coast


def test_the_old_name_of_a_province_finds_what_the_new_one_filed_and_says_why(archive):
    results = ask("Bình Phước")
    assert {archive.drugs, archive.merged} <= set(full(results))
    assert any("Đồng Nai" in note for note in results.notes)
    assert archive.merged in full(ask("địa-bàn:Bình Phước"))


def test_a_long_question_puts_the_best_report_first(archive):
    results = ask("lực lượng nào phối hợp với hải quan để chống buôn lậu và hàng giả?")
    assert results.hits[0].report == archive.smuggling


def test_a_quoted_phrase_nobody_wrote_still_finds_what_is_near(archive):
    results = ask('"chống buôn lậu hàng giả thuốc lá"')
    assert results.total == 0
    assert results.hits[0].report == archive.smuggling


def test_phrases_that_nobody_wrote_are_told_to_be_only_wanted(archive):
    assert any("từng chữ" in note for note in ask('"chống buôn lậu hàng giả thuốc lá"').notes)
    assert not any("từng chữ" in note for note in ask('"chống buôn lậu"').notes)


def test_what_bears_a_plus_is_required_in_part_too(archive):
    assert not ask("+xyzzy buôn lậu").hits
    assert not ask('+"buôn lậu hàng cấm" hải quan').hits
    assert [hit.report for hit in ask('"buôn lậu hàng cấm" +hải').hits] == [archive.smuggling]


def test_what_was_filed_in_a_place_is_found_without_its_name(archive):
    assert set(full(ask("Huế"))) == {archive.smuggling, archive.forest}
    assert full(ask("rừng ở Huế")) == []
    assert full(ask("giữ rừng Huế")) == [archive.forest]


def test_a_time_in_words_finds_and_raises_the_reports_of_it(archive):
    results = ask("giao ban tháng chín năm 2025")
    assert full(results) == [archive.merged]
    assert results.hits[0].report == archive.merged
    assert ask("họp biên giới năm 2019").hits[0].report == archive.drugs
    assert ask("họp biên giới năm 2025").hits[0].report == archive.merged


def test_a_report_of_an_unknown_year_is_in_no_range(archive):
    before = ask("ngày:2019..").total
    ReportFactory(title="Giao ban ngày không rõ năm", meeting_on=PartialDate(None, 4, 25), published_on=None)
    indexing.index_reports()
    assert ask("ngày:2019..").total == before == ask(**{"from": "2019"}).total
    assert sum(value for value in counts(ask(**{"from": "2019"}), "year").values()) == before


def test_a_figure_by_the_words_of_its_sentence(archive):
    sentence = "Sáu tháng qua hai lực lượng bắt 6.328 vụ theo Quyết định số 133/2002/QĐ-TTg."
    FigureFactory(report=archive.drugs, quote="6.328 vụ", sentence=sentence)
    Report.objects.filter(pk=archive.drugs.pk).mark_dirty()
    indexing.index_reports()
    assert full(ask("số-liệu:hai lực lượng")) == [archive.drugs]
    assert full(ask('số-liệu:"bắt 6328 vụ"')) == [archive.drugs]
    assert full(ask("số-liệu:>6.327 ma túy")) == [archive.drugs]
    assert not ask("số-liệu:>6.328").total


def test_the_empty_query_shows_everything_newest_first(archive):
    results = ask()
    assert results.total == 5
    assert full(results)[0] == archive.merged


def test_orders_by_date(archive):
    assert [hit.report for hit in ask(sort="oldest").hits] == [
        archive.drugs, archive.smuggling, archive.forest, archive.coast, archive.merged,
    ]  # fmt: skip


def test_facets_count_what_a_click_will_show(archive):
    results = ask("giao ban OR buôn lậu OR ma túy")
    for name in ("agency", "year", "place", "topic", "document"):
        for code, count in counts(results, name).items():
            assert ask("giao ban OR buôn lậu OR ma túy", **{name: code}).total == count, (name, code)


def test_a_facet_ignores_its_own_choice_and_heeds_the_others(archive):
    chosen = ask(place="hue")
    assert chosen.total == 2
    assert counts(chosen, "place") == counts(ask(), "place")
    assert set(counts(chosen, "year")) == {"2020", "2021"}


def test_several_values_of_a_facet_are_joined(archive):
    assert ask(year=["2019", "2022"]).total == 2


def test_dates_narrow_and_the_histogram_keeps_its_context(archive):
    results = ask(**{"from": "2020", "to": "2021"})
    assert results.total == 2
    assert [bar.count for bar in results.histogram.bars if bar.count]
    assert ask(**{"from": "2025", "by": "published_on"}).total == 1


def test_a_withdrawn_report_is_gone_before_the_index_knows(archive):
    Report.objects.filter(pk=archive.coast.pk).update(status=Report.Status.WITHDRAWN)
    assert archive.coast.pk not in [hit.report.pk for hit in ask("cảng vụ").hits]


def test_a_new_report_is_counted_once_it_is_indexed(archive):
    before = ask().total
    ReportFactory(title="Thêm một bài về cảng vụ")
    indexing.index_reports()
    after = ask()
    assert after.total == before + 1
    assert sum(bar.count for bar in after.histogram.bars) == before + 1


def test_pages_of_one_result_hold_every_report_once(archive):
    for number in range(25):
        ReportFactory(title=f"Giao ban số {number}", paragraphs=("Nội dung giống nhau.",))
    indexing.index_reports()
    seen = [hit.report.pk for page in range(1, 7) for hit in ask("giao ban", page=str(page), page_size="5").hits]
    assert len(seen) == len(set(seen)) == ask("giao ban").total


def test_pages_run_on_from_full_to_partial_matches(archive):
    whole = [hit.report.pk for hit in ask("quy chế phối hợp").hits]
    paged = [hit.report.pk for page in range(1, len(whole) + 1)
             for hit in ask("quy chế phối hợp", page=str(page), page_size="1").hits]  # fmt: skip
    assert paged == whole


def test_pages_of_a_sentence_hold_every_report_once(archive):
    text = "hội nghị giao ban công tác bảo vệ rừng có đồng chí nào dự họp?"
    whole = [hit.report.pk for hit in ask(text).hits]
    paged = [
        hit.report.pk for page in range(1, len(whole) + 1) for hit in ask(text, page=str(page), page_size="1").hits
    ]
    assert paged == whole


def test_snippets_are_escaped_and_marked(archive):
    snippet = ask("hàng giả").hits[0].snippet
    assert "&lt;b&gt;" in snippet
    assert "<b>" not in snippet
    assert "<mark>hàng giả</mark>" in snippet


def test_matching_is_the_whole_result(archive):
    assert set(matching(SearchRequest(text="giao ban"))) == {archive.forest.pk, archive.merged.pk}


def test_grouping_joins_reports_of_one_meeting(archive):
    meeting = MeetingFactory()
    Report.objects.filter(pk__in=[archive.drugs.pk, archive.merged.pk]).update(meeting=meeting)
    Report.objects.filter(meeting=meeting).mark_dirty()
    indexing.index_reports()
    results = ask("biên giới", group="meeting")
    [both] = [hit for hit in results.hits if hit.same_meeting]
    assert {both.report, both.same_meeting[0].report} == {archive.drugs, archive.merged}
    assert results.total == 2
    assert results.groups == len(results.hits)
    assert ask("biên giới").groups is None


def test_a_meeting_with_a_full_match_has_its_partial_ones_with_it(archive):
    meeting = MeetingFactory()
    Report.objects.filter(pk__in=[archive.coast.pk, archive.smuggling.pk]).update(meeting=meeting)
    Report.objects.filter(meeting=meeting).mark_dirty()
    indexing.index_reports()
    assert archive.smuggling in [hit.report for hit in ask("quy chế phối hợp").hits if hit.is_partial]
    results = ask("quy chế phối hợp", group="meeting")
    assert [other.report for other in results.hits[0].same_meeting] == [archive.smuggling]
    assert archive.smuggling not in [hit.report for hit in results.hits]


def test_facets_of_a_result_narrowed_to_nothing_are_those_of_the_full_matches(archive):
    """Narrowed to 2019 the query matches in part only, by a report that is no full match without narrowing."""
    assert ask("giao ban").total == 2
    narrowed = ask("giao ban", year="2019")
    assert narrowed.total == 0
    assert counts(narrowed, "year") == {**counts(ask("giao ban"), "year"), "2019": 0}
    for year, count in counts(narrowed, "year").items():
        assert ask("giao ban", year=year).total == count


def test_the_whole_result_is_newest_first(archive):
    assert matching(SearchRequest(text="giao ban")) == [archive.merged.pk, archive.forest.pk]


def test_partial_matches_are_the_whole_result_where_there_are_no_others(archive):
    for text in ("quy chế xyzzy", '"chống buôn lậu hàng giả thuốc lá"'):
        assert set(matching(SearchRequest(text=text))) == {hit.report.pk for hit in ask(text).hits}


def test_a_likelier_spelling_is_offered_only_where_it_finds_more(archive):
    for _copy in range(3):
        ReportFactory(title="Kiểm lâm giữ rừng", text="Kiểm lâm và công an giữ rừng.")
    indexing.index_reports()
    assert ask("kiễm lâm").spelling.text == "kiểm lâm"
    assert ask("kiễm lâm", agency="nowhere").spelling is None
    assert ask("kiem lam").spelling.restores_marks


def test_a_name_that_nothing_is_filed_under_is_offered_as_words(archive):
    AgencyFactory(code="qltt", name="Quản lý thị trường", level="central")
    assert ask('cơ-quan:"Quản lý thị trường"').as_words == "Quản lý thị trường"
    assert ask('cơ-quan:"Quản lý thị trường"', agency="nowhere").as_words == ""
    assert ask('cơ-quan:"Quản lý thị trường" xyzzy').as_words == ""
    assert ask('cơ-quan:"Kiểm lâm vùng"').as_words == ""
    assert ask("xyzzy").as_words == ""


def test_a_hit_that_prints_an_agency_otherwise_shows_where(archive):
    force = AgencyFactory(code="cong-an", name="Công an", level="force")
    other = ReportFactory(title="Ra quân đầu năm", paragraphs=("Trưởng phòng CAT Bình Phước dự lễ ra quân.",))
    fact(AgencyRoleFactory, other, "CAT Bình Phước", agency=Agency.objects.get(code="cong-an_binh-phuoc"))
    indexing.index_reports()
    forget()
    hit = next(hit for hit in ask(force.name).hits if hit.report.pk == other.pk)
    assert hit.snippet == ""
    assert hit.evidence == "Trưởng phòng <mark>CAT Bình Phước</mark> dự lễ ra quân."
