"""Why something handed in did not become a report: one code, one sentence for a person each."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """The label says what happened and what to do; `Submission.detail` adds the place within the file."""

    EMPTY = "empty", _("Không có chữ nào bên trong. Hãy kiểm tra lại rồi nạp tệp khác.")
    TOO_LARGE = "too_large", _("Vượt quá kích thước cho phép nên không được giữ lại. Hãy chia nhỏ rồi nạp lại.")
    BINARY = "binary", _("Đây không phải tệp chữ. Hãy nạp tệp .txt, .html hoặc .jsonl.")
    UNSUPPORTED = "unsupported", _("Chưa đọc được định dạng này. Hãy lưu thành .txt, .html hoặc .jsonl rồi nạp lại.")
    UNDECODABLE = "undecodable", _("Không nhận ra bảng mã của chữ. Hãy lưu lại theo UTF-8 rồi nạp lại.")
    BROKEN_JSON = "broken_json", _("Dòng này không phải một đối tượng JSON trọn vẹn. Hãy sửa dòng rồi nạp lại.")
    BAD_FIELD = "bad_field", _("Một trường của dòng JSON không đúng kiểu. Hãy sửa trường đó rồi nạp lại.")
    NO_TEXT = "no_text", _("Dòng JSON không có trường “text” hay “html”. Hãy thêm nội dung bài rồi nạp lại.")
    NO_ARTICLE = (
        "no_article",
        _("Không tìm thấy bài viết nào trong nội dung. Hãy nạp đúng trang của bài, hoặc dán chữ của bài."),
    )
    MISSING_ORIGINAL = "missing_original", _("Bản gốc không còn trong kho dữ liệu. Hãy nạp lại tệp.")
    INTERNAL = (
        "internal",
        _("Chương trình gặp lỗi khi xử lý; lỗi đã được ghi lại. Hãy thử lại, nếu vẫn lỗi hãy báo quản trị."),
    )
    GAVE_UP = (
        "gave_up",
        _("Tiến trình xử lý đã dừng giữa chừng quá nhiều lần. Hãy thử lại, nếu vẫn vậy hãy báo quản trị."),
    )


class IngestError(Exception):
    """Something handed in cannot become a report; no second attempt will change that."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason.value, detail)
        self.reason = reason
        self.detail = detail


class LeaseLost(Exception):
    """Another worker has taken the submission over; what this one did is undone."""
