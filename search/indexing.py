"""The life of the index: dirty rows in batches to the engine, a new index built beside the old one, the two compared.

One writer at a time, held by a file lock. A report is dirty where `indexed_revision` is not its `revision`; the former
speaks of the index that IndexState names. Whatever stops the writer, running again goes on where it stopped: a batch is
committed by the engine before its rows are marked, and a half-built generation itself tells what it holds.
"""

import fcntl
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from haystack import connections

from archive.models import Report
from search.backends.base import Backend, Index
from search.backends.generations import Generation
from search.errors import IndexUnavailable
from search.models import IndexState
from search.search_indexes import ReportIndex

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]  # documents done, documents in all
DRAIN_BATCH = 500
_ROWS_A_QUERY = 500


def _silent(_done: int, _all: int) -> None:
    pass


def backend() -> Backend:
    found: Backend = connections["default"].get_backend()
    return found


@contextmanager
def writing(wait: bool = True) -> Iterator[bool]:
    """Hold the index for writing; False without `wait` where another process does."""
    folder = backend().shelf.folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "writer.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def index_reports(wait: bool = True, progress: Progress = _silent) -> int:
    """Bring the index up to date; the number of documents written. Without `wait`, 0 where another is at it.

    Looks again once the lock is let go, so that a change made meanwhile is not left to the next bell.
    """
    written = 0
    while True:
        with writing(wait) as is_held:
            if not is_held:
                return written
            written += _bring_up_to_date(progress)
        if not Report.objects.dirty().exists():
            return written


def reindex(batch: int | None = None, progress: Progress = _silent) -> int:
    """Build the index anew beside the one that serves, and swap; the number of documents it holds."""
    with writing():
        return _rebuild(batch, progress)


def _bring_up_to_date(progress: Progress) -> int:
    generation = serving()
    if generation is None:
        return _rebuild(None, progress)
    written = _drain(generation, progress)
    if backend().index(generation).reader().count() != Report.objects.published().count():
        _forget_what_is_wrong(generation)
        written += _drain(generation, progress)
    return written


def serving() -> Generation | None:
    """The generation that serves, where it is of the present kind, whole, and the one the revisions speak of."""
    shelf = backend().shelf
    generation = shelf.current()
    if generation is None or not shelf.is_present(generation) or generation.is_damaged:
        return None
    if IndexState.present().index_id != generation.name:
        return None
    try:
        backend().index(generation).reader()
    except IndexUnavailable as error:
        logger.warning("the index is rebuilt: %s", error.reason)
        return None
    return generation


def _drain(generation: Generation, progress: Progress = _silent) -> int:
    """Write what is dirty, batch by batch."""
    index = backend().index(generation)
    total = Report.objects.dirty().count()
    written = 0
    while batch := dict(Report.objects.dirty().order_by("pk").values_list("pk", "revision")[:DRAIN_BATCH]):
        revisions = _commit(index, list(batch), gone_too=True)
        generation.count_commit(index.reader().count())
        _mark({**_unpublished(batch), **revisions})
        written += len(batch)
        progress(written, max(total, written))
    return written


def _commit(index: Index, pks: Sequence[int], gone_too: bool = False) -> dict[int, int]:
    """Write the published ones of these reports and, if asked, take the others out; the revisions written."""
    entries = list(ReportIndex().entries(pks))
    revisions = {entry.pk: entry.revision for entry in entries}
    index.commit(entries, [pk for pk in pks if pk not in revisions] if gone_too else ())
    return revisions


def _unpublished(batch: Mapping[int, int]) -> dict[int, int]:
    unpublished = Report.objects.filter(pk__in=batch).exclude(status=Report.Status.PUBLISHED)
    return dict(unpublished.values_list("pk", "revision"))


