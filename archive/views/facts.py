"""The facts of one report, grouped as the page shows them beside the text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.models import Report
from archive.models.report import DateKind


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with its name on the page; `row` is the evidence it was read from."""

    kind: str
    row: Any

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.row.pk}"

    @property
    def start(self) -> int:
        return int(self.row.start)

    @property
    def end(self) -> int:
        return int(self.row.end)


@dataclass(frozen=True, slots=True)
class Facts:
    """`agencies` and `officials` in the order of their roles, everything else in the order of the text."""

    meeting_dates: list[Fact] = field(default_factory=list)
    publication_dates: list[Fact] = field(default_factory=list)
    places: list[Fact] = field(default_factory=list)
    agencies: list[Fact] = field(default_factory=list)
    officials: list[Fact] = field(default_factory=list)
    documents: list[Fact] = field(default_factory=list)
    figures: list[Fact] = field(default_factory=list)
    topics: list[Fact] = field(default_factory=list)

    def marked(self) -> list[Fact]:
        """Those that stand in the text."""
        return [fact for fact in self if fact.row.has_span]

    def __iter__(self) -> Iterator[Fact]:
        for name in self.__slots__:
            yield from getattr(self, name)


AGENCY_ROLES = ("organiser", "chair", "party", "attendee", "mentioned")
OFFICIAL_ROLES = ("chaired", "spoke", "signed", "attended", "mentioned")


def facts_of(report: Report) -> Facts:
    """What stands; rejected facts are left out."""
    dates = [Fact("date", row) for row in report.reportdates.standing()]
    roles = report.agencyroles.standing().select_related("agency")
    appearances = report.appearances.standing().select_related("official")
    return Facts(
        meeting_dates=[fact for fact in dates if fact.row.kind == DateKind.MEETING],
        publication_dates=[fact for fact in dates if fact.row.kind == DateKind.PUBLISHED],
        places=_all("place", report.reportplaces.standing().select_related("place")),
        agencies=sorted(_all("agency", roles), key=lambda fact: AGENCY_ROLES.index(fact.row.role)),
        officials=sorted(_all("official", appearances), key=lambda fact: OFFICIAL_ROLES.index(fact.row.role)),
        documents=_all("document", report.citations.standing().select_related("document")),
        figures=_all("figure", report.figures.standing().select_related("topic")),
        topics=_all("topic", report.reporttopics.standing().select_related("topic")),
    )


def _all(kind: str, rows: Any) -> list[Fact]:
    return [Fact(kind, row) for row in rows]
