"""Agencies, places, officials, legal documents, topics."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from archive.admin.recorded import Inline, RecordedAdmin, UndeletableAdmin
from archive.models import Agency, AgencyName, LegalDocument, Official, Place, Report, Topic


class AgencyNameInline(Inline):
    """To see; names are given and taken on the desk, each with its undo."""

    model = AgencyName
    extra = 0
    fields = ("name", "kind", "valid_from", "valid_to")
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AuthorityAdmin(UndeletableAdmin):
    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A code is given once; entries are merged on the desk, where what hangs on them moves along."""
        merged = [field.name for field in self.model._meta.fields if field.name == "merged_into"]
        return ["code", *merged] if obj else merged


@admin.register(Agency)
class AgencyAdmin(AuthorityAdmin):
    list_display = ("name", "level", "parent", "place", "valid_from", "valid_to", "is_reviewed")
    list_filter = ("is_reviewed", "level", "kind")
    list_select_related = ("parent", "place")
    search_fields = ("name", "names__name", "code")
    autocomplete_fields = ("parent", "place", "successor")
    inlines = (AgencyNameInline,)

    def reports_of(self, entry: Agency) -> Iterable[int]:
        return entry.roles.order_by().values_list("report", flat=True)


@admin.register(Place)
class PlaceAdmin(AuthorityAdmin):
    list_display = ("full_name", "kind", "parent", "successor", "valid_from", "valid_to")
    list_filter = ("kind",)
    list_select_related = ("parent", "successor")
    search_fields = ("name", "full_name", "code")
    autocomplete_fields = ("parent", "successor")

    def reports_of(self, entry: Place) -> Iterable[int]:
        return Report.objects.located_in(entry).order_by().values_list("pk", flat=True)


@admin.register(LegalDocument)
class LegalDocumentAdmin(AuthorityAdmin):
    list_display = ("name", "issuer", "issued_on", "replaced_by", "is_reviewed")
    list_filter = ("is_reviewed", "type")
    list_select_related = ("replaced_by",)
    search_fields = ("number", "title", "type", "code")
    autocomplete_fields = ("replaced_by",)

    def reports_of(self, entry: LegalDocument) -> Iterable[int]:
        return entry.citations.order_by().values_list("report", flat=True)


@admin.register(Topic)
class TopicAdmin(AuthorityAdmin):
    list_display = ("name", "name_en", "code")
    search_fields = ("name", "name_en")

    def reports_of(self, entry: Topic) -> Iterable[int]:
        return entry.report_topics.order_by().values_list("report", flat=True)


@admin.register(Official)
class OfficialAdmin(RecordedAdmin):
    list_display = ("name", "merged_into", "note")
    list_select_related = ("merged_into",)
    search_fields = ("name", "folded_name")
    readonly_fields = ("merged_into",)

    def reports_of(self, entry: Official) -> Iterable[int]:
        return entry.appearances.order_by().values_list("report", flat=True)
