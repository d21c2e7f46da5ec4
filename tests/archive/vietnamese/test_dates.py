from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.vietnamese.dates import PartialDate, find_dates, find_periods


def dates(text: str, **options: bool) -> list[str]:
    return [mention.value.edtf for mention in find_dates(text, **options)]


@pytest.mark.parametrize(
    ("edtf", "precision", "day"),
    [
        ("2010-07-26", "day", date(2010, 7, 26)),
        ("2010-07", "month", None),
        ("2010", "year", None),
        ("XXXX-04-25", "day-without-year", None),
        ("XXXX-02-29", "day-without-year", None),
    ],
)
def test_partial_dates_keep_their_precision(edtf: str, precision: str, day: date | None) -> None:
    partial = PartialDate.from_edtf(edtf)
    assert (partial.edtf, str(partial), partial.precision, partial.date) == (edtf, edtf, precision, day)


@pytest.mark.parametrize(
    "text", ["2010-02-31", "2011-02-29", "2010-13", "XXXX-04", "XXXX", "26/7/2010", "", "20100726"]
)
def test_what_is_no_date_in_edtf(text: str) -> None:
    with pytest.raises(ValueError, match="date"):
        PartialDate.from_edtf(text)


@pytest.mark.parametrize(
    "parts", [(None, None, None), (None, 4, None), (2010, None, 5), (2010, 2, 31), (0, 1, 1), (2010, 0, 1)]
)
def test_impossible_dates_cannot_be_made(parts: tuple[int | None, int | None, int | None]) -> None:
    with pytest.raises(ValueError, match="no such date"):
        PartialDate(*parts)


