"""What `ingest` and `load_samples` share: work through what was handed in, and tell what became of it."""

import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from typing import NoReturn

from celery import current_app
from django.core.management.base import OutputWrapper
from django.db import connections
from django.db.models import Q
from tqdm import tqdm

from archive import bells
from archive.authority.loader import load_if_missing
from archive.ingest import pipeline, queue
from archive.ingest.errors import Reason
from archive.models import Report, Submission
from archive.models.submission import SubmissionQuerySet

_AT_ONCE = 10
_PAUSE_SECONDS = 0.2
_WORTH_A_PROCESS = 100  # waiting submissions: a process takes as long to start as a few dozen articles
_CHUNK = 5000  # primary keys in one query


@dataclass(frozen=True, slots=True)
class Batch:
    """Submissions handed in together, by primary key; their parts belong to them."""

    submissions: Sequence[int]

    def parts(self) -> Iterator[SubmissionQuerySet]:
        """The submissions and their parts, in as many queries as their number needs."""
        for start in range(0, len(self.submissions), _CHUNK):
            some = self.submissions[start : start + _CHUNK]
            yield Submission.objects.filter(Q(pk__in=some) | Q(parent__in=some))

    def count(self) -> int:
        return sum(part.count() for part in self.parts())

    def count_unfinished(self) -> int:
        return sum(part.unfinished().count() for part in self.parts())

    def outcomes(self) -> Counter[tuple[str, str]]:
        """How many ended how, by outcome and reason; a file that was split counts by its parts."""
        counts: Counter[tuple[str, str]] = Counter()
        for part in self.parts():
            ended = part.exclude(outcome=Submission.Outcome.SPLIT).order_by()
            counts.update((outcome, reason) for outcome, reason in ended.values_list("outcome", "reason"))
        return counts


def load_authorities_if_missing(stderr: OutputWrapper) -> None:
    """Without agencies and places to recognise, articles would become poor records."""
    if load_if_missing():
        stderr.write("The authority files were not loaded yet; they are now.")


def work_through(batch: Batch, stderr: OutputWrapper) -> None:
    """Bring every submission of the batch to its end, beside any worker that is up, then wait for the index."""
    helpers: list[BaseProcess] = []
    with tqdm(unit="", file=stderr, smoothing=0.05) as bar:
        while unfinished := batch.count_unfinished():
            _show(bar, batch.count(), unfinished)
            helpers = helpers or _start_helpers()
            if not pipeline.ingest_waiting(_AT_ONCE):
                queue.give_up_exhausted()
                time.sleep(_PAUSE_SECONDS)
        _show(bar, batch.count(), 0)
    for helper in helpers:
        helper.join()
    wait_for_index()


def _show(bar: "tqdm[NoReturn]", total: int, unfinished: int) -> None:
    bar.total, bar.n = total, total - unfinished
    bar.refresh()


def wait_for_index() -> None:
    """Return when the index has seen every report; it is asked by name, since the record knows nothing of it."""
    current_app.loader.import_default_modules()
    task = current_app.tasks.get(bells.INDEX)
    while task and Report.objects.dirty().exists():
        task()
        if Report.objects.dirty().exists():  # a worker is writing
            time.sleep(_PAUSE_SECONDS)


def print_outcomes(batch: Batch, stdout: OutputWrapper) -> None:
    """A line for each way in which submissions of the batch ended."""
    for (outcome, reason), count in sorted(batch.outcomes().items(), key=lambda item: (item[0][1], -item[1])):
        label = Reason(reason).label if reason else Submission.Outcome(outcome).label if outcome else "…"
        stdout.write(f"{count:>8}  {outcome or reason or 'waiting':<16} {label}")


def _start_helpers() -> list[BaseProcess]:
    """A process for every further processor, where there is work enough for it."""
    if len(queue.next_waiting(_WORTH_A_PROCESS)) < _WORTH_A_PROCESS:
        return []
    pipeline.warm_up()
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    helpers: list[BaseProcess] = [fork.Process(target=_help, daemon=True) for _ in range((os.cpu_count() or 1) - 1)]
    for helper in helpers:
        helper.start()
    return helpers


def _help() -> None:
    while pipeline.ingest_waiting(_AT_ONCE):
        pass
