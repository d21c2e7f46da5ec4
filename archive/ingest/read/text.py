"""A plain text file, in whatever encoding it was saved: one article."""

import json

from archive.ingest.errors import IngestError, Reason
from archive.ingest.records import Source
from archive.vietnamese.encodings import Decoded, UndecodableText, decode


def read_text(data: bytes) -> Source:
    """IngestError: empty, undecodable, unsupported (JSON that is not JSON Lines)."""
    decoded = decoded_text(data)
    text = decoded.text.strip()
    if not text:
        raise IngestError(Reason.EMPTY)
    if _is_json(text):
        raise IngestError(Reason.UNSUPPORTED, "JSON")
    return Source(text=text, encoding=decoded.encoding)


def decoded_text(data: bytes) -> Decoded:
    try:
        return decode(data)
    except UndecodableText as error:
        raise IngestError(Reason.UNDECODABLE) from error


def _is_json(text: str) -> bool:
    """A whole document in JSON: an array of articles, or one object over several lines."""
    if (text[0], text[-1]) not in (("[", "]"), ("{", "}")):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
