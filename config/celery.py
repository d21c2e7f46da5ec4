"""The Celery application. A message is only a bell: what is to be done is written in the database."""

import math
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from celery import Celery, Task
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

SECONDS_TO_STOP = 30  # a worker that still runs after that was not meant to stop


class StoppableTask(Task):
    """In a process of the pool, SIGTERM ends the task as Ctrl-C ends a command: what was in flight is given back.

    A process manager sends SIGTERM to the worker and its pool alike. Between tasks it is held back; the tasks that the
    worker still hands out while it stops end as they begin, and the next worker takes up what waits.
    """

    abstract = True
    _told_to_stop_at = -math.inf

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.called_directly:
            return super().__call__(*args, **kwargs)
        with suppress(KeyboardInterrupt), _sigterm_heard():
            if time.monotonic() - StoppableTask._told_to_stop_at > SECONDS_TO_STOP:
                return super().__call__(*args, **kwargs)

    @staticmethod
    def stop(*_signal: object) -> None:
        StoppableTask._told_to_stop_at = time.monotonic()
        raise KeyboardInterrupt


@contextmanager
def _sigterm_heard() -> Iterator[None]:
    signal.signal(signal.SIGTERM, StoppableTask.stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])


@worker_process_init.connect
def hold_sigterm_back(**_signal: object) -> None:
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])


app = Celery("giaoban", task_cls=StoppableTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
