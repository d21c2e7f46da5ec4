"""A JSON Lines file becomes one submission a line; killed at any point, it goes on where it stopped."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from archive import bells
from archive.ingest import originals, queue
from archive.ingest.errors import Reason
from archive.ingest.read.jsonl import Line, find_lines
from archive.models import Submission

BATCH = 500


def split(attempt: queue.Attempt) -> None:
    """Write the parts in batches of BATCH, each in its own transaction, then finish the file. LeaseLost."""
    parent = attempt.submission
    with attempt.stage("split") as event, originals.open_original(parent.sha256) as file:
        lines = _left(find_lines(file, settings.SUBMISSION_MAX_BYTES), parent)
        while batch := list(islice(lines, BATCH)):
            with transaction.atomic():
                queue.renew(parent)
                Submission.objects.bulk_create([_part(parent, line) for line in batch])
            bells.ring(bells.INGEST_WAITING)
        count = parent.parts.count()
        event.detail = str(count)
    with transaction.atomic():
        queue.finish(parent, Submission.Outcome.SPLIT, detail=str(count))
        attempt.save_events()


def _left(lines: Iterable[Line], parent: Submission) -> Iterator[Line]:
    """The lines an earlier attempt has not written."""
    last = parent.parts.order_by("-offset").values_list("offset", flat=True).first()
    return (line for line in lines if last is None or line.offset > last)


def _part(parent: Submission, line: Line) -> Submission:
    part = Submission(
        parent=parent,
        name=_("dòng %(number)d") % {"number": line.number},
        sha256="" if line.is_too_long else parent.sha256,
        offset=line.offset,
        length=line.length,
        publish=parent.publish,
        is_sample=parent.is_sample,
        submitted_by=parent.submitted_by,
    )
    if line.is_too_long:
        part.refuse(Reason.TOO_LARGE)
    return part
