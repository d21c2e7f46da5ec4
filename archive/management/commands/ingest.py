"""Hand in files from the command line."""

import gzip
import sys
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from archive import bells
from archive.ingest.originals import chunks_of
from archive.management.batch import Batch, load_authorities_if_missing, print_outcomes, work_through
from archive.models import Submission

_MANY_ARTICLES = (".jsonl", ".ndjson")


class Command(BaseCommand):
    help = "Hands in .txt, .html and .jsonl files (also .gz) and folders of them, as the upload page does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--wait", action="store_true", help="work the queue, and return when all is searchable")
        parser.add_argument("--publish", action="store_true", help="publish also what is not judged to be a report")
        parser.add_argument("--limit", type=int, metavar="N", help="at most N files, and N lines of each .jsonl file")

    def handle(self, *args: Any, **options: Any) -> None:
        load_authorities_if_missing(self.stderr)
        received: list[int] = []
        refused = 0
        for path in islice(_files(options["paths"]), options["limit"]):
            try:
                received.append(receive(path, limit=options["limit"], publish=options["publish"]).pk)
            except (OSError, EOFError, zlib.error, OperationalError) as error:
                refused += 1
                self.stderr.write(self.style.ERROR(f"{path}: {error}"))
        batch = Batch(received)
        if options["wait"]:
            work_through(batch, self.stderr)
            print_outcomes(batch, self.stdout)
        else:
            bells.ring(bells.INGEST_WAITING)
            self.stdout.write(f"{len(received):>8}  received")
        if refused:
            raise CommandError(f"{refused} could not be received")


def receive(path: Path, *, limit: int | None = None, **known: Any) -> Submission:
    """Hand in one file. A .jsonl file may be of any size, since it is never held as a whole."""
    name = path.name.removesuffix(".gz")
    with cast(BinaryIO, gzip.open(path) if path.suffix == ".gz" else path.open("rb")) as file:
        if name.endswith(_MANY_ARTICLES):
            chunks = islice(_lines(file), limit)
            return Submission.objects.receive(chunks, name, limit=sys.maxsize, is_rung=False, **known)
        return Submission.objects.receive(chunks_of(file), name, is_rung=False, **known)


def _files(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named, hidden ones left out."""
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))
        else:
            yield path


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines, in pieces no longer than a few megabytes where one has no end."""
    while line := file.readline(1 << 22):
        yield line
