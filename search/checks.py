"""What `manage.py check` and every start say of the index."""

from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.utils.translation import gettext as _

from search import indexing
from search.backends import ENGINES


@register
def engine_is_known(**_options: Any) -> list[CheckMessage]:
    if settings.SEARCH_ENGINE in ENGINES and find_spec(settings.SEARCH_ENGINE):
        return []
    return [
        Error(
            _("GIAOBAN_SEARCH_ENGINE=%(engine)s: không có công cụ tìm kiếm này.") % {"engine": settings.SEARCH_ENGINE},
            hint=_("Chọn một trong: %(engines)s.") % {"engines": ", ".join(ENGINES)},
            id="search.E001",
        )
    ]


@register
def index_fits(**_options: Any) -> list[CheckMessage]:
    if settings.SEARCH_ENGINE not in ENGINES:
        return []
    shelf = indexing.backend().shelf
    generation = shelf.current()
    manifest = generation.manifest() if generation else None
    if generation is None or manifest is None:
        return []
    messages: list[CheckMessage] = []
    if not shelf.is_present(generation):
        messages.append(Info(_("Chỉ mục thuộc phiên bản cũ; nó sẽ được dựng lại bên cạnh."), id="search.I001"))
    limit = indexing.backend().index_class.SERVES_WELL
    if limit is not None and manifest.documents > limit:
        messages.append(_outgrown(manifest.documents, limit))
    return messages


def _outgrown(documents: int, limit: int) -> Warning:
    return Warning(
        _("Chỉ mục %(engine)s đã có %(count)d bài, quá số nó phục vụ nhanh (%(limit)d).")
        % {"engine": settings.SEARCH_ENGINE, "count": documents, "limit": limit},
        hint=_("Đặt GIAOBAN_SEARCH_ENGINE=%(larger)s rồi chạy manage.py reindex.") % {"larger": ENGINES[-1]},
        id="search.W001",
    )
