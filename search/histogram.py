"""The reports of a result by their dates, as the bars of a drawing that also narrows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from search.facets import Columns
from search.forms import SearchRequest
from search.query.describe import local_date

_MOST_BARS = 60
_STEPS = (1, 5, 10, 50, 100, 500)  # years a bar
_DRAWING_WIDTH, _DRAWING_HEIGHT = 300, 74
_LABEL_WIDTH = 46
_YEARS_BY_MONTH = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A month, a year or some years, with the place in the drawing; `axis` is what is written below, if anything."""

    label: str
    axis: str
    count: int
    x: int
    y: int
    width: int
    height: int
    middle: int
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    bars: tuple[Bar, ...]
    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class _Period:
    """From the first to the last year or month, both as EDTF, and how many reports are dated so.

    `low` and `high` are the same as people write them.
    """

    first: str
    last: str
    count: int

    @property
    def low(self) -> str:
        return local_date(self.first)

    @property
    def high(self) -> str:
        return local_date(self.last)

    @property
    def label(self) -> str:
        return self.low if self.first == self.last else f"{self.low}–{self.high}"


def histogram(columns: Columns, result: int, request: SearchRequest) -> Histogram:
    """Reports a year, with the dates chosen shaded; only those, where they alone can be told in finer steps.

    Where no report lies in the dates chosen, those of all other dates are shown.
    """
    low, high = request.date_bounds
    within = result & columns.between(request.date_field, low, high) if low or high else result
    chosen = _counts(columns, request.date_field, 4, within)
    if chosen and int(chosen[-1][0]) - int(chosen[0][0]) < _YEARS_BY_MONTH:
        months = _counts(columns, request.date_field, 7, within)
        if months:
            return _drawn(_by_month(months), _("Theo tháng"), request)
    years = _counts(columns, request.date_field, 4, result)
    if not years:
        return Histogram((), _("Theo ngày"), _DRAWING_WIDTH)
    step = _step(years)
    if chosen and _step(chosen) < step:
        step, years = _step(chosen), chosen
    heading = _("Theo năm") if step == 1 else _("Theo từng %(count)d năm") % {"count": step}
    return _drawn(_by_years(years, step), heading, request)


def _counts(columns: Columns, date_field: str, length: int, result: int) -> list[tuple[str, int]]:
    """(period, number of reports) of the periods that have any, the oldest first."""
    periods = columns.periods(date_field, length)
    return [(period, count) for period, members in periods.items() if (count := (members & result).bit_count())]


def _step(years: Sequence[tuple[str, int]]) -> int:
    """The finest step in which all bars have room."""
    first, last = int(years[0][0]), int(years[-1][0])
    return next((step for step in _STEPS if last // step - first // step < _MOST_BARS), _STEPS[-1])


def _by_years(counts: Sequence[tuple[str, int]], step: int) -> list[_Period]:
    """Periods of `step` years without a gap from the first to the last."""
    found: dict[int, int] = {}
    for year, count in counts:
        found[int(year) // step] = found.get(int(year) // step, 0) + count
    return [
        _Period(f"{number * step:04}", f"{number * step + step - 1:04}", found.get(number, 0))
        for number in range(min(found), max(found) + 1)
    ]


def _by_month(counts: Sequence[tuple[str, int]]) -> list[_Period]:
    """Months without a gap from the first to the last."""
    known = dict(counts)
    first, last = ((int(month[:4]) * 12 + int(month[5:]) - 1) for month in (counts[0][0], counts[-1][0]))
    names = [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]
    return [_Period(name, name, known.get(name, 0)) for name in names]


def _drawn(periods: Sequence[_Period], heading: str, request: SearchRequest) -> Histogram:
    slot = max(_DRAWING_WIDTH // max(len(periods), 1), 4) if len(periods) > 3 else _DRAWING_WIDTH // 4
    most = max(period.count for period in periods)
    labelled = len(periods) * _LABEL_WIDTH // _DRAWING_WIDTH + 1  # every which bar
    all_dates = request.address(date_from="", date_to="")
    bars = []
    for number, period in enumerate(periods):
        height = max(3, round((_DRAWING_HEIGHT - 4) * period.count / most)) if period.count else 0
        bar = Bar(
            label=period.label,
            axis="" if number % labelled else period.low,
            count=period.count,
            x=number * slot + 1,
            y=_DRAWING_HEIGHT - height,
            width=slot - 2,
            height=height,
            middle=number * slot + slot // 2,
            address=all_dates if _is_alone(period, request) else f"{all_dates}&from={period.low}&to={period.high}",
            is_chosen=_is_chosen(period, request),
        )
        bars.append(bar)
    return Histogram(tuple(bars), heading, max(slot * len(periods), _DRAWING_WIDTH))


def _is_alone(period: _Period, request: SearchRequest) -> bool:
    return (request.date_from, request.date_to) == (period.low, period.high)


def _is_chosen(period: _Period, request: SearchRequest) -> bool:
    """Whether the period lies, wholly or in part, in the dates chosen."""
    low, high = request.date_bounds
    length = len(period.first)
    return bool(low or high) and (low or "")[:length] <= period.last and period.first <= (high or "9999-99")[:length]
