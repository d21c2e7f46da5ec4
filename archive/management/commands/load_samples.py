"""Load the invented articles that come with the project."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from archive.management.batch import Batch, load_authorities_if_missing, print_outcomes, work_through
from archive.management.commands.ingest import receive
from archive.models import Submission


class Command(BaseCommand):
    help = "Loads the sample archive, marked as invented; loading again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        load_authorities_if_missing(self.stderr)
        folder = Path(apps.get_app_config("archive").path) / "samples"
        batch = Batch([submission.pk for submission in _received(folder)])
        work_through(batch, self.stderr)
        print_outcomes(batch, self.stdout)


def _received(folder: Path) -> Iterator[Submission]:
    """The articles the manifest names one by one, then the JSON Lines files, which say it in their own lines."""
    with (folder / "manifest.toml").open("rb") as file:
        entries = tomllib.load(file)["article"]
    for entry in entries:
        known = {
            "source_id": entry.get("source_id", ""),
            "source_url": entry.get("url", ""),
            "outlet": entry.get("outlet", ""),
        }
        yield receive(folder / entry["file"], is_sample=True, **known)
