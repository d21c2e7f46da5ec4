"""Edits made in the admin are acts like any other: they enter the history and queue the reports they touch."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest

from archive.review.history import Act

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
    Inline = admin.TabularInline[Any, Any]
else:
    _ModelAdmin = admin.ModelAdmin
    Inline = admin.TabularInline


class RecordedAdmin(_ModelAdmin):
    """Saves the changed fields through an Act."""

    def reports_of(self, entry: Any) -> Iterable[int]:
        """Primary keys of the reports whose index entry shows the object."""
        return ()

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        kept = type(obj)._default_manager.get(pk=obj.pk)
        act = Act("edit", kept, request.user)
        act.change(kept, **{name: form.cleaned_data[name] for name in form.changed_data})
        act.touch(self.reports_of(obj))
        act.close()


class UndeletableAdmin(RecordedAdmin):
    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class ReadOnlyAdmin(UndeletableAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
