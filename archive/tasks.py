"""What the worker does: an id in, one function called. Each may run twice, or never: the database is the queue."""

import time

from celery import shared_task
from celery.signals import worker_init, worker_ready
from django.conf import settings

from archive import bells
from archive.ingest import pipeline, queue

SLICE_SECONDS = 5  # then other bells get their turn, the index's above all
AT_ONCE = 20


@worker_init.connect
def warm_up(**_signal: object) -> None:
    """Before the worker forks, so that its processes share what is loaded."""
    pipeline.warm_up()


@worker_ready.connect
def take_up_what_waits(**_signal: object) -> None:
    bells.ring(bells.SWEEP)
    bells.ring(bells.INDEX)


@shared_task(time_limit=settings.INGEST_LEASE_SECONDS)
def ingest_submission(pk: int) -> None:
    if pipeline.ingest(pk):
        bells.ring(bells.INDEX)


@shared_task(time_limit=settings.INGEST_LEASE_SECONDS + SLICE_SECONDS)
def ingest_waiting() -> None:
    """Work through what waits, for a slice of time; the next slice has a bell of its own.

    The index is told when nothing waits any more; during a long batch it hears its own clock (30 s), since indexing a
    few articles costs about as much as indexing hundreds.
    """
    end = time.monotonic() + SLICE_SECONDS
    has_worked = False
    while pipeline.ingest_waiting(AT_ONCE):
        has_worked = True
        if time.monotonic() > end:
            bells.ring(bells.INGEST_WAITING)
            return
    if has_worked:
        bells.ring(bells.INDEX)


@shared_task
def sweep_submissions() -> None:
    queue.sweep()
