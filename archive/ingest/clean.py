"""What a page left in the text that no reader should see: taken off before anything is counted in it."""

import re
from dataclasses import replace

from archive.ingest.records import Source
from archive.vietnamese.normalize import normalize

# Class names of an image editor, printed as words on the pages of several papers.
_EDITOR_MARKS = re.compile(r"(?<=\S)[ ]*\bleft(?:center|right|del){1,3}\b|\bleft(?:center|right|del){1,3}\b(?=[ ]*\S)")
_SPACES_AT_LINE_END = re.compile(r"(?<=\S) +(?=\n)|^ +(?=\n)", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n(?:[ ]*\n){2,}")


def clean(source: Source) -> Source:
    """The source with its text normalized; lines, spelling and furniture stay, so that all of it can still be seen."""
    text = normalize(source.text)
    text = _EDITOR_MARKS.sub("", text)
    text = _SPACES_AT_LINE_END.sub("", text)
    text = _BLANK_LINES.sub("\n\n", text).strip()
    return replace(source, text=text, title=_one_line(source.title), byline=_one_line(source.byline))


def _one_line(text: str | None) -> str | None:
    return " ".join(normalize(text).split()) or None if text else None