def test_dates_sort_with_unknown_years_last() -> None:
    in_order = ["2009-12-31", "2010", "2010-07", "2010-07-01", "2010-07-26", "2011", "XXXX-01-01", "XXXX-04-25"]
    assert sorted(map(PartialDate.from_edtf, reversed(in_order))) == [PartialDate.from_edtf(edtf) for edtf in in_order]


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_edtf_reads_back(day: date, length: int) -> None:
    edtf = day.isoformat()[:length]
    assert PartialDate.from_edtf(edtf).edtf == edtf


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ngày 26/7, tại Hà Nội", ["XXXX-07-26"]),
        ("Chiều 5.5, Công an tỉnh", ["XXXX-05-05"]),
        ("Ngày 15-1-2020, hai Bộ", ["2020-01-15"]),
        ("ký sáng nay 26 – 12.", ["XXXX-12-26"]),
        ("Tại Đà Nẵng hôm qua (6-3), hai bên", ["XXXX-03-06"]),
        ("Hà Nội, ngày 09 tháng 10 năm 2002", ["2002-10-09"]),
        ("ngày mùng 5 tháng Chín", ["XXXX-09-05"]),
        ("Thứ sáu, 28 Tháng 4 2023 11:58", ["2023-04-28"]),
        ("trong tháng 7/2010", ["2010-07"]),
        ("tháng 7 năm 2010", ["2010-07"]),
        ("ngày 02/8/2022", ["2022-08-02"]),
        ("ngày 25.10.2010 của", ["2010-10-25"]),
        ("15/01/2020 - 21:48", ["2020-01-15"]),
        ("lưu 2010-07-26T10:00", ["2010-07-26"]),
        ("(09/4/2018-09/4/2020)", ["2018-04-09", "2020-04-09"]),
        ("hôm nay 15-12, tại trụ sở", ["XXXX-12-15"]),
        ("tập huấn từ ngày 8 đến 12/12", ["XXXX-12-08", "XXXX-12-12"]),
        ("ngày 10 - 12 tháng 5 năm 2020", ["2020-05-10", "2020-05-12"]),
        ("các ngày 5/8, 6/8 và 7/8", ["XXXX-08-05", "XXXX-08-06", "XXXX-08-07"]),
        ("Hai tháng 8 và 9/2019", ["2019-09"]),
    ],
)
def test_dates_as_newspapers_print_them(text: str, found: list[str]) -> None:
    assert dates(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định 133/2002 và 133/2002/QĐ-TTg",
        "Nghị định 03/2019",
        "3/4 xã, 56 lượt/458 người",
        "tuần tra 5.5 km, 3-4 lần",
        "ngày 31/2 và ngày 31/4/2020",
        "ngày 26/7/10",
        "chiều 1.200 người",
        "buổi sáng 5.5%",
        "trong 6 tháng 10 lần",
        "08:48:12 và 5/5/5/2020",
        "trực 24/7",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert dates(text) == []


def test_a_bare_day_counts_where_no_cue_is_asked_for() -> None:
    assert dates("5/5: họp giao ban") == []
    assert dates("5/5: họp giao ban", cue_required=False) == ["XXXX-05-05"]
    assert dates("7/2010", cue_required=False) == ["2010-07"]


def test_document_dates_stand_beside_document_numbers() -> None:
    assert dates("Quyết định 133/2002/QĐ-TTg ngày 09/10/2002, sáng 25/4") == ["2002-10-09", "XXXX-04-25"]


@pytest.mark.parametrize(
    ("text", "first", "last", "months"),
    [
        ("6 tháng đầu năm 2020", "2020-01", "2020-06", 6),
        ("sáu tháng cuối năm 2020", "2020-07", "2020-12", 6),
        ("9 tháng đầu năm", None, None, 9),
        ("8 tháng của năm 2020", "2020-01", "2020-08", 8),
        ("năm 2019", "2019", "2019", 12),
        ("giai đoạn 2015 - 2020", "2015", "2020", 72),
        ("5 năm (2016 - 2020", "2016", "2020", 60),
        ("quý III/2017", "2017-07", "2017-09", 3),
        ("QUÝ II/2018", "2018-04", "2018-06", 3),
        ("quý 3", None, None, 3),
        ("10 năm", None, None, 120),
        ("từ năm 2020 đến tháng 6/2025", "2020", "2025-06", None),
        ("từ năm 2017 đến nay", "2017", None, None),
    ],
)
def test_periods(text: str, first: str | None, last: str | None, months: int | None) -> None:
    [period] = find_periods(f"kết quả {text}, các bên")
    assert (period.text, period.months) == (text, months)
    assert (period.first and period.first.edtf, period.last and period.last.edtf) == (first, last)


@pytest.mark.parametrize("text", ["ngày 9 tháng 10 năm 2002", "Nghị định 03 năm 2019", "36 tháng tù", "6 năm tù"])
def test_what_is_no_period(text: str) -> None:
    assert find_periods(text) == []


PIECES = "ngày tháng năm quý sáng 5 12 26 2010 2020 / - . – , ( ) II đầu giai đoạn từ đến \n 99999"
any_text = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="012 /-.–thángăm", max_size=40),
    st.lists(st.sampled_from(PIECES.split(" ")), max_size=20).map(" ".join),
)


@given(any_text)
def test_mentions_are_slices_in_order(text: str) -> None:
    for mentions in (find_dates(text), find_dates(text, cue_required=False), find_periods(text)):
        end = 0
        for mention in mentions:
            assert text[mention.start : mention.end] == mention.text
            assert end <= mention.start < mention.end
            end = mention.end


PATTERNS = [
    "1",
    "1/",
    "12/5 ",
    "ngày 5/6, ",
    "tháng 1 ",
    "(1-2)",
    "2010 - ",
    "5 năm 2010 ",
    " ",
    "1 tháng ",
    "từ năm 2010 đến ",
]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("find", [find_dates, find_periods])
def test_finding_takes_linear_time(
    find: Callable[[str], object], pattern: str, assert_linear: Callable[..., None]
) -> None:
    assert_linear(find, pattern)
