"""Build the index anew beside the one that serves."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from search import indexing


class Command(BaseCommand):
    help = "Builds the index anew beside the one that serves, and swaps; goes on where an interrupted build stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, help="articles a commit (the engine's own measure unless given)")

    def handle(self, *, batch: int | None, verbosity: int, **_options: Any) -> None:
        started = time.monotonic()
        with tqdm(unit=" articles", disable=verbosity == 0, mininterval=0.5) as bar:

            def show(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            count = indexing.reindex(batch, show)
        seconds = time.monotonic() - started
        if verbosity:
            self.stdout.write(
                f"{count} articles indexed in {seconds:.1f} s, {count / max(seconds, 0.001):.0f} a second"
            )
