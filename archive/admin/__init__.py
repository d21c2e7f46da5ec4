"""The record behind the scenes: thin, and nothing that was published can be deleted here."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from archive.admin import authority, report, submission

__all__ = ["authority", "report", "submission"]

admin.site.site_title = "Giao ban"
admin.site.site_header = _("Quản trị kho Giao ban")
admin.site.index_title = _("Kho lưu trữ")
