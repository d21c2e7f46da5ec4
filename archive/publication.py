"""Publishing and withdrawing a report, with who did it and when; the index follows at once."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction

from archive import bells
from archive.models import Change, Report


def publish(report: Report, by: AbstractBaseUser | AnonymousUser) -> None:
    _change(report, "publish", by, status=Report.Status.PUBLISHED, withdrawal_reason="")


def withdraw(report: Report, by: AbstractBaseUser | AnonymousUser, reason: str) -> None:
    """Out of sight for the public, with the reason on the page; nothing is deleted."""
    _change(report, "withdraw", by, status=Report.Status.WITHDRAWN, withdrawal_reason=reason)


@transaction.atomic
def _change(report: Report, action: str, by: AbstractBaseUser | AnonymousUser, **after: str) -> None:
    row = Report.objects.select_for_update().filter(pk=report.pk)
    before = row.values(*after).get()
    if before == after:
        return
    row.update(**after)
    row.mark_dirty()
    about = {"model": "report", "object_id": report.pk, "made_by_id": by.pk}
    Change.objects.create(**about, action=action, before=before, after=after)
    transaction.on_commit(lambda: bells.ring(bells.INDEX))
