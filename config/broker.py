"""The embedded broker: kombu's file system transport, made safe against being killed at any point.

As it ships, a message file that is seen empty (its writer was killed, or is about to write) ends the worker that reads
it, and a half-written exchange file keeps every worker from starting.
"""

import logging
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)

_LONGEST_WAIT = 0.2  # seconds; celery waits for 2, twice, before it stops, and process managers kill after 5


class Channel(filesystem.Channel):
    """Messages appear and vanish whole."""

    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:
        name = f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg"
        draft = Path(self.data_folder_out, f".{name}")
        try:
            draft.write_text(dumps(message), encoding="utf-8")
            draft.rename(draft.with_name(name))
        except OSError as error:
            raise ChannelError(f"cannot write {draft}") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for path in self._files():
            if path.name.partition(".")[2] == f"{queue}.msg" and (message := self._taken(path)) is not None:
                return message
        raise Empty

    def _files(self) -> list[Path]:
        """All messages, the oldest first; where their folder is gone it is made, and the worker connects anew."""
        folder = Path(self.data_folder_in)
        try:
            return sorted(folder.iterdir())
        except FileNotFoundError:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.state.clear()  # else it would not say again who listens to what
            raise

    def _taken(self, path: Path) -> Any:
        """The message of that file, which is gone now; None where another worker was first, or it is no message."""
        taken = path.with_name(f".{path.name}")
        try:
            path.rename(taken)
            payload = taken.read_text(encoding="utf-8")
            taken.unlink()
        except FileNotFoundError:
            return None
        try:
            return loads(payload)
        except ValueError:
            logger.warning("dropped the broken message %s", path.name)
            return None

    def get_table(self, exchange: str) -> list[Any]:
        self._drop_if_broken(exchange)
        return super().get_table(exchange)

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        self._drop_if_broken(exchange)
        self.control_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        super()._queue_bind(exchange, routing_key, pattern, queue)

    def _drop_if_broken(self, exchange: str) -> None:
        """Forget who listens to an exchange where that was half written: every worker says it again when it starts."""
        file = self._exchange_file(exchange)
        try:
            loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        except ValueError:
            file.unlink(missing_ok=True)


class Transport(filesystem.Transport):
    Channel = Channel
    # On these the worker connects anew.
    connection_errors: Any = (*filesystem.Transport.connection_errors, FileNotFoundError)

    def drain_events(self, connection: Any, timeout: float | None = None) -> None:
        """Wait for a message, but never for long: between two waits alone does a worker hear that it is to stop."""
        super().drain_events(connection, _LONGEST_WAIT if timeout is None else min(timeout, _LONGEST_WAIT))
