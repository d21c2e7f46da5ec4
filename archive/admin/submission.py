"""What was handed in, to look at; its own pages do the rest."""

from django.contrib import admin

from archive.admin.recorded import Inline, ReadOnlyAdmin
from archive.models import Submission, SubmissionEvent


class SubmissionEventInline(Inline):
    model = SubmissionEvent
    fields = readonly_fields = ("stage", "detail", "milliseconds", "happened_at")
    extra = max_num = 0
    can_delete = False


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    list_display = ("name", "state", "outcome", "reason", "received_at", "submitted_by", "report")
    list_filter = ("state", "outcome", "reason")
    list_select_related = ("submitted_by", "report")
    search_fields = ("name", "sha256", "source_id")
    inlines = (SubmissionEventInline,)
