"""Who is the same person: never on the name alone."""

import pytest

from archive.ingest.officials import Setting, name_key, officials_of
from archive.ingest.records import Evidence, OfficialFact
from archive.models import Appearance, Official, Place, Report
from archive.vietnamese.dates import PartialDate

pytestmark = pytest.mark.django_db


def fact(name="Cao Văn Mẫu", rank="", *posts) -> OfficialFact:
    return OfficialFact(name, rank, posts, "attended", Evidence(None, name, "test", 0.9))


def see(rank="", *posts, name="Cao Văn Mẫu", year=2015, place=None) -> Official:
    """One appearance in a report of that year, as it would be stored."""
    on = PartialDate(year, 3, 1)
    setting = Setting(on, place.pk if place else None)
    (official,) = officials_of([fact(name, rank, *posts)], setting)
    report = Report.objects.create(title="x", text="x", source_text="x", text_sha256="x", meeting_on=on, place=place)
    Appearance.objects.create(report=report, official=official, name=name, rank=rank, posts=list(posts), key=name)
    return official


@pytest.fixture
def provinces():
    names = {"binh-phuoc": "Bình Phước", "tay-ninh": "Tây Ninh"}
    return [Place.objects.create(code=code, name=name, full_name=name, kind="province") for code, name in names.items()]


def test_the_name_alone_is_two_people():
    assert see() != see()
    assert see("Đại tá") != see("Đại tá", year=2016)


def test_the_same_post_is_one_person():
    assert see("Đại tá", "Giám đốc Công an tỉnh Bình Phước") == see(
        "Đại tá", "Giám đốc Công an tỉnh Bình Phước", year=2017
    )


def test_another_post_at_the_same_body_is_one_person():
    assert see("", "Thứ trưởng Bộ Công an") == see("", "Thứ trưởng Thường trực Bộ Công an", year=2017)
    deputy = see("Thượng tá", "Phó Giám đốc Công an tỉnh Bình Phước")
    assert see("Đại tá", "Giám đốc Công an tỉnh Bình Phước", year=2019) == deputy


def test_the_same_post_in_another_province_is_another_person():
    assert see("", "Giám đốc Công an tỉnh Bình Phước") != see("", "Giám đốc Công an tỉnh Tây Ninh")


def test_a_post_without_a_name_is_that_of_the_report_s_place(provinces):
    here, there = provinces
    first = see("Đại tá", "Giám đốc Công an tỉnh", place=here)
    assert see("Đại tá", "Phó Giám đốc Công an tỉnh", place=here, year=2015) == first
    assert see("Đại tá", "Giám đốc Công an tỉnh", place=there) != first
    assert see("Đại tá", "Giám đốc Công an tỉnh") != first


def test_nobody_is_demoted():
    colonel = see("Đại tá", "Giám đốc Công an tỉnh Bình Phước", year=2015)
    assert see("Thiếu tá", "Đội trưởng Công an tỉnh Bình Phước", year=2018) != colonel
    assert see("Thiếu tá", "Đội trưởng Công an tỉnh Bình Phước", year=2012) == colonel


def test_generals_of_one_name_and_near_rank_are_one_person():
    assert see("Trung tướng", "Tư lệnh Quân khu 7") == see("Thượng tướng", "Tổng Tham mưu trưởng", year=2018)
    assert see("Thiếu tướng", name="Lê Văn Giả") != see("Đại tướng", name="Lê Văn Giả", year=2030)


def test_spellings_of_a_name_meet_and_tones_part():
    post = "Giám đốc Công an tỉnh Bình Phước"
    assert see("", post, name="Lê Hoà Thuý") == see("", post, name="Lê Hòa Thúy")
    assert see("", post, name="Lê Hoa Thúy") != see("", post, name="Lê Hòa Thúy")
    assert name_key("Ly") != name_key("Li")


def test_people_merged_by_a_person_stay_one():
    post = "Giám đốc Công an tỉnh Bình Phước"
    old = see("", post)
    final = Official.objects.create(name="Cao Văn Mẫu", folded_name="cao van mau")
    Official.objects.filter(pk=old.pk).update(merged_into=final)
    assert see("", post, year=2018) == final
