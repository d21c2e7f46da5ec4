"""Facts, changes and differences in words, as the desk shows them."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey, Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from archive.models import Agency, AgencyRole, Appearance, Change, Evidence, LegalDocument, Meeting, Official, Report
from archive.models.evidence import EvidenceState
from archive.review.decide import ACCEPT_ALL_FROM
from archive.review.history import can_be_undone, python_values, row_named
from archive.review.kinds import FIELDS, MODELS, NAMES, facts_in, kind_of
from archive.review.outdated import Difference
from archive.templatetags.partial_dates import in_words

LABELS = {
    "date": gettext_lazy("Ngày"),
    "place": gettext_lazy("Nơi họp"),
    "agency": gettext_lazy("Cơ quan"),
    "official": gettext_lazy("Cán bộ"),
    "document": gettext_lazy("Văn bản"),
    "figure": gettext_lazy("Số liệu"),
    "topic": gettext_lazy("Chủ đề"),
}
ACTIONS = {
    "accept": gettext_lazy("nhận"),
    "edit": gettext_lazy("sửa"),
    "reject": gettext_lazy("bác"),
    "add": gettext_lazy("thêm"),
    "merge": gettext_lazy("gộp"),
    "split": gettext_lazy("tách"),
    "rename": gettext_lazy("đổi tên"),
    "alias": gettext_lazy("tên khác"),
    "publish": gettext_lazy("công bố"),
    "withdraw": gettext_lazy("rút bài"),
    "regroup": gettext_lazy("xếp lại hội nghị"),
    "confirm": gettext_lazy("xác nhận hội nghị"),
    "release": gettext_lazy("để máy xếp lại"),
    "review": gettext_lazy("xem xong"),
    "answer": gettext_lazy("trả lời góp ý"),
    "extract": gettext_lazy("máy đọc lại"),
    "undo": gettext_lazy("hoàn tác"),
}
FIELD_LABELS = {
    "title": gettext_lazy("tiêu đề"),
    "lead": gettext_lazy("dẫn"),
    "name": gettext_lazy("tên"),
    "status": gettext_lazy("tình trạng"),
    "withdrawal_reason": gettext_lazy("lý do rút"),
    "level": gettext_lazy("cấp"),
    "parent": gettext_lazy("trực thuộc"),
    "successor": gettext_lazy("kế tục"),
    "place": gettext_lazy("địa bàn"),
    "valid_from": gettext_lazy("từ ngày"),
    "valid_to": gettext_lazy("đến ngày"),
    "merged_into": gettext_lazy("gộp vào"),
    "published_on": gettext_lazy("ngày đăng"),
    "meeting_on": gettext_lazy("ngày họp"),
    "is_report": gettext_lazy("là bài giao ban"),
    "note": gettext_lazy("ghi chú"),
    "type": pgettext_lazy("văn bản", "loại"),
    "number": gettext_lazy("số"),
    "year": gettext_lazy("năm"),
    "issuer": gettext_lazy("nơi ban hành"),
    "issued_on": gettext_lazy("ngày ban hành"),
    "replaced_by": gettext_lazy("thay bởi"),
    "kind": gettext_lazy("họ"),
    "meeting": gettext_lazy("hội nghị"),
    "is_confirmed": gettext_lazy("người đã xác nhận"),
}
_HIDDEN = {"rows", "read", "reviewed_at", "is_reviewed", "aliases"}


@dataclass(frozen=True, slots=True)
class Card:
    """A fact on the desk."""

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

    @property
    def percent(self) -> int:
        percent: int = round(100 * self.row.confidence)
        return percent

    @property
    def is_undecided(self) -> bool:
        return bool(self.row.state == EvidenceState.SUGGESTED)

    @property
    def is_rejected(self) -> bool:
        return bool(self.row.state == EvidenceState.REJECTED)

    @property
    def is_shaky(self) -> bool:
        return self.is_undecided and self.row.confidence < ACCEPT_ALL_FROM

    @property
    def read(self) -> str:
        """What the machine had read before a person edited it."""
        if not self.row.suggestion:
            return ""
        return describe(type(self.row)(**python_values(self.row, self.row.suggestion)))


@dataclass(frozen=True, slots=True)
class Group:
    kind: str
    label: str
    cards: list[Card]

    @property
    def undecided(self) -> int:
        return sum(card.is_undecided for card in self.cards)


def groups_of(report: Report) -> list[Group]:
    """The facts by kind, the rejected ones last."""
    groups = []
    for kind, label in LABELS.items():
        cards = [Card(kind, row) for row in facts_in(report, kind)]
        groups.append(Group(kind, str(label), sorted(cards, key=lambda card: card.is_rejected)))
    return groups


def describe(row: Any) -> str:
    """A fact in one line."""
    match NAMES.get(type(row)):
        case "date":
            return f"{row.get_kind_display()} {in_words(row.value)}"
        case "place":
            return ", ".join(dict.fromkeys(part for part in (row.name, str(row.place or "")) if part))
        case "official":
            return ", ".join([f"{row.rank} {row.name}".strip(), *row.posts, row.get_role_display()])
        case "figure":
            topic = f"({row.topic})" if row.topic else ""
            return " ".join(filter(None, (row.qualifier, row.value_text, row.unit, row.noun, topic)))
    return str(row)


# ---------------------------------------------------------------- changes


@dataclass(frozen=True, slots=True)
class ChangeLine:
    change: Change
    action: str
    subject: str
    address: str
    details: list[str]
    can_be_undone: bool


def lines_of(changes: Any) -> Iterator[ChangeLine]:
    found = list(changes.select_related("made_by", "undoes", "undone_by"))
    subjects = _subjects_of(found)
    for change in found:
        action = str(ACTIONS.get(change.action, change.action))
        if change.undoes:
            action = f"{action}: {ACTIONS.get(change.undoes.action, change.undoes.action)}"
        subject = subjects.get((change.model, change.object_id))
        named = (str(subject), _address_of(subject)) if subject else ("", "")
        yield ChangeLine(change, action, *named, list(_details(change)), can_be_undone(change))


def _subjects_of(changes: list[Change]) -> dict[tuple[str, int], Model]:
    """What the changes are about, in one query a model."""
    wanted: dict[str, set[int]] = {}
    for change in changes:
        wanted.setdefault(change.model, set()).add(change.object_id)
    found = {name: apps.get_model("archive", name)._default_manager.in_bulk(pks) for name, pks in wanted.items()}
    return {(name, pk): row for name, rows in found.items() for pk, row in rows.items()}


def _address_of(subject: Model) -> str:
    match subject:
        case Report():
            return reverse("desk_report", args=[subject.accession])
        case Agency():
            return reverse("desk_agency", args=[subject.code])
        case LegalDocument():
            return reverse("desk_document", args=[subject.code])
        case Official():
            return reverse("desk_official", args=[subject.pk])
        case Meeting():
            return reverse("desk_meeting", args=[subject.pk])
    return ""


_MOST_DETAILS = 6


def _details(change: Change) -> Iterator[str]:
    for name, before in change.before.items():
        if name not in _HIDDEN:
            yield _field_changed(change.model, name, before, change.after.get(name))
    before = dict(change.before.get("rows", []))
    rows = [name for name, _values in change.after.get("rows", [])]
    for name in rows[:_MOST_DETAILS]:
        row = row_named(name)
        if row is not None:
            yield _row_changed(row, before.get(name))
    if len(rows) > _MOST_DETAILS:
        yield _("và %(count)s dòng nữa") % {"count": len(rows) - _MOST_DETAILS}


def _row_changed(row: Model, before: dict[str, Any] | None) -> str:
    """What a fact says now, after what it said before where that was edited."""
    fields = FIELDS[kind_of(row)] if isinstance(row, Evidence) else ()
    said = {name: value for name, value in (before or {}).items() if name in fields}
    if not said:
        return describe(row)
    was = copy(row)
    for name, value in python_values(row, said).items():
        setattr(was, name, value)
    return f"{describe(was)} → {describe(row)}"


def _field_changed(model: str, name: str, before: Any, after: Any) -> str:
    label = FIELD_LABELS.get(name, name)
    return f"{label}: {_short(_in_words(model, name, before))} → {_short(_in_words(model, name, after))}"


def _in_words(model: str, name: str, value: Any) -> Any:
    """What a person calls the value: an entry's name rather than its key, a choice by its label."""
    field = apps.get_model("archive", model)._meta.get_field(name)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(field, ForeignKey) and value is not None:
        return field.target_field.model._default_manager.filter(pk=value).first() or value
    return dict(getattr(field, "flatchoices", ())).get(value, value)


