"""What the worker does: an id in, one function called. Each may run twice, or never: the database is the queue."""

import time

from celery import shared_task
from celery.signals import worker_process_init

from archive import bells
from archive.ingest import pipeline, queue
from archive.vietnamese.segment import preload

SLICE_SECONDS = 10  # then other bells get their turn, the index's above all


@worker_process_init.connect
def load_word_model(**_signal: object) -> None:
    preload()


@shared_task
def ingest_submission(pk: int) -> None:
    if pipeline.ingest(pk):
        bells.ring(bells.INDEX)


@shared_task
def ingest_waiting() -> None:
    """Work through what waits, in slices; the next slice has a bell of its own."""
    end = time.monotonic() + SLICE_SECONDS
    while pipeline.ingest_waiting(20):
        if time.monotonic() > end:
            bells.ring(bells.INGEST_WAITING)
            break
    bells.ring(bells.INDEX)


@shared_task
def sweep_submissions() -> None:
    queue.sweep()
