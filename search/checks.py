"""What `manage.py check` and every start say of the index."""

from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.utils.translation import gettext as _

from search import indexing

ENGINES = ("whoosh", "tantivy")
# At 48,000 articles of 570 syllables a long question takes Whoosh about 100 ms (tests/benchmarks/bench_engines.py).
WHOOSH_SERVES_WELL = 50_000


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
    if settings.SEARCH_ENGINE == "whoosh" and manifest.documents > WHOOSH_SERVES_WELL:
        messages.append(_outgrown(manifest.documents))
    return messages


def _outgrown(documents: int) -> Warning:
    return Warning(
        _("Chỉ mục Whoosh đã có %(count)d bài, quá số nó phục vụ nhanh (%(limit)d).")
        % {"count": documents, "limit": WHOOSH_SERVES_WELL},
        hint=_("Đặt GIAOBAN_SEARCH_ENGINE=tantivy rồi chạy manage.py reindex."),
        id="search.W001",
    )
