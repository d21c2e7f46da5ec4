"""JSON Lines: an article a line: `text` or `html` and, where known, source_id, title, url, outlet, published_on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from archive.ingest.errors import IngestError, Reason
from archive.ingest.read.address import is_address
from archive.ingest.read.html import read_markup
from archive.ingest.read.published import publication_date
from archive.ingest.records import Source
from archive.vietnamese.dates import PartialDate
from archive.vietnamese.normalize import normalize

_BOM = b"\xef\xbb\xbf"
_LONGEST = {"source_id": 300, "title": 2000, "url": 4000, "outlet": 200}


@dataclass(frozen=True, slots=True)
class Line:
    """Where a line that is not blank stands in its file; `length` is in bytes, without the line end."""

    number: int
    offset: int
    length: int
    is_too_long: bool = False


def find_lines(file: BinaryIO, longest: int) -> Iterator[Line]:
    """The lines of a file, read one at a time; of one above `longest` bytes no more than that is ever held."""
    number, offset = 0, 0
    while piece := file.readline(longest + 1):
        number += 1
        length, is_blank = len(piece), not piece.removeprefix(_BOM).strip()
        while not piece.endswith(b"\n") and (piece := file.readline(longest + 1)):
            length += len(piece)
        if not is_blank or length > longest:
            yield Line(number, offset, length - piece.endswith(b"\n"), length > longest)
        offset += length


def read_line(data: bytes) -> Source:
    """The article of one line. IngestError: undecodable, broken_json, bad_field, no_text, no_article."""
    fields = _fields(data)
    title = _one_line(fields, "title")
    source = _body(fields)
    source = replace(
        source,
        title=title or source.title,
        source_id=_one_line(fields, "source_id"),
        url=_url(fields) or source.url,
        outlet=_one_line(fields, "outlet") or source.outlet,
        published_on=_published_on(fields) or source.published_on,
    )
    return replace(source, text=titled(title, source.text)) if title else source


def titled(title: str, text: str) -> str:
    """The text with the title as its first line, where it does not already stand there."""
    first_line = text.lstrip().split("\n", 1)[0]
    is_there = " ".join(normalize(first_line).split()) == title
    return text if is_there else f"{title}\n\n{text}"


def _fields(data: bytes) -> dict[str, object]:
    try:
        fields = json.loads(data.removeprefix(_BOM).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise IngestError(Reason.UNDECODABLE, f"byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        raise IngestError(Reason.BROKEN_JSON, f"{error.msg} ({error.pos + 1})") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets without end
        raise IngestError(Reason.BROKEN_JSON) from error
    if not isinstance(fields, dict):
        raise IngestError(Reason.BROKEN_JSON)
    return fields


def _body(fields: dict[str, object]) -> Source:
    text, markup = _string(fields, "text"), _string(fields, "html")
    if text.strip():
        return Source(text=text.strip(), encoding="utf-8")
    if markup.strip():
        return replace(read_markup(markup), encoding="utf-8")
    raise IngestError(Reason.NO_TEXT)


def _string(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise IngestError(Reason.BAD_FIELD, name)
    return value


def _one_line(fields: dict[str, object], name: str) -> str | None:
    value = fields.get(name)
    if name == "source_id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    line = " ".join(normalize(_string(fields, name)).split())
    if len(line) > _LONGEST[name]:
        raise IngestError(Reason.BAD_FIELD, name)
    return line or None


def _url(fields: dict[str, object]) -> str | None:
    url = _one_line(fields, "url")
    if url and not is_address(url):
        raise IngestError(Reason.BAD_FIELD, "url")
    return url


def _published_on(fields: dict[str, object]) -> PartialDate | None:
    value = _string(fields, "published_on")
    if not value.strip():
        return None
    published_on = publication_date(value)
    if published_on is None:
        raise IngestError(Reason.BAD_FIELD, "published_on")
    return published_on
