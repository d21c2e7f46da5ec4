"""A person's decisions on the facts of a report: accept, edit, reject, add. Each is one transaction and one Change.

What was decided is left alone by every later extraction (archive/ingest/facts.py).
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from archive.ingest.facts import key_of
from archive.models import Appearance, Change, Evidence, Figure, Official, Report, ReportDate, ReportPlace
from archive.models.evidence import EvidenceState
from archive.review.history import Act, User, values_of
from archive.review.kinds import FIELDS, MODELS, kind_of

ACCEPT_ALL_FROM = 0.9  # of facts this sure at least 97 % are right on the judged set
BY_HAND = "desk"
# Topics have no judged set: how often a sure one is right is not known, so they are decided one by one.
ACCEPTED_AT_ONCE = tuple(kind for kind in MODELS if kind != "topic")

_MOST_SAME = 100


class AlreadyThere(Exception):
    """The report has this fact already; the message says so to a person."""

    def __init__(self, fact: Evidence) -> None:
        super().__init__(_("Bài đã có dữ kiện này; hãy sửa hoặc nhận dữ kiện ấy."))
        self.fact = fact


@transaction.atomic
def accept(fact: Evidence, by: User) -> Change | None:
    """DoesNotExist where an extraction dropped the fact meanwhile; so for `reject` and `edit`."""
    return _decide("accept", fact, EvidenceState.ACCEPTED, by)


@transaction.atomic
def reject(fact: Evidence, by: User) -> Change | None:
    return _decide("reject", fact, EvidenceState.REJECTED, by)


@transaction.atomic
def accept_above(report: Report, confidence: float, by: User) -> Change | None:
    """Accept every undecided fact at least that sure, but for topics; where two contradict each other, neither."""
    _hold(report.pk)
    act = Act("accept", report, by)
    for kind in ACCEPTED_AT_ONCE:
        facts = list(MODELS[kind].objects.filter(report=report).undecided().filter(confidence__gte=confidence))
        act.change_all([fact for fact in facts if not _rivals(fact)], **_decision(act, EvidenceState.ACCEPTED))
    return act.close()


@transaction.atomic
def edit(fact: Evidence, by: User, /, **fields: Any) -> Change | None:
    """Say what the fact really is; what extraction read is kept beside it. AlreadyThere."""
    _hold(fact.report_id)
    fact.refresh_from_db()
    act = Act("edit", fact.report, by)
    _add_new_entries(act, fields)
    before = values_of(fact, FIELDS[kind_of(fact)])
    official = fact.official if isinstance(fact, Appearance) else None
    act.change(fact, **fields)
    if act.is_empty and fact.state != EvidenceState.REJECTED:
        return None
    _refuse_repetition(fact)
    act.change(fact, suggestion=fact.suggestion or before, **_decision(act, EvidenceState.EDITED))
    _set_rivals_aside(act, fact)
    if official is not None:
        _forget_if_unseen(act, official)
    return act.close()


@transaction.atomic
def add(report: Report, kind: str, by: User, /, **fields: Any) -> Evidence:
    """Add a fact extraction did not read. AlreadyThere."""
    _hold(report.pk)
    act = Act("add", report, by)
    _add_new_entries(act, fields)
    fact = MODELS[kind](report=report, method=BY_HAND, confidence=1.0, **fields)
    for name, value in _decision(act, EvidenceState.ACCEPTED).items():
        setattr(fact, name, value)
    fact.key = _free_key(fact)
    act.add(fact)
    _set_rivals_aside(act, fact)
    act.close()
    return fact


@transaction.atomic
def edit_texts(report: Report, by: User, *, title: str, lead: str) -> Change | None:
    """Correct title and lead; extraction leaves a corrected one alone."""
    act = Act("edit", report, by)
    act.change(report, title=title, lead=lead)
    return act.close()


@transaction.atomic
def mark_reviewed(report: Report, by: User, *, is_reviewed: bool = True) -> Change | None:
    """A person has gone through the report: it leaves the queue until something new comes up."""
    act = Act("review", report, by)
    act.change(report, reviewed_at=act.at if is_reviewed else None)
    return act.close()


def _hold(report: int) -> None:
    """Until the end of the transaction no extraction writes the report."""
    Report.objects.select_for_update().only("pk").get(pk=report)


def _decide(action: str, fact: Evidence, state: EvidenceState, by: User) -> Change | None:
    _hold(fact.report_id)
    fact.refresh_from_db()
    act = Act(action, fact.report, by)
    if fact.state == state or (state == EvidenceState.ACCEPTED and fact.state == EvidenceState.EDITED):
        return None
    act.change(fact, **_decision(act, state))
    if state != EvidenceState.REJECTED:
        _set_rivals_aside(act, fact)
    return act.close()


def _decision(act: Act, state: EvidenceState) -> dict[str, Any]:
    return {"state": state, "decided_by_id": act.by.pk if act.by else None, "decided_at": act.at}


def _set_rivals_aside(act: Act, fact: Evidence) -> None:
    """Of dates of one kind and of places only one can be right: a person's choice rejects the others."""
    act.change_all(_rivals(fact), **_decision(act, EvidenceState.REJECTED))


def _rivals(fact: Evidence) -> list[Evidence]:
    others = type(fact).objects.filter(report=fact.report_id).standing().exclude(pk=fact.pk)
    if isinstance(fact, ReportDate):
        return list(others.filter(kind=fact.kind))
    return list(others) if isinstance(fact, ReportPlace) else []


def _add_new_entries(act: Act, fields: dict[str, Any]) -> None:
    """Save the authority entries that were made for this fact, before the fact refers to them."""
    for value in fields.values():
        if isinstance(value, Model) and value.pk is None:
            act.add(value)


def _free_key(fact: Evidence) -> str:
    """The fact's key, numbered where a report may say the same twice. AlreadyThere."""
    key = key_of(fact)
    taken = {row.key: row for row in type(fact).objects.filter(report=fact.report_id, key__startswith=key)}
    if key not in taken:
        return key
    if not isinstance(fact, Appearance | Figure):
        raise AlreadyThere(taken[key])
    return next(numbered for n in range(2, _MOST_SAME) if (numbered := f"{key}#{n}") not in taken)


def _refuse_repetition(fact: Evidence) -> None:
    if isinstance(fact, Appearance | Figure):
        return
    others = type(fact).objects.filter(report=fact.report_id).standing().exclude(pk=fact.pk)
    same = next((other for other in others if key_of(other) == key_of(fact)), None)
    if same is not None:
        raise AlreadyThere(same)


def _forget_if_unseen(act: Act, official: Official) -> None:
    """A person whom nothing speaks of any more was a misreading."""
    if not official.appearances.exists() and not official.merged.exists():
        act.remove(official)


def counts_of(facts: Iterable[Evidence]) -> Counter[str]:
    """How many facts are in each state."""
    return Counter(fact.state for fact in facts)
