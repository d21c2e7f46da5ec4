"""Bring a data folder to the state in which the site can be served: what `make run` does before it starts."""

import os
import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from archive.models import Report, Submission


class Command(BaseCommand):
    help = "Migrates, loads the authority files and, into an empty archive, the samples; makes the first administrator."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("load_authorities", verbosity=options["verbosity"])
        if not Report.objects.exists() and not Submission.objects.exists():
            call_command("load_samples")
        self.make_first_administrator()
        port = os.environ.get("PORT", "8000")
        self.stdout.write(self.style.SUCCESS(f"Giao ban: http://127.0.0.1:{port}/  (Ctrl-C: dừng / stop)"))

    def make_first_administrator(self) -> None:
        """Make `admin` with a password that is shown once and kept nowhere but as its hash."""
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser("admin", password=password)
        self.stdout.write("")
        self.stdout.write(f"  Quản trị / administrator:  admin   Mật khẩu / password:  {password}")
        self.stdout.write("  Chỉ hiện một lần. Shown this once; change it under /accounts/password_change/.")
        self.stdout.write("")
