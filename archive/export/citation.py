"""How to cite one report: in plain words, as BibTeX, as RIS and as CSL-JSON."""

import json
from collections.abc import Callable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from archive.models import Passage, Report

ARCHIVE = "Giao ban"
_BIBTEX_SPECIAL = str.maketrans({character: f"\\{character}" for character in "#$%&_{}"} | {"\\": "", "~": "", "^": ""})


def plain(report: Report, address: str) -> str:
    """Author, title, outlet, date; then where the archive keeps it."""
    parts = [", ".join(authors(report)), f"“{report.title}”", report.outlet, _published(report)]
    kept = _("%(archive)s, số %(accession)s") % {"archive": ARCHIVE, "accession": report.accession}
    return f"{', '.join(part for part in parts if part)}. {kept}, {address}."


def csl(report: Report, address: str) -> str:
    """https://citationstyles.org: one item in a list."""
    item: dict[str, Any] = {
        "id": report.accession,
        "type": "article-newspaper",
        "title": report.title,
        "language": "vi",
        "URL": report.source_url or address,
        "archive": ARCHIVE,
        "archive_location": report.accession,
    }
    if names := authors(report):
        item["author"] = [{"literal": name} for name in names]
    if report.outlet:
        item["container-title"] = report.outlet
    if numbers := _numbers(report):
        item["issued"] = {"date-parts": [numbers]}
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def bibtex(report: Report, address: str) -> str:
    fields = {
        "title": f"{{{_escaped(report.title)}}}",
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in authors(report)),
        "journal": _escaped(report.outlet),
        "date": "-".join(f"{number:02d}" for number in _numbers(report)),
        "url": report.source_url or address,
        "note": f"{ARCHIVE}, {report.accession}, {address}",
        "langid": "vietnamese",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@article{{{report.accession},", *lines, "}"]) + "\n"


def ris(report: Report, address: str) -> str:
    """One NEWS record; lines end in CRLF, as the format asks."""
    rows = [("TY", "NEWS"), ("ID", report.accession), ("TI", report.title)]
    rows += [("AU", name) for name in authors(report)]
    rows += [("T2", report.outlet), ("DA", _slashed(report)), ("UR", report.source_url or address)]
    rows += [("DB", ARCHIVE), ("AN", report.accession), ("LK", address), ("LA", "vi")]
    lines = [f"{tag}  - {value}" for tag, value in rows if value]
    return "\r\n".join([*lines, "ER  - ", ""])


# Ending of the file: its content type, and who writes it.
STYLES: dict[str, tuple[str, Callable[[Report, str], str]]] = {
    "bib": ("application/x-bibtex", bibtex),
    "ris": ("application/x-research-info-systems", ris),
    "json": ("application/vnd.citationstyles.csl+json", csl),
}


def authors(report: Report) -> list[str]:
    return [passage.text.strip() for passage in report.passages.all() if passage.kind == Passage.Kind.BYLINE]


def _published(report: Report) -> str:
    day = report.published_on.date if report.published_on else None
    return date_format(day, _("j/n/Y")) if day else "/".join(map(str, reversed(_numbers(report))))


def _numbers(report: Report) -> list[int]:
    """Year, month and day of publication, as far as they are known; nothing without a year."""
    when = report.published_on
    if when is None or when.year is None:
        return []
    return [number for number in (when.year, when.month, when.day) if number is not None]


def _slashed(report: Report) -> str:
    """1994/07/01, 1994/07/ or 1994//: what is not known stays empty."""
    numbers = _numbers(report)
    if not numbers:
        return ""
    return "/".join([f"{number:02d}" for number in numbers] + [""] * (3 - len(numbers)))


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(_BIBTEX_SPECIAL)
