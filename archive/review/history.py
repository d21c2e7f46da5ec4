"""One act of a person on the record: it leaves one Change, and undo plays that back.

A Change's `before` and `after` hold the changed fields of its own object, and under "rows" those of every other row the
act touched, as [name, fields] in the order of the act; null where the row did not exist. A row's name is
"<model>:<primary key>".
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Field, Model, ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from archive import bells
from archive.models import Change, Evidence, Meeting, Report, ReportDate, ReportPlace
from archive.review.standing import settle

User = AbstractBaseUser | AnonymousUser
Values = dict[str, Any]

EXTRACT = "extract"  # written by a new extraction: a record of what it changed, not an act to undo
_BATCH = 500
_PLAIN = (type(None), bool, int, float, str, list, dict)


class UndoError(Exception):
    """A change that cannot be undone; the message says why, to a person."""


class Act:
    """Rows changed by one person for one reason. Open it in a transaction, change rows through it, then `close` it."""

    def __init__(self, action: str, subject: Model, by: User | None) -> None:
        self.action = action
        self.by = by
        self.at: datetime = timezone.now()
        self._subject = name_of(subject)
        self._before: dict[str, Values | None] = {}
        self._after: dict[str, Values | None] = {}
        self._reports: set[int] = {subject.pk} if isinstance(subject, Report) else set()
        self._to_settle: set[int] = set()

    @property
    def is_empty(self) -> bool:
        return self._before == self._after

    def change(self, row: Model, **fields: Any) -> None:
        """Set and save the fields that differ."""
        before = values_of(row, fields)
        for name, value in fields.items():
            setattr(row, name, value)
        after = values_of(row, fields)
        changed = [name for name in after if before[name] != after[name]]
        if changed:
            row.save(update_fields=changed)
            self._note(row, {name: before[name] for name in changed}, {name: after[name] for name in changed})

    def change_all(self, rows: Sequence[Model], **fields: Any) -> None:
        """Set the fields to the same values in all the rows, which are of one model, in few queries."""
        for row in rows:
            before = values_of(row, fields)
            for name, value in fields.items():
                setattr(row, name, value)
            self._note(row, before, values_of(row, fields))
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            type(batch[0])._default_manager.filter(pk__in=[row.pk for row in batch]).update(**fields)

    def add(self, row: Model) -> None:
        row.save(force_insert=True)
        self._note(row, None, whole(row))

    def remove(self, row: Model) -> None:
        name, before = name_of(row), whole(row)
        self._touch(row)
        row.delete()
        self._note_as(name, before, None)

    def touch(self, reports: Iterable[int]) -> None:
        """Queue further reports for the index."""
        self._reports.update(reports)

    def close(self, undoes: Change | None = None) -> Change | None:
        """Write the Change, settle and queue the reports touched; None where nothing was changed."""
        if self.is_empty:
            return None
        for report in Report.objects.filter(pk__in=self._to_settle):
            settle(report)
        _mark_dirty(self._reports)
        model, pk = self._subject.split(":")
        change = Change.objects.create(
            model=model,
            object_id=int(pk),
            action=self.action,
            before=self._record(self._before),
            after=self._record(self._after),
            made_by_id=self.by.pk if self.by else None,
            undoes=undoes,
        )
        transaction.on_commit(lambda: bells.ring(bells.INDEX))
        return change

    def _record(self, rows: dict[str, Values | None]) -> Values:
        own = rows.get(self._subject)
        others = [[name, values] for name, values in rows.items() if name != self._subject or values is None]
        return {**(own or {}), **({"rows": others} if others else {})}

    def _note(self, row: Model, before: Values | None, after: Values | None) -> None:
        self._touch(row)
        self._note_as(name_of(row), before, after)

    def _note_as(self, name: str, before: Values | None, after: Values | None) -> None:
        """Of a row changed twice the first values before and the last ones after are kept."""
        if name not in self._before:
            self._before[name], self._after[name] = before, after
            return
        first, last = self._before[name], self._after[name]
        self._before[name] = None if first is None else {**(before or {}), **first}
        self._after[name] = None if after is None else {**(last or {}), **after}

    def _touch(self, row: Model) -> None:
        if isinstance(row, Report):
            self._reports.add(row.pk)
        if isinstance(row, Evidence):
            self._reports.add(row.report_id)
        if isinstance(row, ReportDate | ReportPlace):
            self._to_settle.add(row.report_id)


def _mark_dirty(reports: Iterable[int]) -> None:
    pks = sorted(reports)
    for start in range(0, len(pks), _BATCH):
        Report.objects.filter(pk__in=pks[start : start + _BATCH]).mark_dirty()


# ---------------------------------------------------------------- rows as JSON


def name_of(row: Model) -> str:
    return f"{row._meta.model_name}:{row.pk}"


def row_named(name: str) -> Model | None:
    model, pk = _model_and_pk(name)
    return model._default_manager.filter(pk=pk).first()


def values_of(row: Model, names: Iterable[str]) -> Values:
    """The fields' values as JSON keeps them, by field name ("agency_id" is "agency")."""
    fields = [_field(row, name) for name in names]
    return {field.name: _plain(field, row) for field in fields}


