"""Times in fields and in plain words."""

import pytest

from search.query.ast import Dates, Readings, Words
from search.query.expand import time_said
from search.query.periods import date_bounds, period_of, periods_in

from .conftest import expanded, notes, root, understood


def bounds(text):
    period = period_of(text)
    return period and (period.low, period.high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2019", "2019", "2019-12-31"),
        ("2019-01", "2019", "2019-01-31"),
        ("2019-02", "2019-02", "2019-02-28"),
        ("2/2020", "2020-02", "2020-02-29"),
        ("26/7/2010", "2010-07-26", "2010-07-26"),
        ("26-7-2010", "2010-07-26", "2010-07-26"),
        ("2019-01..2020-06", "2019", "2020-06-30"),
        ("2019 .. 2020", "2019", "2020-12-31"),
        ("2019…2020", "2019", "2020-12-31"),
        ("2019-2020", "2019", "2020-12-31"),
        ("2019 – 2020", "2019", "2020-12-31"),
        ("1/2019-6/2020", "2019", "2020-06-30"),
        ("từ 2019 đến 2020", "2019", "2020-12-31"),
        ("từ năm 2019 đến nay", "2019", None),
        ("tháng 5/2019 đến quý I năm 2020", "2019-05", "2020-03-31"),
        ("..2020", None, "2020-12-31"),
        ("2019..", "2019", None),
        ("từ 5/2019", "2019-05", None),
        (">2019", "2020", None),
        (">7/2010", "2010-08", None),
        (">26/7/2010", "2010-07-27", None),
        (">=2019-05", "2019-05", None),
        ("<2015", None, "2014-12-31"),
        ("<= 2015", None, "2015-12-31"),
        ("trước 7/2010", None, "2010-06-30"),
        ("tháng 7/2010", "2010-07", "2010-07-31"),
        ("tháng bảy năm 2010", "2010-07", "2010-07-31"),
        ("thang muoi hai nam 2010", "2010-12", "2010-12-31"),
        ("ngày 15 tháng 1 năm 2020", "2020-01-15", "2020-01-15"),
        ("quý II/2018", "2018-04", "2018-06-30"),
        ("quy 4 nam 2018", "2018-10", "2018-12-31"),
        ("quí I năm 2018", "2018", "2018-03-31"),
        ("6 tháng đầu năm 2020", "2020", "2020-06-30"),
        ("ba tháng cuối năm 2020", "2020-10", "2020-12-31"),
        ("nửa cuối năm 2020", "2020-07", "2020-12-31"),
        ("năm 2020", "2020", "2020-12-31"),
    ],
)
def test_a_time_and_its_bounds(text, low, high):
    assert bounds(text) == (low, high)


@pytest.mark.parametrize(
    "text", ["99/99/2020", "31/2/2020", "hôm qua", "..", "2020..bao giờ", "0000", "13 tháng đầu năm 2020", "26/7", ""]
)
def test_what_is_no_time(text):
    assert period_of(text) is None


def test_a_time_typed_backwards_is_turned_round_and_said():
    assert root("ngày:2019..2018") == Dates("dated_on", "2018", "2019-12-31", "từ 2018 đến 2019")
    assert notes("ngày:2019..2018") == ("Khoảng ngày gõ ngược, đã đổi lại: từ 2018 đến 2019",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ngày:2019", "năm 2019"),
        ("ngày:2019-01", "tháng 1/2019"),
        ("ngày:2019-01..2020-06", "từ 1/2019 đến 6/2020"),
        ("ngày:26/07/2010", "26/7/2010"),
        ("ngày:>2019", "sau 2019"),
        ("ngày:..2010", "đến 2010"),
        ("ngày:quý 2/2019", "quý 2 năm 2019"),
    ],
)
def test_a_time_is_told_as_it_was_typed(text, said):
    assert understood(text) == f"ngày họp (không rõ thì ngày đăng) {said}"


@pytest.mark.parametrize("text", ["ngày:99/99/2020", "ngày:hôm-qua", "ngày:2020..bao-giờ", "ngày:26/7"])
def test_what_is_no_time_is_searched_as_words_and_said(text):
    assert isinstance(root(text), Words)
    assert notes(text)


def test_words_behind_a_time_are_words():
    assert understood("ngày:tháng 7 năm 2010 tuần tra").endswith("tháng 7/2010; đủ các tiếng “tuần tra”")
    assert understood("ngày:2019 - 2020 tuần tra").endswith("từ 2019 đến 2020; đủ các tiếng “tuần tra”")


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("ký kết tháng tám năm 2022", "2022-08"),
        ("ký kết tháng 8/2022", "2022-08"),
        ("họp ngày 26/7/2010", "2010-07-26"),
        ("giao ban quý II năm 2020", "2020-04"),
        ("sơ kết 6 tháng đầu năm 2020", "2020"),
        ("so ket 6 thang dau nam 2020", "2020"),
        ("tổng kết năm 2016", "2016"),
    ],
)
def test_a_time_in_words_also_finds_what_is_dated_so(text, low):
    node = root(text).nodes[-1]
    assert isinstance(node, Readings)
    assert isinstance(node.typed, Words)
    assert [other.low for other in node.others] == [low]


@pytest.mark.parametrize(
    "text", ["Việt Nam 2022", "giai đoạn 2016-2020", "năm 2016-2020", "năm học mới", "8/2022", "tháng 13/2022", "3 năm"]
)
def test_what_is_no_one_time_stays_words(text):
    assert not list(periods_in(text))


def test_the_year_of_a_document_is_its_own():
    assert not [node for node in root("Nghị định 03 năm 2019").others if isinstance(node, Dates)]


def test_a_report_of_the_time_counts_as_if_it_printed_the_words():
    said = time_said(expanded("ký kết quy chế năm 2022"))
    assert said.dates.low == "2022"
    assert said.worth == pytest.approx(6 / 4)
    assert time_said(expanded("năm 2022")) is None
    assert time_said(expanded("từ năm 2021 sang năm 2022")) is None


def test_bounds_of_the_form_take_figures_only():
    assert date_bounds("6/2019") == ("2019-06", "2019-06-30")
    assert date_bounds("2019..2020") is None
    assert date_bounds("tháng 6/2019") is None


@pytest.mark.parametrize(
    ("text", "said", "low", "high"),
    [
        ("ma túy từ 2019 đến 2020, Huế", "từ 2019 đến 2020", "2019", "2020-12-31"),
        ("tu nam 2019 den nam 2020 ma tuy", "tu nam 2019 den nam 2020", "2019", "2020-12-31"),
        ("từ tháng 3 năm 2019 đến nay", "từ tháng 3 năm 2019 đến nay", "2019-03", None),
        ("từ ngày 1/5/2019 tới ngày 3/6/2019 ở Huế", "từ ngày 1/5/2019 tới ngày 3/6/2019", "2019-05-01", "2019-06-03"),
    ],
)
def test_words_say_from_when_to_when(text, said, low, high):
    [(start, end, period)] = periods_in(text)
    assert (text[start:end], period.low, period.high) == (said, low, high)


@pytest.mark.parametrize(
    "text", ["từ Hà Nội đến Huế", "từ 5 đến 10 người", "từ đến 2020", "tháng từ 2019", "từ 2019 đến đâu"]
)
def test_words_that_say_no_range(text):
    assert list(periods_in(text)) == []
