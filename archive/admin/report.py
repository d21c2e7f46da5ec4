"""Reports, meetings, corrections and the history. Reports are withdrawn on their page, never deleted."""

from django.contrib import admin
from django.http import HttpRequest

from archive.admin.recorded import ReadOnlyAdmin, UndeletableAdmin
from archive.models import Change, Correction, Meeting, Report


@admin.register(Report)
class ReportAdmin(UndeletableAdmin):
    list_display = ("accession", "title", "meeting_on", "published_on", "outlet", "status", "is_report")
    list_display_links = ("accession", "title")
    list_filter = ("status", "is_report", "is_sample", "outlet")
    search_fields = ("accession", "title", "source_id", "source_url")
    autocomplete_fields = ("meeting", "reprint_of")
    fields = (
        "accession", "status", "title", "lead", "outlet", "source_url", "source_id", "meeting", "reprint_of",
        "is_report", "is_sample", "published_on", "meeting_on", "place", "withdrawal_reason", "text",
        "created_at", "updated_at",
    )  # fmt: skip
    readonly_fields = (
        "accession", "status", "source_id", "published_on", "meeting_on", "place", "withdrawal_reason", "text",
        "created_at", "updated_at",
    )  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Meeting)
class MeetingAdmin(UndeletableAdmin):
    list_display = ("title", "held_on", "place", "is_confirmed")
    list_filter = ("is_confirmed",)
    list_select_related = ("place",)
    search_fields = ("title",)
    autocomplete_fields = ("place",)


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ("report", "message", "state", "created_at")
    list_filter = ("state",)
    list_select_related = ("report",)


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "action", "model", "object_id", "made_by")
    list_filter = ("action", "model")
    list_select_related = ("made_by",)
