"""Which reports a person should look at first, and why."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext, ngettext

from archive.models import AgencyRole, Correction, Report, ReportDate
from archive.review.decide import ACCEPT_ALL_FROM
from archive.review.kinds import MODELS

_NOTED = ["meeting_on", "published_on", "place"]  # what extraction may note a conflict about
_BORDER = 0.8  # a judgment less sure than this lies near the border
_UNIMPORTANT = 0.2
_CORRECTION, _CONFLICT, _BORDERLINE, _PROPOSED = 10.0, 3.0, 3.0, 1.0  # in units of one fact that is surely wrong


@dataclass(slots=True)
class Doubt:
    """`weight` is about how many facts of the report are expected to be wrong; the reasons are counts."""

    report: int
    weight: float = 0.0
    shaky: int = 0
    conflicts: int = 0
    proposed: int = 0
    corrections: int = 0
    is_borderline: bool = False

    def reasons(self) -> list[str]:
        found = [
            (self.corrections, ngettext("%(n)s góp ý", "%(n)s góp ý", self.corrections)),
            (self.conflicts, ngettext("%(n)s mâu thuẫn", "%(n)s mâu thuẫn", self.conflicts)),
            (self.is_borderline, gettext("chưa rõ có phải bài giao ban")),
            (self.proposed, ngettext("%(n)s cơ quan lạ", "%(n)s cơ quan lạ", self.proposed)),
            (self.shaky, ngettext("%(n)s điều chưa chắc", "%(n)s điều chưa chắc", self.shaky)),
        ]
        return [text % {"n": count} for count, text in found if count]


REASONS = ("corrections", "conflicts", "is_borderline", "proposed", "shaky")


def queue() -> list[Doubt]:
    """Every report in doubt, the most doubtful first. One that was reviewed comes back when a reader objects."""
    doubts: defaultdict[int, Doubt] = _Doubts()
    open_reports = Report.objects.exclude(status=Report.Status.WITHDRAWN).filter(reviewed_at=None)
    _add_shaky(doubts)
    _add_conflicts(doubts)
    _add_proposed(doubts)
    drafts = open_reports.filter(status=Report.Status.DRAFT)
    _add_borderline(doubts, drafts)
    _make_light_of_what_is_no_report(doubts, drafts)
    waiting = set(open_reports.values_list("pk", flat=True))
    for doubt in [doubt for pk, doubt in doubts.items() if pk not in waiting]:
        del doubts[doubt.report]
    _add_corrections(doubts)
    return sorted(doubts.values(), key=lambda doubt: (-round(doubt.weight, 6), doubt.report))


class _Doubts(defaultdict[int, Doubt]):
    def __missing__(self, report: int) -> Doubt:
        self[report] = doubt = Doubt(report)
        return doubt


def _add_shaky(doubts: defaultdict[int, Doubt]) -> None:
    """Undecided facts below the confidence at which all are accepted."""
    for model in MODELS.values():
        rows = model.objects.undecided().filter(confidence__lt=ACCEPT_ALL_FROM).order_by().values_list("report")
        for report, count, sure in rows.annotate(Count("pk"), Sum("confidence")):
            doubts[report].shaky += count
            doubts[report].weight += count - sure


def _add_conflicts(doubts: defaultdict[int, Doubt]) -> None:
    """Two undecided dates of one kind, and whatever extraction noted as a conflict."""
    rivals = (
        ReportDate.objects.undecided().order_by().values_list("report", "kind").annotate(n=Count("pk")).filter(n__gt=1)
    )
    found = {(report, kind) for report, kind, _count in rivals}
    noted = Report.objects.filter(extraction_notes__has_any_keys=_NOTED).values_list("pk", "extraction_notes")
    found |= {(pk, name.removesuffix("_on")) for pk, notes in noted for name in _NOTED if name in notes}
    for report, _name in found:
        doubts[report].conflicts += 1
        doubts[report].weight += _CONFLICT


def _add_proposed(doubts: defaultdict[int, Doubt]) -> None:
    rows = AgencyRole.objects.undecided().filter(agency__is_reviewed=False).order_by().values_list("report")
    for report, count in rows.annotate(Count("pk")):
        doubts[report].proposed = count
        doubts[report].weight += _PROPOSED * count


_NEAR_BORDER = Q(is_report=True) | Q(is_report_confidence__lt=_BORDER)


def _add_borderline(doubts: defaultdict[int, Doubt], drafts: "QuerySet[Report]") -> None:
    """Drafts that are reports after all, or hardly not."""
    for report in drafts.filter(_NEAR_BORDER).values_list("pk", flat=True):
        doubts[report].is_borderline = True
        doubts[report].weight += _BORDERLINE


def _make_light_of_what_is_no_report(doubts: defaultdict[int, Doubt], drafts: "QuerySet[Report]") -> None:
    """Facts of an article that surely is no report, and is not public, matter little."""
    for report in drafts.exclude(_NEAR_BORDER).values_list("pk", flat=True):
        if report in doubts:
            doubts[report].weight *= _UNIMPORTANT


def _add_corrections(doubts: defaultdict[int, Doubt]) -> None:
    rows = Correction.objects.filter(state=Correction.State.OPEN).order_by().values_list("report")
    for report, count in rows.annotate(Count("pk")):
        doubts[report].corrections = count
        doubts[report].weight += _CORRECTION * count
