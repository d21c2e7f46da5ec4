"""Values built from the database and kept in the process, renewed behind the reader's back."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connections

T = TypeVar("T")


class Kept(Generic[T]):
    """A value that costs too much to build per request.

    The first reader waits for it, unless `meanwhile` has something to give while a thread builds it. After `seconds`
    its `stamp` is asked for anew; where that has changed, a thread builds the next value while readers keep the old.
    """

    def __init__(
        self,
        build: Callable[[], T],
        stamp: Callable[[], object],
        seconds: float,
        meanwhile: Callable[[], T | None] = lambda: None,
    ) -> None:
        self._build = build
        self._meanwhile = meanwhile
        self._stamp = stamp
        self._seconds = seconds
        self._lock = threading.Lock()
        self._held: tuple[T] | None = None
        self._held_stamp: object = None
        self._checked_at = 0.0

    def get(self) -> T:
        held = self._held
        if held is None:
            meanwhile = self._meanwhile()
            if meanwhile is None:
                return self._build_first()
            self._renew()
            return meanwhile
        if time.monotonic() - self._checked_at > self._seconds:
            self._renew()
        return held[0]

    def clear(self) -> None:
        """Forget the value; the next reader builds it."""
        self._held = None

    def _build_first(self) -> T:
        with self._lock:
            if self._held is None:
                self._replace(self._stamp())
            held = self._held
        assert held is not None  # noqa: S101 - for the type checker: set in the line above
        return held[0]

    def _renew(self) -> None:
        self._checked_at = time.monotonic()
        stamp = self._stamp()
        if (self._held is None or stamp != self._held_stamp) and self._lock.acquire(blocking=False):
            threading.Thread(target=self._replace_aside, args=(stamp,), daemon=True).start()

    def _replace_aside(self, stamp: object) -> None:
        try:
            self._replace(stamp)
        finally:
            self._lock.release()
            connections.close_all()

    def _replace(self, stamp: object) -> None:
        value = self._build()
        self._held, self._held_stamp, self._checked_at = (value,), stamp, time.monotonic()
