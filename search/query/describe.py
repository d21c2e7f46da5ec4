"""A query read back to the person: how it was understood."""

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from archive.vietnamese.syllables import tokenize
from search.query.ast import (
    All,
    Any,
    Codes,
    Dates,
    Must,
    Near,
    Node,
    Not,
    Phrase,
    Prefix,
    Quiet,
    Readings,
    Values,
    Words,
    children,
)


def describe(node: Node) -> str:
    """The query in words, in the reader's language; "" for the empty query."""
    match node:
        case All(nodes):
            return _("; ").join(_said(map(describe, nodes)))
        case Any(nodes):
            return _(" hoặc ").join(_said(map(_bracketed, nodes)))
        case Readings(typed, others):
            return _(" hoặc ").join(_said(map(_bracketed, (typed, *others))))
        case Not(inner):
            return _("không có %(what)s") % {"what": _bracketed(inner)}
        case Quiet():  # other names of what is described beside it
            return ""
        case Must(inner):
            return _("bắt buộc %(what)s") % {"what": _bracketed(inner)}
        case _:
            return _leaf(node)


def _said(parts: Iterable[str]) -> list[str]:
    """The parts that say something, each once."""
    return [part for part in dict.fromkeys(parts) if part]


def _bracketed(node: Node) -> str:
    text = describe(node)
    has_parts = isinstance(node, All | Any | Readings) and len(_said(map(describe, children(node)))) > 1
    return f"({text})" if has_parts else text


def _leaf(node: Node) -> str:
    match node:
        case Words(is_loose=True):
            return ""
        case Words(text, channel):
            is_one = channel == "content" and len(tokenize(text)) == 1
            return f"“{text}”" if is_one else _CHANNEL[channel]() % {"text": text}
        case Phrase(text, "title"):
            return _("tiêu đề có cụm “%(text)s”") % {"text": text}
        case Phrase(text):
            return _("cụm “%(text)s”") % {"text": text}
        case Prefix(text):
            return _("tiếng bắt đầu bằng “%(text)s”") % {"text": text}
        case Near(left, right, distance):
            parts = {"left": left, "right": right, "distance": distance}
            return _("“%(left)s” cách “%(right)s” không quá %(distance)d tiếng") % parts
        case Codes(field, _codes, label):
            return _NAME_OF_CODE[field]() % {"label": label}
        case Dates(field, low, high):
            return _dates(field, low, high)
        case Values():
            return _values(node)
        case _:
            return ""


_CHANNEL = {
    "content": lambda: _("đủ các tiếng “%(text)s”"),
    "title": lambda: _("tiêu đề có “%(text)s”"),
    "figures": lambda: _("số liệu có “%(text)s”"),
}
_NAME_OF_CODE = {
    "agency": lambda: _("cơ quan %(label)s"),
    "place": lambda: _("địa bàn %(label)s"),
    "topic": lambda: _("chủ đề %(label)s"),
    "document": lambda: _("viện dẫn %(label)s"),
    "official": lambda: _("cán bộ %(label)s"),
    "source_id": lambda: _("mã nguồn %(label)s"),
    "accession": lambda: _("mã bài %(label)s"),
    "outlet": lambda: _("báo %(label)s"),
    "meeting": lambda: _("hội nghị %(label)s"),
    "year": lambda: _("năm %(label)s"),
}
_NAME_OF_DATE = {
    "dated_on": lambda: _("ngày họp (không rõ thì ngày đăng)"),
    "meeting_on": lambda: _("ngày họp"),
    "published_on": lambda: _("ngày đăng"),
}


def _dates(field: str, low: str | None, high: str | None) -> str:
    name = _NAME_OF_DATE[field]()
    parts = {"name": name, "low": local_date(low or ""), "high": local_date(high or "")}
    if low and high:
        return _("%(name)s từ %(low)s đến %(high)s") % parts if low != high else _("%(name)s %(low)s") % parts
    return _("%(name)s từ %(low)s") % parts if low else _("%(name)s đến %(high)s") % parts


def local_date(edtf: str) -> str:
    """2010-07-26 as 26/7/2010, 2010-07 as 7/2010."""
    return "/".join(part.lstrip("0") for part in reversed(edtf.split("-")))


def _values(node: Values) -> str:
    low, high = (number_format(value) if value is not None else "" for value in (node.low, node.high))
    parts = {"low": low, "high": high}
    if low and high:
        return _("số liệu từ %(low)s đến %(high)s") % parts if low != high else _("số liệu %(low)s") % parts
    return _("số liệu từ %(low)s trở lên") % parts if low else _("số liệu đến %(high)s") % parts
