"""The rows of what a report says, kept in the database: made when it is first indexed, and anew where it changed.

A rebuild of the index takes them as they are. They are never trusted blindly: each carries a digest of all that it was
made of.
"""

from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

from archive.models import Report
from search import analysis
from search.analysis import BREAK_ROW, Row
from search.backends.entry import Rows
from search.codes import among
from search.models import Analysis


class Texts(NamedTuple):
    """What rows are made of. `segmenter` is "" where there is no segmentation of the present text."""

    title: str
    text_sha256: str
    segmenter: str
    names: tuple[str, ...]
    figures: tuple[str, ...]

    @property
    def digest(self) -> str:
        told = (f"{analysis.VERSION}", *self[:3], *self.names, "", *self.figures)
        return sha256("\x1e".join(told).encode()).hexdigest()


def rows_of(texts: Mapping[int, Texts]) -> dict[int, Rows]:
    """By primary key, the rows of each report."""
    kept = Analysis.objects.filter(among("report", texts)).values_list("report_id", "digest", "rows")
    found = {pk: Rows.unpacked(bytes(data)) for pk, digest, data in kept if pk in texts and digest == texts[pk].digest}
    wanted = {pk: one for pk, one in texts.items() if pk not in found}
    return found | _kept_anew(wanted) if wanted else found


def _kept_anew(texts: Mapping[int, Texts]) -> dict[int, Rows]:
    made = dict(_made(texts))
    Analysis.objects.bulk_create(
        [Analysis(report_id=pk, digest=texts[pk].digest, rows=rows.packed) for pk, rows in made.items()],
        update_conflicts=True,
        unique_fields=["report"],
        update_fields=["digest", "rows"],
    )
    return made


def _made(texts: Mapping[int, Texts]) -> Iterator[tuple[int, Rows]]:
    columns = ("pk", "text", "segmentation__title", "segmentation__text")
    for pk, text, title_words, text_words in Report.objects.filter(pk__in=texts).order_by().values_list(*columns):
        one = texts[pk]
        title = analysis.row(one.title)
        in_text = analysis.words(text_words) if one.segmenter else (analysis.row(text), "")
        in_title = analysis.words(title_words or "")
        # A title corrected by hand is not the one that was segmented.
        words = f"{in_title[1]} {in_text[1]}" if in_title[0] == title else in_text[1]
        yield pk, Rows(title, in_text[0], words, parted(one.names), parted(one.figures))


def parted(texts: Collection[str]) -> Row:
    """The rows of several texts, with breaks between them."""
    return f" {BREAK_ROW} ".join(map(analysis.row, texts))
