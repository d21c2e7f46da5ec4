"""Load the authority files: places, agencies, documents and topics."""

from typing import Any

from django.core.management.base import BaseCommand

from archive.authority.loader import ModelSummary, load


class Command(BaseCommand):
    help = "Loads the authority files; what was edited on the site stays and is listed."

    def handle(self, *args: Any, **options: Any) -> None:
        summaries = load()
        if options["verbosity"] < 1:
            return
        for summary in summaries:
            self.show(summary)

    def show(self, summary: ModelSummary) -> None:
        self.stdout.write(
            f"{summary.model:14} {summary.created:6} new  {summary.updated:6} changed  {summary.unchanged:6} as before"
        )
        for edit in summary.kept:
            self.stdout.write(
                self.style.WARNING(f"  kept {edit.code}.{edit.field} = {edit.here!r}; the files say {edit.in_files!r}")
            )
        for code in summary.gone:
            self.stdout.write(self.style.WARNING(f"  {code} is no longer in the files; its row stays"))
