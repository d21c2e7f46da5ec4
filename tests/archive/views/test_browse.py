import pytest
from django.urls import reverse

from archive.models import AgencyName, AgencyRole, Report
from archive.vietnamese.dates import PartialDate
from tests.factories import (
    AgencyFactory,
    AgencyRoleFactory,
    AppearanceFactory,
    CitationFactory,
    LegalDocumentFactory,
    MeetingFactory,
    OfficialFactory,
    PlaceFactory,
    ReportFactory,
    ReportTopicFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def page(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


# ---------------------------------------------------------------- home


def test_home_of_an_empty_archive_says_so(client):
    assert "Kho chưa có bài nào" in page(client, "/")


def test_home_counts_and_shows_what_is_published_only(client):
    role = AgencyRoleFactory(report=ReportFactory(title="Bài đã công bố"), agency__name="Công an tỉnh Mẫu")
    AgencyRoleFactory(report=ReportFactory(title="Bài nháp", status="draft"), agency__name="Cơ quan bài nháp")
    html = page(client, "/")
    assert "Bài đã công bố" in html
    assert role.agency.name in html
    assert "Bài nháp" not in html
    assert "Cơ quan bài nháp" not in html


def test_home_links_each_year_of_the_histogram(client):
    ReportFactory(meeting_on=PartialDate(2010, 7, 26))
    ReportFactory(meeting_on=None, published_on=PartialDate(2012))
    html = page(client, "/")
    assert 'href="/date/2010/"' in html
    assert 'href="/date/2012/"' in html
    assert 'href="/date/2011/"' not in html


def test_home_asks_the_database_a_fixed_number_of_times(client, django_assert_max_num_queries):
    for _ in range(12):
        AgencyRoleFactory(report=ReportFactory(place=PlaceFactory()))
    with django_assert_max_num_queries(16):
        client.get("/")


def test_newest_is_by_meeting_and_a_day_without_year_comes_after_all_known_ones():
    known = ReportFactory(meeting_on=PartialDate(2009, 1, 1), published_on=None)
    newer = ReportFactory(meeting_on=None, published_on=PartialDate(2011))
    yearless = ReportFactory(meeting_on=PartialDate(None, 4, 25), published_on=None)
    assert list(Report.objects.dated()) == [newer, known, yearless]


# ---------------------------------------------------------------- agencies


def test_agencies_stand_as_a_tree_with_those_above_them(client):
    ministry = AgencyFactory(name="Bộ Mẫu")
    AgencyRoleFactory(agency=AgencyFactory(name="Công an tỉnh Mẫu", parent=ministry))
    html = page(client, "/agency/")
    assert html.index("Bộ Mẫu") < html.index("Công an tỉnh Mẫu")
    assert html.count("<details") == html.count("</details>") == 1


def test_a_mention_is_no_part(client):
    AgencyRoleFactory(agency=AgencyFactory(name="Chỉ nhắc đến"), role=AgencyRole.Role.MENTIONED)
    assert "Chỉ nhắc đến" not in page(client, "/agency/")


def test_a_rejected_part_does_not_count(client):
    AgencyRoleFactory(agency=AgencyFactory(name="Đã bác"), state="rejected")
    assert "Đã bác" not in page(client, "/agency/")


def test_agencies_are_filtered_without_marks_and_by_other_names(client):
    agency = AgencyFactory(name="Bộ đội Biên phòng tỉnh Mẫu")
    AgencyName.objects.create(agency=agency, name="BĐBP Mẫu", kind="abbreviation")
    AgencyRoleFactory(agency=agency)
    AgencyRoleFactory(agency=AgencyFactory(name="Cục Hải quan"))
    for query in ("bien phong", "BIÊN PHÒNG", "bdbp"):
        html = page(client, f"/agency/?q={query}")
        assert agency.name in html
        assert "Cục Hải quan" not in html


def test_a_long_branch_ends_in_a_link_to_the_rest(client):
    ministry = AgencyFactory(code="bo-mau", name="Bộ Mẫu")
    for number in range(45):
        AgencyRoleFactory(agency=AgencyFactory(name=f"Đơn vị {number:02d}", parent=ministry))
    html = page(client, "/agency/")
    assert html.count("Đơn vị") == 40
    assert "và 5 đơn vị nữa" in html


def test_the_tree_is_read_in_few_queries(client, django_assert_max_num_queries):
    top = AgencyFactory()
    for _ in range(30):
        AgencyRoleFactory(agency=AgencyFactory(parent=AgencyFactory(parent=top)))
    with django_assert_max_num_queries(6):
        client.get("/agency/")


def test_an_agency_page_shows_names_partners_officials_documents_and_reports(client):
    report = ReportFactory(title="Giao ban quý I", place=PlaceFactory(full_name="Tỉnh Mẫu"))
    agency = AgencyFactory(
        code="cong-an-mau", name="Công an tỉnh Mẫu", successor=AgencyFactory(name="Công an tỉnh Mới")
    )
    AgencyName.objects.create(agency=agency, name="CAT Mẫu", kind="abbreviation")
    AgencyRoleFactory(report=report, agency=agency)
    AgencyRoleFactory(report=report, agency=AgencyFactory(name="Hải quan Mẫu"))
    AppearanceFactory(report=report, official=OfficialFactory(name="Vương Thị Hạ"))
    CitationFactory(report=report, document=LegalDocumentFactory(number="133/2002/QĐ-TTg"))
    html = page(client, "/agency/cong-an-mau/")
    for shown in (
        "Giao ban quý I",
        "Công an tỉnh Mới",
        "CAT Mẫu",
        "Hải quan Mẫu",
        "Vương Thị Hạ",
        "133/2002/QĐ-TTg",
        "Tỉnh Mẫu",
    ):
        assert shown in html


def test_a_merged_agency_leads_to_what_it_became(client):
    merged = AgencyFactory(code="cu", merged_into=AgencyFactory(code="moi"))
    response = client.get(merged.get_absolute_url())
    assert response.status_code == 301
    assert response["Location"] == "/agency/moi/"


def test_reports_involving_an_agency_survive_other_agencies_mentions(client):
    role = AgencyRoleFactory()
    AgencyRoleFactory(report=role.report, role=AgencyRole.Role.MENTIONED)
    AgencyRoleFactory(report=role.report, state="rejected")
    assert list(Report.objects.involving(role.agency)) == [role.report]


# ---------------------------------------------------------------- dates


def test_a_year_holds_its_months_and_days(client):
    ReportFactory(title="Đủ ngày", meeting_on=PartialDate(2010, 7, 26))
    ReportFactory(title="Chỉ rõ tháng", meeting_on=PartialDate(2010, 12))
    ReportFactory(title="Chỉ rõ năm", meeting_on=PartialDate(2010))
    ReportFactory(title="Năm sau", meeting_on=PartialDate(2011, 1, 1))
    html = page(client, "/date/2010/")
    assert all(title in html for title in ("Đủ ngày", "Chỉ rõ tháng", "Chỉ rõ năm"))
    assert "Năm sau" not in html
    assert 'href="/date/2010/7/"' in html
    assert "Đủ ngày" in page(client, "/date/2010/7/26/")
    assert "Chỉ rõ tháng" in page(client, "/date/2010/12/")


def test_dates_switch_between_meeting_and_publication(client):
    ReportFactory(title="Họp cuối năm", meeting_on=PartialDate(2010, 12, 31), published_on=PartialDate(2011, 1, 2))
    assert "Họp cuối năm" in page(client, "/date/2010/12/")
    assert "Họp cuối năm" not in page(client, "/date/2010/12/?by=published")
    assert "Họp cuối năm" in page(client, "/date/2011/1/2/?by=published")


def test_the_links_of_a_year_by_publication_stay_by_publication(client):
    ReportFactory(published_on=PartialDate(2011, 1, 2))
    assert 'href="/date/2011/1/?by=published"' in page(client, "/date/2011/?by=published")


@pytest.mark.parametrize("url", ["/date/0/", "/date/2010/13/", "/date/2010/2/30/", "/date/99999/"])
def test_a_date_that_does_not_exist_is_not_found(client, url):
    page(client, url, 404)


def test_reports_without_a_known_day_are_counted_and_not_guessed(client):
    ReportFactory(meeting_on=None)
    ReportFactory(meeting_on=PartialDate(None, 4, 25))
    html = page(client, "/date/")
    assert "1 bài chưa rõ ngày" in html
    assert "không rõ năm" in html


# ---------------------------------------------------------------- places


@pytest.fixture
def dong_nai():
    return PlaceFactory(code="dong-nai", name="Đồng Nai", full_name="Tỉnh Đồng Nai")


@pytest.fixture
def binh_phuoc(dong_nai):
    return PlaceFactory(
        code="binh-phuoc", name="Bình Phước", full_name="Tỉnh Bình Phước", successor=dong_nai, valid_to="2025-06-30"
    )


def test_reports_of_a_merged_province_count_for_the_new_one(client, binh_phuoc):
    district = PlaceFactory(code="loc-ninh", name="Lộc Ninh", kind="district", parent=binh_phuoc)
    ReportFactory(title="Họp ở Bình Phước", place=binh_phuoc)
    ReportFactory(title="Họp ở Lộc Ninh", place=district)
    html = page(client, "/place/dong-nai/")
    assert "Họp ở Bình Phước" in html
    assert "Họp ở Lộc Ninh" in html
    assert 'aria-label="Đồng Nai: 2 bài"' in page(client, "/place/")


def test_an_old_province_says_what_it_belongs_to_now(client, binh_phuoc):
    html = page(client, "/place/binh-phuoc/")
    assert "30/6/2025" in html
    assert 'href="/place/dong-nai/"' in html


def test_reports_abroad_are_listed_beside_the_grid(client):
    laos = PlaceFactory(code="lao", name="Lào", full_name="Lào", kind="country")
    ReportFactory(place=PlaceFactory(code="lao_bo-ly", full_name="Tỉnh Bô-ly-khăm-xay", parent=laos))
    assert "Bô-ly-khăm-xay" in page(client, "/place/")


# ---------------------------------------------------------------- officials, documents, topics, meetings


def test_officials_are_listed_by_appearances_and_filtered_without_marks(client):
    AppearanceFactory(official=OfficialFactory(name="Vương Thị Hạ", folded_name="vuong thi ha"))
    AppearanceFactory(official=OfficialFactory(name="Đinh Hữu Cẩm", folded_name="dinh huu cam"))
    html = page(client, "/official/?q=dinh")
    assert "Đinh Hữu Cẩm" in html
    assert "Vương Thị Hạ" not in html


def test_an_official_is_shown_as_printed_each_time(client):
    official = OfficialFactory(name="Vương Thị Hạ")
    early = ReportFactory(meeting_on=PartialDate(2005, 1, 1))
    late = ReportFactory(meeting_on=PartialDate(2015, 1, 1))
    AppearanceFactory(report=early, official=official, rank="Thiếu tá", posts=["Trưởng phòng"])
    AppearanceFactory(report=late, official=official, rank="Đại tá", posts=["Giám đốc"])
    html = page(client, official.get_absolute_url())
    assert html.index("Đại tá") < html.index("Thiếu tá")
    assert "Trưởng phòng" in html


def test_namesakes_stay_two_and_point_to_each_other(client):
    one, two = (OfficialFactory(name="Vương Thị Hạ", folded_name="vuong thi ha") for _ in range(2))
    assert two.get_absolute_url() in page(client, one.get_absolute_url())


def test_a_document_shows_what_it_replaced_and_what_replaced_it(client):
    newest = LegalDocumentFactory(code="nd-03-2019", type="Nghị định", number="03/2019/NĐ-CP")
    middle = LegalDocumentFactory(code="nd-77-2010", type="Nghị định", number="77/2010/NĐ-CP", replaced_by=newest)
    LegalDocumentFactory(code="qd-107-2003", number="107/2003/QĐ-TTg", replaced_by=middle)
    CitationFactory(document=middle, report=ReportFactory(title="Bài viện dẫn"))
    html = page(client, middle.get_absolute_url())
    assert html.index("107/2003/QĐ-TTg") < html.index('aria-current="true">Nghị định 77/2010/NĐ-CP')
    assert "03/2019/NĐ-CP" in html
    assert "Bài viện dẫn" in html


def test_documents_that_replace_each_other_in_a_circle_end(client):
    one, two = LegalDocumentFactory(), LegalDocumentFactory()
    one.replaced_by, two.replaced_by = two, one
    one.save()
    two.save()
    page(client, one.get_absolute_url())


def test_documents_are_filtered_by_number_title_and_issuer(client):
    CitationFactory(document=LegalDocumentFactory(number="133/2002/QĐ-TTg", title="Quy chế phối hợp chống ma túy"))
    CitationFactory(document=LegalDocumentFactory(number="107/2003/QĐ-TTg"))
    html = page(client, "/document/?q=ma tuy")
    assert "133/2002/QĐ-TTg" in html
    assert "107/2003/QĐ-TTg" not in html


def test_a_topic_lists_its_reports(client):
    topic = TopicFactory(code="ma-tuy", name="ma túy")
    ReportTopicFactory(topic=topic, report=ReportFactory(title="Bài về ma túy"))
    assert "Bài về ma túy" in page(client, "/topic/ma-tuy/")
    assert "ma túy" in page(client, "/topic/")


def test_a_meeting_lists_all_reports_about_it(client):
    meeting = MeetingFactory()
    ReportFactory(title="Bài của báo này", meeting=meeting)
    ReportFactory(title="Bài của báo kia", meeting=meeting)
    html = page(client, meeting.get_absolute_url())
    assert "Bài của báo này" in html
    assert "Bài của báo kia" in html


def test_a_meeting_with_drafts_only_is_not_found(client):
    meeting = MeetingFactory()
    ReportFactory(meeting=meeting, status="draft")
    page(client, meeting.get_absolute_url(), 404)


# ---------------------------------------------------------------- every page


def test_the_feed_names_published_reports_only(client):
    ReportFactory(title="Bài <mới>")
    ReportFactory(title="Bài nháp", status="draft")
    response = client.get("/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert "Bài &lt;mới&gt;" in response.content.decode()
    assert "Bài nháp" not in response.content.decode()


def test_long_lists_are_paged(client):
    for _ in range(30):
        ReportFactory(meeting_on=PartialDate(2010, 5, 5))
    assert page(client, "/date/2010/").count('<p class="when">') == 25
    assert page(client, "/date/2010/?page=2").count('<p class="when">') == 5
    assert page(client, "/date/2010/?page=khong-phai-so").count('<p class="when">') == 25


@pytest.mark.parametrize("name", ["agency", "place", "topic", "legal_document"])
def test_an_unknown_code_is_not_found(client, name):
    html = page(client, reverse(name, args=["khong-co"]), 404)
    assert "Không có trang này" in html


@pytest.mark.parametrize("url", ["/agency/", "/official/", "/document/"])
@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "'; --", "%", "\x00", "ưư" * 500])
def test_any_filter_is_answered_and_escaped(client, url, query):
    response = client.get(url, {"q": query})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_the_page_of_a_force_leads_to_the_reports_of_all_bodies_of_its_name(client):
    for level, is_led in (("force", True), ("central", False)):
        agency = AgencyFactory(name="Công an", level=level)
        assert ("?q=c%C6%A1-quan%3A%22C%C3%B4ng%20an%22" in page(client, agency.get_absolute_url())) is is_led
