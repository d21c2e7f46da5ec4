"""Authority entries put right: merged, split, renamed, given other names. Each act queues its reports and has an undo.

What a merged entry was read as later follows its `merged_into`, so that an extraction never undoes a merge; what a
split moved counts as decided by a person, so that an extraction never undoes a split.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import gettext as _

from archive.models import (
    Agency,
    AgencyName,
    AgencyRole,
    Appearance,
    Change,
    Citation,
    Evidence,
    LegalDocument,
    Official,
)
from archive.models.evidence import EvidenceState
from archive.review.history import Act, User, values_of
from archive.review.kinds import FIELDS, kind_of
from archive.vietnamese.normalize import fold

_LONGEST_CODE = 160
_ROLES = tuple(AgencyRole.Role.values)  # the strongest first


class MergeError(Exception):
    """Two entries that cannot become one; the message says why, to a person."""


# ---------------------------------------------------------------- agencies


def new_agency(name: str, **fields: Any) -> Agency:
    """An entry with a code of its own, not saved."""
    return Agency(code=free_code(Agency, name), name=name, **fields)


def free_code(model: type[Agency | LegalDocument], name: str) -> str:
    code = slugify(fold(name))[: _LONGEST_CODE - 4] or "khong-ten"
    taken = set(model.objects.filter(code__startswith=code).values_list("code", flat=True))
    numbered = (f"{code}-{n}" for n in range(2, len(taken) + 3))
    return code if code not in taken else next(one for one in numbered if one not in taken)


@transaction.atomic
def edit_entry(entry: Agency | LegalDocument | Official, by: User, **fields: Any) -> Change | None:
    """Change an entry's own fields; one that extraction proposed counts as reviewed from now on."""
    act = Act("edit", entry, by)
    if not isinstance(entry, Official):
        fields["is_reviewed"] = True
    act.change(entry, **fields)
    act.touch(_reports_of(entry))
    return act.close()


@transaction.atomic
def accept_entry(entry: Agency | LegalDocument, by: User) -> Change | None:
    """What extraction proposed is indeed an entry of its own."""
    act = Act("accept", entry, by)
    act.change(entry, is_reviewed=True)
    return act.close()


@transaction.atomic
def merge_agencies(agency: Agency, target: Agency, by: User) -> Change | None:
    """`agency` becomes `target`, which takes over its parts, its names and what hung below it. MergeError."""
    _refuse_circle(agency, target)
    act = Act("merge", agency, by)
    act.change(agency, merged_into=target, is_reviewed=True)
    _move_evidence(act, list(agency.roles.all()), "agency", target)
    _move_names(act, agency, target)
    act.change_all([child for child in agency.children.all() if child != target], parent=target)
    act.change_all([before for before in agency.predecessors.all() if before != target], successor=target)
    return act.close()


@transaction.atomic
def add_alias(
    agency: Agency, name: str, kind: str, by: User, valid_from: date | None = None, valid_to: date | None = None
) -> Change | None:
    """Another name of the agency. MergeError where it has that name already."""
    if agency.names.filter(name=name, kind=kind).exists():
        raise MergeError(_("Cơ quan đã có tên này."))
    act = Act("alias", agency, by)
    act.add(AgencyName(agency=agency, name=name, kind=kind, valid_from=valid_from, valid_to=valid_to))
    act.touch(_reports_of(agency))
    return act.close()


@transaction.atomic
def remove_alias(name: AgencyName, by: User) -> Change | None:
    act = Act("alias", name.agency, by)
    act.remove(name)
    act.touch(_reports_of(name.agency))
    return act.close()


@transaction.atomic
def rename_agency(agency: Agency, name: str, since: date | None, by: User) -> Change | None:
    """The agency bears the name since that day; the name it bore until then is kept as a former one."""
    act = Act("rename", agency, by)
    old = agency.name
    act.change(agency, name=name)
    if act.is_empty:
        return None
    _note_name(act, agency, old, AgencyName.Kind.FORMER, valid_to=since - timedelta(days=1) if since else None)
    _note_name(act, agency, name, AgencyName.Kind.FULL, valid_from=since)
    act.touch(_reports_of(agency))
    return act.close()


@transaction.atomic
def split_agency(
    agency: Agency, name: str, roles: Sequence[AgencyRole], names: Sequence[AgencyName], by: User
) -> Agency:
    """Two bodies were filed as one: the parts and names chosen go to a new agency beside it."""
    act = Act("split", agency, by)
    shared = {"kind": agency.kind, "level": agency.level, "parent": agency.parent, "place": agency.place}
    other = new_agency(name, **shared)
    act.add(other)
    act.change_all(names, agency=other, is_loaded=False)
    _move_by_hand(act, roles, agency=other)
    act.close()
    return other


def _note_name(act: Act, agency: Agency, name: str, kind: str, **validity: Any) -> None:
    known = agency.names.filter(name=name, kind=kind).first()
    if known:
        act.change(known, **{field: value for field, value in validity.items() if value})
    else:
        act.add(AgencyName(agency=agency, name=name, kind=kind, **validity))


def _move_names(act: Act, agency: Agency, target: Agency) -> None:
    known = set(target.names.values_list("name", "kind"))
    for name in list(agency.names.all()):
        if (name.name, name.kind) in known:
            act.remove(name)
        else:
            act.change(name, agency=target, is_loaded=False)
            known.add((name.name, name.kind))
    if agency.name != target.name and agency.name not in {name for name, _kind in known}:
        act.add(AgencyName(agency=target, name=agency.name, kind=AgencyName.Kind.FULL))