def whole(row: Model) -> Values:
    return {field.name: _plain(field, row) for field in row._meta.concrete_fields}


def _field(row: Model, name: str) -> "Field[Any, Any]":
    field = row._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is no column of {row._meta.label}")
    return field


def _plain(field: "Field[Any, Any]", row: Model) -> Any:
    value = field.value_from_object(row)
    return value if isinstance(value, _PLAIN) else field.value_to_string(row)


def _model_and_pk(name: str) -> tuple[type[Model], int]:
    model, pk = name.split(":")
    return apps.get_model("archive", model), int(pk)


def python_values(row: Model, values: Values) -> Values:
    """What the fields hold in Python, by attribute ("agency" is "agency_id")."""
    return {_field(row, name).attname: _field(row, name).to_python(value) for name, value in values.items()}


# ---------------------------------------------------------------- undo


def can_be_undone(change: Change) -> bool:
    return change.action != EXTRACT and not hasattr(change, "undone_by")


@transaction.atomic
def undo(change: Change, by: User) -> Change:
    """Put every row back as it was before the change; the undo is a Change itself. UndoError."""
    change = Change.objects.select_for_update().get(pk=change.pk)
    if not can_be_undone(change):
        raise UndoError(_("Thay đổi này không hoàn tác được nữa."))
    before, after = _rows(change, change.before), _rows(change, change.after)
    subject = row_named(f"{change.model}:{change.object_id}")
    act = Act("undo", subject or _absent(f"{change.model}:{change.object_id}"), by)
    try:
        with transaction.atomic():
            for name in _last_first(before):
                _put_back(act, name, found=after[name], wanted=before[name])
    except (IntegrityError, ProtectedError, ValidationError) as error:
        raise UndoError(_("Dữ liệu đã thay đổi sau đó nên không hoàn tác được.")) from error
    undone = act.close(undoes=change)
    if undone is None:
        raise UndoError(_("Không còn gì để hoàn tác."))
    return undone


def _rows(change: Change, values: Values) -> dict[str, Values | None]:
    """Every row the change touched; its own object's fields stand first unless it was made or removed."""
    own = {name: value for name, value in values.items() if name != "rows"}
    rows = dict(values.get("rows", []))
    return {f"{change.model}:{change.object_id}": own, **rows} if own else rows


def _last_first(before: dict[str, Values | None]) -> list[str]:
    """The rows in the order of putting them back; what was made goes when nothing refers to it any more."""
    names = list(reversed(before))
    return [name for name in names if before[name] is not None] + [name for name in names if before[name] is None]


def _absent(name: str) -> Model:
    model, pk = _model_and_pk(name)
    return model(pk=pk)


def _put_back(act: Act, name: str, found: Values | None, wanted: Values | None) -> None:
    model, pk = _model_and_pk(name)
    row = row_named(name)
    if found is None and wanted is not None:
        _expect_related(model(pk=pk), wanted)
        act.add(model(**python_values(model(pk=pk), wanted)))
    elif row is None:
        if not issubclass(model, Evidence):  # a suggestion that is no longer made needs no undoing
            raise UndoError(_("Dữ liệu đã thay đổi sau đó nên không hoàn tác được."))
    elif wanted is None:
        _expect_empty(row)
        act.remove(row)
    else:
        _expect(row, found or {})
        _expect_related(row, wanted)
        act.change(row, **python_values(row, wanted))


def _expect(row: Model, values: Values) -> None:
    if values_of(row, values) != values:
        raise UndoError(_("Dữ liệu đã thay đổi sau đó; hãy hoàn tác lần sửa sau trước."))


def _expect_related(row: Model, values: Values) -> None:
    """What the values refer to is still there: SQLite would say so only at the end of the transaction."""
    for name, value in values.items():
        field = _field(row, name)
        if field.is_relation:
            field.validate(value, row)


def _expect_empty(row: Model) -> None:
    if isinstance(row, Meeting) and row.reports.exists():
        raise UndoError(_("Dữ liệu đã thay đổi sau đó; hãy hoàn tác lần sửa sau trước."))
