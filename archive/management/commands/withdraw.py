"""Take a report out of public sight."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive import publication
from archive.models import Report


class Command(BaseCommand):
    help = "Withdraws a report: gone from search at once, its address stays and gives the reason."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("accession", help="GB-000123")
        parser.add_argument("--reason", required=True, help="shown to readers")

    def handle(self, *args: Any, **options: Any) -> None:
        report = Report.objects.filter(accession=options["accession"]).first()
        if report is None:
            raise CommandError(f"there is no report {options['accession']}")
        publication.withdraw(report, by=AnonymousUser(), reason=options["reason"])
        self.stdout.write(f"{report.accession}: {report.title}")