def _mark(revisions: Mapping[int, int]) -> None:
    """Note which revision of each report the index holds (or, of one that is not public, knows to leave out)."""
    by_revision: dict[int, list[int]] = defaultdict(list)
    for pk, revision in revisions.items():
        by_revision[revision].append(pk)
    for revision, pks in by_revision.items():
        for chunk in _chunks(pks, _ROWS_A_QUERY):
            Report.objects.filter(pk__in=chunk).exclude(indexed_revision=revision).update(indexed_revision=revision)


def _chunks(pks: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (pks[start : start + size] for start in range(0, len(pks), size))


def _forget_what_is_wrong(generation: Generation) -> None:
    """Make dirty again what the index lost, and take out what it should not hold."""
    index = backend().index(generation)
    held, wanted = index.reader().revisions(), _published()
    index.commit([], [pk for pk in held if pk not in wanted])
    generation.count_commit(index.reader().count())
    lost = [pk for pk, revision in wanted.items() if held.get(pk) != revision]
    for chunk in _chunks(lost, _ROWS_A_QUERY):
        Report.objects.filter(pk__in=chunk).update(indexed_revision=0)


def _published() -> dict[int, int]:
    return dict(Report.objects.published().order_by().values_list("pk", "revision"))


def _rebuild(batch: int | None, progress: Progress) -> int:
    """Build beside what serves, going on with what an interrupted build left; what serves is kept fresh meanwhile."""
    shelf = backend().shelf
    generation = _begun()
    index = backend().index(generation)
    while True:
        held, wanted = index.reader().revisions(), _published()
        missing = sorted(pk for pk, revision in wanted.items() if held.get(pk) != revision)
        gone = [pk for pk in held if pk not in wanted]
        if not missing and not gone:
            break
        index.commit([], gone)
        _build(index, missing, batch or index.BATCH, progress)
    _take_over(generation, held)
    generation.count_commit(len(held))
    shelf.publish(generation)
    return len(held)


def _begun() -> Generation:
    """The generation to build: one that was interrupted and can be read, else a new one."""
    shelf = backend().shelf
    unfinished = shelf.unfinished()
    if unfinished is not None:
        try:
            backend().index(unfinished).reader()
        except IndexUnavailable:
            shelf.discard(unfinished)
        else:
            return unfinished
    generation = shelf.create()
    backend().index(generation).commit([])
    return generation


def _build(index: Index, pks: Sequence[int], batch: int, progress: Progress) -> None:
    serves = serving()
    done = 0
    for chunk in _chunks(pks, batch):
        index.commit(_counted(chunk, done, len(pks), progress))
        done += len(chunk)
        if serves is not None:
            _drain(serves)


def _counted(pks: Sequence[int], done: int, total: int, progress: Progress) -> Iterator[Any]:
    for number, entry in enumerate(ReportIndex().entries(pks), start=1):
        yield entry
        progress(done + number, total)


def _take_over(generation: Generation, held: Mapping[int, int]) -> None:
    """From now on the revisions speak of this generation."""
    others = Report.objects.exclude(status=Report.Status.PUBLISHED).values_list("pk", "revision")
    with transaction.atomic():
        _mark({**dict(others), **held})
        IndexState.objects.update_or_create(
            pk=IndexState.present().pk or 1, defaults={"index_id": generation.name, "engine": backend().shelf.engine}
        )


def differences() -> Iterable[str]:
    """Each way in which the index differs from the published reports, in words."""
    generation = serving()
    if generation is None:
        yield f"index: there is none of the present kind under {backend().shelf.folder}"
        return
    held, wanted = backend().index(generation).reader().revisions(), _published()
    for pk in sorted(wanted.keys() - held.keys()):
        yield f"index: report {pk} is published, but not indexed"
    for pk in sorted(held.keys() - wanted.keys()):
        yield f"index: report {pk} is indexed, but not published"
    for pk in sorted(pk for pk in held.keys() & wanted.keys() if held[pk] != wanted[pk]):
        yield f"index: report {pk} is indexed at revision {held[pk]} of {wanted[pk]}"