# ---------------------------------------------------------------- officials


@transaction.atomic
def merge_officials(official: Official, target: Official, by: User) -> Change | None:
    """Both are one person, who goes by the name of `target`. MergeError."""
    _refuse_circle(official, target)
    act = Act("merge", official, by)
    act.change(official, merged_into=target)
    act.change_all(list(official.appearances.all()), official=target)
    return act.close()


@transaction.atomic
def split_official(official: Official, appearances: Sequence[Appearance], by: User) -> Official:
    """Namesakes were filed as one person: the appearances chosen are another's."""
    act = Act("split", official, by)
    name = appearances[0].name if appearances else official.name
    other = Official(name=name, folded_name=fold(name))
    act.add(other)
    _move_by_hand(act, appearances, official=other)
    act.close()
    return other


# ---------------------------------------------------------------- documents


@transaction.atomic
def merge_documents(document: LegalDocument, target: LegalDocument, by: User) -> Change | None:
    """Both are one document; `target` takes over citations, successions and spellings. MergeError."""
    _refuse_circle(document, target)
    act = Act("merge", document, by)
    act.change(document, merged_into=target, is_reviewed=True)
    _move_evidence(act, list(document.citations.all()), "document", target)
    act.change_all([older for older in document.replaces.all() if older != target], replaced_by=target)
    spellings = dict.fromkeys([*target.aliases, document.name, *document.aliases])
    act.change(target, aliases=[spelling for spelling in spellings if spelling != target.name])
    return act.close()


@transaction.atomic
def split_document(
    document: LegalDocument, citations: Sequence[Citation], aliases: Sequence[str], by: User, **fields: Any
) -> LegalDocument:
    """Two documents were filed as one: the citations and spellings chosen are those of a new one beside it."""
    act = Act("split", document, by)
    other = LegalDocument(**fields, aliases=[alias for alias in document.aliases if alias in aliases])
    other.code = free_code(LegalDocument, other.name.replace("/", "-"))
    act.add(other)
    act.change(document, aliases=[alias for alias in document.aliases if alias not in aliases])
    _move_by_hand(act, citations, document=other)
    act.close()
    return other


# ---------------------------------------------------------------- what they share


def _refuse_circle(entry: Any, target: Any) -> None:
    seen = target
    while seen is not None:
        if seen.pk == entry.pk:
            raise MergeError(_("Không gộp một mục vào chính nó được."))
        seen = seen.merged_into
    if entry.merged_into_id:
        raise MergeError(_("Mục này đã được gộp rồi."))
    if target.merged_into_id:
        raise MergeError(_("Mục đích đã được gộp vào mục khác; hãy chọn mục kia."))


def _move_evidence(act: Act, facts: Sequence[AgencyRole | Citation], field: str, target: Model) -> None:
    """Make the facts speak of `target`; where a report speaks of it already, the fact that says more stays."""
    reports = {fact.report_id for fact in facts}
    there: dict[int, Any] = {}
    keys: dict[int, set[str]] = defaultdict(set)
    for row in _in_batches(type(facts[0]), reports) if facts else ():
        keys[row.report_id].add(row.key)
        if getattr(row, f"{field}_id") == target.pk:
            there[row.report_id] = row
    key = str(target.pk)
    moved = []
    for fact in sorted(facts, key=_worth, reverse=True):
        other = there.get(fact.report_id)
        if other is not None:
            act.remove(min(fact, other, key=_worth))
            if _worth(fact) <= _worth(other):
                continue
            keys[fact.report_id].discard(other.key)
        there[fact.report_id] = fact
        moved.append(fact)
    act.change_all([fact for fact in moved if key in keys[fact.report_id]], **{field: target})
    act.change_all([fact for fact in moved if key not in keys[fact.report_id]], **{field: target, "key": key})


def _in_batches(model: type[Evidence], reports: Iterable[int], size: int = 500) -> Iterable[Any]:
    pks = sorted(reports)
    for start in range(0, len(pks), size):
        yield from model.objects.filter(report__in=pks[start : start + size])


def _worth(fact: AgencyRole | Citation) -> tuple[bool, int, float]:
    """What a person decided goes before what was read, a stronger part before a weaker one."""
    strength = -_ROLES.index(fact.role) if isinstance(fact, AgencyRole) else 0
    return (fact.state != EvidenceState.SUGGESTED, strength, fact.confidence)


def _move_by_hand(act: Act, facts: Sequence[AgencyRole | Appearance | Citation], **where: Any) -> None:
    """Move facts as a person's decision; what extraction read is kept beside it."""
    decided = {"state": EvidenceState.EDITED, "decided_by_id": act.by.pk if act.by else None, "decided_at": act.at}
    for fact in facts:
        read = fact.suggestion or values_of(fact, FIELDS[kind_of(fact)])
        act.change(fact, suggestion=read, **where, **decided)


def _reports_of(entry: Agency | LegalDocument | Official) -> Iterable[int]:
    match entry:
        case Agency():
            facts: Any = entry.roles
        case LegalDocument():
            facts = entry.citations
        case Official():
            facts = entry.appearances
    return list(facts.order_by().values_list("report", flat=True))