def _short(value: Any, most: int = 80) -> str:
    text = "–" if value in (None, "") else str(value)
    return text if len(text) <= most else f"{text[: most - 1]}…"


# ---------------------------------------------------------------- what a new reading changed


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    sign: str  # came, went, changed
    label: str
    before: str
    after: str


def difference_lines(difference: Difference) -> list[DifferenceLine]:
    named = [("came", difference.came()), ("changed", difference.changed()), ("went", difference.went())]
    return [_difference_line(difference, sign, name) for sign, names in named for name in names]


def _difference_line(difference: Difference, sign: str, name: str) -> DifferenceLine:
    kind, _colon, key = name.partition(":")
    label = str(LABELS[kind]) if key and kind in MODELS else str(FIELD_LABELS.get(name, name))
    return DifferenceLine(
        sign, label, _read(name, difference.before.get(name)), _read(name, difference.after.get(name))
    )


def _read(name: str, said: dict[str, Any] | None) -> str:
    if not said:
        return ""
    if name == "is_report":
        return _("có") if said["says"] else _("không")
    if name == "status":
        return str(Report.Status(said["says"]).label)
    return ", ".join([str(said["says"] or "–"), *_role_of(said), *said.get("posts", [])])


def _role_of(said: dict[str, Any]) -> list[str]:
    roles = {**dict(AgencyRole.Role.choices), **dict(Appearance.Role.choices)}
    return [str(roles[said["role"]])] if said.get("role") in roles else []
