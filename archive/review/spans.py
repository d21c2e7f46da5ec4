"""Where in the text a person means: by the numbers a selection gives, or by the words themselves."""

import re
from dataclasses import dataclass

_LONGEST_QUOTE = 5_000


class NotInText(Exception):
    """The words do not stand in the text as given."""


@dataclass(frozen=True, slots=True)
class Place:
    """Code points in `source_text`; the slice equals `quote`. Without a place in the text both ends are None."""

    start: int | None
    end: int | None
    quote: str


def locate(text: str, quote: str, start: int | None = None, end: int | None = None) -> Place:
    """The place that is meant: the numbers where the words agree with them, else the nearest such words. NotInText."""
    if start is not None and end is not None and 0 <= start < end <= len(text):
        selected = text[start:end]
        if not quote or quote.split() == selected.split():
            return _trimmed(text, start, end)
    quote = quote.strip()[:_LONGEST_QUOTE]
    if not quote:
        return Place(None, None, "")
    pattern = r"\s+".join(map(re.escape, quote.split()))
    found = min(re.finditer(pattern, text), key=lambda match: abs(match.start() - (start or 0)), default=None)
    if found is None:
        raise NotInText
    return Place(*found.span(), found[0])


def _trimmed(text: str, start: int, end: int) -> Place:
    """Without the blanks a mouse takes along."""
    selected = text[start:end]
    start += len(selected) - len(selected.lstrip())
    end -= len(selected) - len(selected.rstrip())
    return Place(start, end, text[start:end]) if start < end else Place(None, None, "")
