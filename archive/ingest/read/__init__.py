"""Bytes to Source: what kind of file this is by its content, and the reader of each kind.

A JSON Lines file holds many articles: `archive.ingest.read.jsonl` walks its lines, each of which is read by itself.
"""

import re
from enum import StrEnum

from archive.ingest.errors import IngestError, Reason
from archive.ingest.read.html import read_html
from archive.ingest.read.text import read_text
from archive.ingest.records import Source

HEAD_BYTES = 1 << 16

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_OTHER_FORMATS = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "Word, Excel, OpenDocument, ZIP",
    b"\xd0\xcf\x11\xe0": "Word, Excel 97-2003",
    b"{\\rtf": "RTF",
    b"\x1f\x8b": "GZIP",
}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LARGEST_SHARE_OF_CONTROL = 0.05
_MARKUP = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|/?(?:html|head|body|meta|title|link|script|style|div|p|article|"
    r"section|main|table|h[1-6]|span|ul|center|font|br|b|strong|a)\b)",
    re.IGNORECASE | re.DOTALL,
)
_JSON_LINE = re.compile(rb'\s*\{\s*"(?:source_id|text|html|title|url|outlet|published_on)"\s*:')
_JSON_LINES_NAME = re.compile(r"\.(?:jsonl|ndjson)$", re.IGNORECASE)


class Kind(StrEnum):
    TEXT = "text"
    HTML = "html"
    JSONL = "jsonl"


def kind_of(head: bytes, name: str) -> Kind:
    """The kind of a file by its first HEAD_BYTES; the name decides only between JSON Lines and a text with braces.

    IngestError: empty, binary, unsupported.
    """
    if not head.strip(b"\x00\t\n\v\f\r \xef\xbb\xbf\xff\xfe"):
        raise IngestError(Reason.EMPTY)
    _refuse_other_formats(head)
    if _is_json_lines(head, name):
        return Kind.JSONL
    return Kind.HTML if _MARKUP.match(_glimpse(head)) else Kind.TEXT


def read_source(data: bytes, name: str) -> Source:
    """The one article of a text or HTML file. IngestError: whatever keeps it from being read."""
    return read_html(data) if kind_of(data[:HEAD_BYTES], name) is Kind.HTML else read_text(data)


def _refuse_other_formats(head: bytes) -> None:
    for magic, format_name in _OTHER_FORMATS.items():
        if head.startswith(magic):
            raise IngestError(Reason.UNSUPPORTED, format_name)
    if head.startswith(_BOMS) or _wide_byte_order(head):
        return
    if b"\x00" in head or len(_CONTROL.findall(head)) > _LARGEST_SHARE_OF_CONTROL * len(head):
        raise IngestError(Reason.BINARY)


def _wide_byte_order(head: bytes) -> str | None:
    """The UTF-16 codec of bytes without a mark: most letters have a zero byte, always on the same side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    many, few = len(head) * 0.2, len(head) * 0.01
    if odd > many and even <= few:
        return "utf-16-le"
    return "utf-16-be" if even > many and odd <= few else None


def _glimpse(head: bytes) -> str:
    """The head as characters, good enough to see tags."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.removeprefix(b"\xef\xbb\xbf").decode(_wide_byte_order(head) or "latin-1", "replace")


def _is_json_lines(head: bytes, name: str) -> bool:
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _JSON_LINES_NAME.search(name):
        return any(line.lstrip().startswith(b"{") for line in head.split(b"\n"))
    return _JSON_LINE.match(head) is not None
