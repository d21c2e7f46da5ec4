"""The Celery application. A message is only a bell: what is to be done is written in the database."""

import os
import signal
from contextlib import suppress
from typing import Any

from celery import Celery, Task
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class StoppableTask(Task):
    """In a process of the pool, SIGTERM ends the task as Ctrl-C ends a command: what was in flight is given back.

    A process manager sends SIGTERM to the worker and its pool alike. Between tasks the pool leaves it to the worker.
    """

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.request.called_directly:
            return super().__call__(*args, **kwargs)
        with suppress(KeyboardInterrupt):
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            try:
                return super().__call__(*args, **kwargs)
            finally:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)


@worker_process_init.connect
def ignore_sigterm(**_signal: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


app = Celery("giaoban", task_cls=StoppableTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
