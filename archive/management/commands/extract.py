"""Read articles again with the extraction of today."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.ingest.errors import IngestError
from archive.ingest.extract import VERSION
from archive.models import Report
from archive.review.outdated import Difference, NotKept, compare, outdated, reread


class Command(BaseCommand):
    help = "Reads again what an older extraction read, and shows the difference before it writes."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--outdated", action="store_true", help=f"all that was read before version {VERSION}")
        which.add_argument("--report", action="append", metavar="GB-000123", help="these reports, whatever read them")
        parser.add_argument("--dry-run", action="store_true", help="show the difference and write nothing")
        parser.add_argument("--yes", action="store_true", help="write without showing or asking")

    def handle(self, *args: Any, **options: Any) -> None:
        reports = list(_chosen(options).values_list("pk", flat=True))
        if not reports:
            self.stdout.write("Everything was read by the extraction of today.")
            return
        if not options["yes"]:
            self._show(reports)
        if options["dry_run"]:
            return
        if not options["yes"] and input(f"Write these {len(reports)} reports? [y/N] ").strip().lower() != "y":
            raise CommandError("nothing was written")
        self._write(reports)

    def _show(self, reports: list[int]) -> None:
        changed = 0
        for report in map(_load, reports):
            try:
                difference = compare(report)
            except (NotKept, IngestError) as error:
                self._complain(report, error)
                continue
            if difference:
                changed += 1
                self.stdout.write(self.style.MIGRATE_HEADING(f"{report.accession}  {report.title}"))
                self.stdout.write("\n".join(_lines(difference)))
        self.stdout.write(f"{changed} of {len(reports)} reports would change.")

    def _write(self, reports: list[int]) -> None:
        changed = 0
        for report in map(_load, reports):
            try:
                difference = reread(report)
                changed += bool(difference)
                if "status" in difference.after:
                    self.stdout.write(f"{report.accession}  {_change_of('status', difference)}")
            except (NotKept, IngestError) as error:
                self._complain(report, error)
        self.stdout.write(f"{len(reports)} reports were read again, {changed} changed.")

    def _complain(self, report: Report, error: Exception) -> None:
        why = "its original is not kept" if isinstance(error, NotKept) else str(error)
        self.stderr.write(self.style.ERROR(f"{report.accession}: {why}"))


def _chosen(options: dict[str, Any]) -> Any:
    if options["outdated"]:
        return outdated()
    found = Report.objects.filter(accession__in=options["report"]).order_by("pk")
    missing = set(options["report"]) - set(found.values_list("accession", flat=True))
    if missing:
        raise CommandError(f"no such report: {', '.join(sorted(missing))}")
    return found


def _load(pk: int) -> Report:
    return Report.objects.get(pk=pk)


def _lines(difference: Difference) -> list[str]:
    """One line a fact: + what came, - what went, ~ what is read differently."""
    return [
        *(f"  - {_line(name, difference.before[name])}" for name in difference.went()),
        *(f"  + {_line(name, difference.after[name])}" for name in difference.came()),
        *(f"  ~ {_change_of(name, difference)}" for name in difference.changed()),
    ]


def _change_of(name: str, difference: Difference) -> str:
    return f"{_line(name, difference.before[name])}  ->  {_line('', difference.after[name])}"


def _line(name: str, said: dict[str, Any]) -> str:
    kind = name.partition(":")[0]
    details = ", ".join(str(said[field]) for field in ("role", "rank", "posts", "kind") if said.get(field))
    return f"{kind + ': ' if kind else ''}{said['says']}{f' ({details})' if details else ''}"
