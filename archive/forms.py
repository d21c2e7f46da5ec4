"""What a person may hand in."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; each is checked for itself by the intake, so an empty or broken one stops no other."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [file for file in data or [] if file]
        if len(files) > settings.SUBMISSION_MAX_FILES:
            raise forms.ValidationError(
                _("Mỗi lần chỉ nạp được %(limit)s tệp; bạn đã chọn %(count)s.")
                % {"limit": settings.SUBMISSION_MAX_FILES, "count": len(files)}
            )
        return files


class SubmissionForm(forms.Form):
    files = FilesField(label=gettext_lazy("Tệp bài"), required=False)  # type: ignore[assignment]
    text = forms.CharField(label=gettext_lazy("Hoặc dán chữ của một bài"), required=False, widget=forms.Textarea)
    source_url = forms.URLField(
        label=gettext_lazy("Địa chỉ bài gốc"), required=False, max_length=2000, assume_scheme="https"
    )
    outlet = forms.CharField(label=gettext_lazy("Báo, cơ quan đăng"), required=False, max_length=200)
    publish = forms.BooleanField(
        label=gettext_lazy("Công bố ngay, kể cả khi máy không cho là bài về hội nghị giao ban, phối hợp"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("files") and not data.get("text") and not self.errors:
            raise forms.ValidationError(_("Hãy chọn ít nhất một tệp hoặc dán chữ của một bài."))
        return data
