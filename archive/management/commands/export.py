"""Write the archive out."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from archive.export import dublin_core, jsonl, references, spreadsheet
from archive.models import Report
from archive.models.report import ReportQuerySet

FORMATS: dict[str, Callable[[ReportQuerySet, str], Iterator[str]]] = {
    "jsonl": lambda reports, site: jsonl.lines(reports),
    "csv": spreadsheet.lines,
    "bibtex": references.bibtex,
    "ris": references.ris,
    "csl": references.csl,
    "dublin-core": dublin_core.lines,
}


class Command(BaseCommand):
    help = "Writes published reports, with --all every report, to standard output or a file, in constant memory."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=FORMATS, default="jsonl")
        parser.add_argument("--all", action="store_true", help="drafts and withdrawn reports too")
        parser.add_argument("--output", type=Path, metavar="FILE", help="instead of standard output")
        parser.add_argument("--site", default="", metavar="URL", help="put before addresses, as https://example.vn")

    def handle(self, *args: Any, **options: Any) -> None:
        reports = Report.objects.all() if options["all"] else Report.objects.published()
        pieces = FORMATS[options["format"]](reports.order_by("pk"), options["site"].rstrip("/"))
        output = options["output"]
        with output.open("w", encoding="utf-8", newline="") if output else nullcontext(self.stdout) as file:
            for piece in pieces:
                file.write(piece, **({} if output else {"ending": ""}))
