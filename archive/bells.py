"""Ringing a worker's bell. What is to be done is written in the database; a bell that is not heard costs only time."""

import logging

from celery import current_app
from kombu.exceptions import ChannelError, ConnectionError, OperationalError

logger = logging.getLogger(__name__)

INGEST = "archive.tasks.ingest_submission"
INGEST_WAITING = "archive.tasks.ingest_waiting"
SWEEP = "archive.tasks.sweep_submissions"
INDEX = "search.tasks.index_reports"


HEARD_WITHIN_SECONDS = 30  # as often as the sweeper rings; so bells never pile up before a busy worker


def ring(task: str, *arguments: int) -> None:
    """Ask a worker to run the task soon; where the broker cannot be reached the sweeper finds the work."""
    try:
        current_app.send_task(task, args=arguments, expires=HEARD_WITHIN_SECONDS)
    except (OperationalError, ChannelError, ConnectionError, OSError) as error:
        logger.warning("%s%s could not be rung (%s); the sweeper will take it up", task, arguments, error)
