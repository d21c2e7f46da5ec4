"""Queries that are refused, each with a sentence a person understands."""

from django.utils.translation import gettext as _


class QueryRefused(Exception):
    """The query is over a limit. `code` is for programs, the message is safe to show."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class QuerySyntaxError(Exception):
    """The query cannot be read as written; it is then searched literally. The message says what was wrong."""


def too_long(limit: int) -> QueryRefused:
    return QueryRefused("too_long", _("Câu tìm dài quá %(limit)d ký tự. Xin rút ngắn lại.") % {"limit": limit})


def too_many_terms(limit: int) -> QueryRefused:
    return QueryRefused("too_many_terms", _("Câu tìm có quá %(limit)d tiếng. Xin rút ngắn lại.") % {"limit": limit})


def too_many_clauses(limit: int) -> QueryRefused:
    message = _("Câu tìm có quá %(limit)d vế (cụm từ, trường, dấu + và -, OR). Xin rút ngắn lại.")
    return QueryRefused("too_many_clauses", message % {"limit": limit})


def too_deep(limit: int) -> QueryRefused:
    return QueryRefused("too_deep", _("Dấu ngoặc lồng nhau quá %(limit)d lớp.") % {"limit": limit})


def too_many_prefixes(limit: int) -> QueryRefused:
    message = _("Chỉ dùng được %(limit)d dấu * trong một câu tìm.") % {"limit": limit}
    return QueryRefused("too_many_prefixes", message)


def phrase_too_long(limit: int) -> QueryRefused:
    message = _("Cụm từ trong ngoặc kép dài quá %(limit)d tiếng. Xin rút ngắn lại, hoặc bỏ dấu ngoặc kép.")
    return QueryRefused("phrase_too_long", message % {"limit": limit})


def page_too_far(limit: int) -> QueryRefused:
    message = _("Chỉ xem được %(limit)d kết quả đầu. Xin thu hẹp câu tìm, hoặc tải về toàn bộ kết quả.")
    return QueryRefused("page_too_far", message % {"limit": limit})


def bad_parameter(name: str, message: str) -> QueryRefused:
    return QueryRefused(f"bad_{name}", message)
