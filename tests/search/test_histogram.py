"""Which bars are drawn, and where they lead."""

import pytest
from django.http import QueryDict

from search.bitsets import bitset
from search.facets import Columns, ReportCodes
from search.forms import SearchRequest
from search.histogram import histogram


def columns(*dates):
    made = Columns()
    made.update({pk: ReportCodes(1, {}, {"dated_on": date}) for pk, date in enumerate(dates, start=1)}, ())
    return made


def drawn(address, *dates):
    return histogram(columns(*dates), bitset(range(1, len(dates) + 1)), SearchRequest.read(QueryDict(address)))


def told(histogram):
    return {bar.label: bar.count for bar in histogram.bars if bar.count}


def test_a_year_a_bar_with_gaps():
    found = drawn("", "2010", "2012-05", "2012-05-02", "XXXX-04-25", "")
    assert found.heading == "Theo năm"
    assert told(found) == {"2010": 1, "2012": 2}
    assert [bar.label for bar in found.bars] == ["2010", "2011", "2012"]


def test_months_where_the_dates_lie_within_two_years():
    found = drawn("from=2018&to=2019", "2018-11", "2019-01-05", "2024")
    assert found.heading == "Theo tháng"
    assert [bar.label for bar in found.bars] == ["11/2018", "12/2018", "1/2019"]


def test_a_gap_of_many_years_is_not_told_in_months():
    found = drawn("", "1975-04", "2017-02")
    assert found.heading == "Theo năm"
    assert len(found.bars) == 43


@pytest.mark.parametrize(
    ("first", "last", "heading", "bars"),
    [
        (1960, 2019, "Theo năm", 60),
        (1960, 2020, "Theo từng 5 năm", 13),
        (1720, 2020, "Theo từng 10 năm", 31),
        (1, 9999, "Theo từng 500 năm", 20),
    ],
)
def test_no_year_is_dropped_where_there_are_many(first, last, heading, bars):
    found = drawn("", f"{first:04}", f"{last:04}-05-02")
    assert (found.heading, len(found.bars)) == (heading, bars)
    assert sum(bar.count for bar in found.bars) == 2


def test_a_bar_of_some_years_narrows_to_all_of_them():
    bar = drawn("q=a", "1960", "1963", "2020").bars[0]
    assert (bar.label, bar.count) == ("1960–1964", 2)
    assert bar.address == "?q=a&from=1960&to=1964"
    chosen = drawn("q=a&from=1960&to=1964", "1960", "1963", "2020")
    assert told(chosen) == {"1960": 1, "1963": 1}


def test_where_no_report_lies_in_the_dates_the_others_are_shown():
    found = drawn("from=2012&to=2013", "2010", "2016")
    assert found.heading == "Theo năm"
    assert told(found) == {"2010": 1, "2016": 1}
    assert [bar.label for bar in found.bars if bar.is_chosen] == ["2012", "2013"]


def test_without_any_date_there_is_only_the_form():
    found = drawn("", "XXXX-04-25", "")
    assert (found.bars, found.heading) == ((), "Theo ngày")


def test_dates_known_to_the_year_alone_are_told_in_years():
    assert drawn("from=2019&to=2019", "2019", "2019").heading == "Theo năm"


@pytest.mark.parametrize(
    ("low", "high", "pks"),
    [
        (None, None, {1, 2, 3}),
        ("2019", None, {2, 3}),
        (None, "2019-12-31", {1, 2}),
        ("2019-05", "2019-05-31", {2}),
        ("2020", "2019", set()),
    ],
)
def test_an_unknown_year_is_in_no_range(low, high, pks):
    made = columns("2018", "2019-05-02", "2020", "XXXX-04-25", "")
    assert made.between("dated_on", low, high) == bitset(pks)


def test_dates_the_wrong_way_round_are_turned():
    asked = SearchRequest.read(QueryDict("from=2022&to=6/2019"))
    assert (asked.date_from, asked.date_to) == ("6/2019", "2022")
    assert "đổi chỗ" in asked.notes[0]
    for right in ("from=2019&to=2019", "from=6/2020&to=2020", "from=2020", "to=2020", ""):
        assert not SearchRequest.read(QueryDict(right)).notes
