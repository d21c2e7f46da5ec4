"""Figures as CSV: one a row, with the report it stands in, so that a historian can follow them through the years."""

import csv
from collections.abc import Iterator, Sequence

from archive.export.jsonl import BATCH
from archive.export.spreadsheet import BYTE_ORDER_MARK, Line, safe_cell
from archive.models import Figure
from archive.models.figure import FigureQuerySet

COLUMNS = (
    "year", "dated_on", "qualifier", "value", "printed", "unit", "noun", "period", "topic", "quote", "report", "title",
    "url",
)  # fmt: skip


def lines(figures: FigureQuerySet, site: str) -> Iterator[str]:
    """The figures of `FigureQuerySet.dated()` in their order; dates in EDTF, values as plain decimals."""
    writer = csv.writer(Line())
    yield BYTE_ORDER_MARK + writer.writerow(COLUMNS)
    for figure in figures.for_list().iterator(chunk_size=BATCH):
        yield writer.writerow([safe_cell(str(value if value is not None else "")) for value in _cells(figure, site)])


def _cells(figure: Figure, site: str) -> Sequence[object]:
    dated = figure.dated  # type: ignore[attr-defined]  # added by dated()
    return (
        dated and dated.year,
        dated and dated.edtf,
        figure.qualifier,
        f"{figure.value.normalize():f}",
        figure.value_text,
        figure.unit,
        figure.noun,
        figure.period,
        figure.topic and figure.topic.name,
        figure.quote,
        figure.report.accession,
        figure.report.title,
        site + figure.report.get_absolute_url(),
    )
