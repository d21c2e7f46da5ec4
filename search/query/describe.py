"""A query read back to the person: how it was understood."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

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

_MOST_PHRASES = 3  # other ways to write one thing


def describe(node: Node) -> str:
    """The query in words, in the reader's language; "" for the empty query."""
    match node:
        case All(nodes):
            return _("; ").join(_said(_bracketed(part) if isinstance(part, Any) else describe(part) for part in nodes))
        case Any(nodes):
            return _(" hoặc ").join(_said(map(_bracketed, nodes)))
        case Readings(typed, others):
            return _(" hoặc ").join(_said([_bracketed(typed), *_readings(others)]))
        case Not(inner):
            return _("không có %(what)s") % {"what": _bracketed(inner)}
        case Quiet():  # other names of what is described beside it
            return ""
        case Must(inner):
            return _("bắt buộc %(what)s") % {"what": _bracketed(inner)}
        case _:
            return " ".join(_leaf(node).split())


def _readings(others: Sequence[Node]) -> Iterator[str]:
    """Each reading, of many ways to write a name the first few and how many there are besides."""
    phrases = [other for other in others if isinstance(other, Phrase)]
    left_out = phrases[_MOST_PHRASES:] if len(phrases) > _MOST_PHRASES + 1 else []
    yield from (_bracketed(other) for other in others if other not in left_out)
    if left_out:
        yield _("%(count)d cách viết khác") % {"count": len(left_out)}


def _said(parts: Iterable[str]) -> list[str]:
    """The parts that say something, each once, however it is cased."""
    said: dict[str, str] = {}
    for part in filter(None, parts):
        said.setdefault(part.lower(), part)
    return list(said.values())


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
            return f"“{text}”" if is_one else _WORDS[channel]() % {"text": text}
        case Phrase(text, channel):
            return _PHRASE[channel]() % {"text": text}
        case Prefix(text, channel):
            return _PREFIX[channel]() % {"text": text}
        case Near(left, right, distance):
            parts = {"left": left, "right": right, "distance": distance}
            return _("“%(left)s” cách “%(right)s” không quá %(distance)d tiếng") % parts
        case Codes("outlet", _codes, label):
            return _("báo %(label)s") % {"label": label.removeprefix("Báo ")}
        case Codes(field, _codes, label):
            return _NAME_OF_CODE[field]() % {"label": label}
        case Dates(field, label=label):
            return f"{_NAME_OF_DATE[field]()} {label}"
        case Values():
            return _values(node)
        case _:
            return ""


_WORDS = {
    "content": lambda: _("đủ các tiếng “%(text)s”"),
    "title": lambda: _("tiêu đề có “%(text)s”"),
    "figures": lambda: _("câu có số liệu có “%(text)s”"),
}
_PHRASE = {
    "content": lambda: _("cụm “%(text)s”"),
    "title": lambda: _("tiêu đề có cụm “%(text)s”"),
    "figures": lambda: _("câu có số liệu có cụm “%(text)s”"),
}
_PREFIX = {
    "content": lambda: _("tiếng bắt đầu bằng “%(text)s”"),
    "title": lambda: _("tiêu đề có tiếng bắt đầu bằng “%(text)s”"),
    "figures": lambda: _("câu có số liệu có tiếng bắt đầu bằng “%(text)s”"),
}
_NAME_OF_CODE = {
    "agency": lambda: _("cơ quan %(label)s"),
    "place": lambda: _("địa bàn %(label)s"),
    "topic": lambda: _("chủ đề %(label)s"),
    "document": lambda: _("viện dẫn %(label)s"),
    "official": lambda: _("cán bộ %(label)s"),
    "source_id": lambda: _("mã nguồn %(label)s"),
    "accession": lambda: _("mã bài %(label)s"),
    "meeting": lambda: _("hội nghị %(label)s"),
    "year": lambda: _("năm %(label)s"),
}
_NAME_OF_DATE = {
    "dated_on": lambda: _("ngày họp (không rõ thì ngày đăng)"),
    "meeting_on": lambda: _("ngày họp"),
    "published_on": lambda: _("ngày đăng"),
}


def local_date(edtf: str) -> str:
    """2010-07-26 as 26/7/2010, 2010-07 as 7/2010."""
    return "/".join(part.lstrip("0") for part in reversed(edtf.split("-")))


def _values(node: Values) -> str:
    low, high = map(_grouped, (node.low, node.high))
    parts = {"low": low, "high": high}
    if low and high:
        return _("số liệu từ %(low)s đến %(high)s") % parts if low != high else _("số liệu %(low)s") % parts
    if node.is_strict:
        return _("số liệu trên %(low)s") % parts if low else _("số liệu dưới %(high)s") % parts
    return _("số liệu từ %(low)s trở lên") % parts if low else _("số liệu đến %(high)s") % parts


def _grouped(value: Decimal | None) -> str:
    """3.200.000.000 for 3200000000.0, as the reader's language has it."""
    if value is None:
        return ""
    whole = value.to_integral_value()
    return number_format(whole if whole == value else value.normalize(), force_grouping=True)
