"""The bytes handed in, kept for good: a file a SHA-256 under `settings.SUBMISSIONS_DIR`, never changed once written."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from archive.ingest.errors import IngestError, Reason

CHUNK_BYTES = 1 << 20
_DRAFT = ".receiving-"
_ABANDONED_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Original:
    """What was kept; `sha256` is empty where the bytes were too many and none were kept."""

    sha256: str
    length: int


def keep(chunks: Iterable[bytes], limit: int) -> Original:
    """Write the bytes to disk, hashed while they stream; they are safe there when this returns.

    Above `limit` bytes reading stops and nothing is kept. OSError where the disk refuses.
    """
    folder = Path(settings.SUBMISSIONS_DIR)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=_DRAFT, delete=False) as draft:
        try:
            original = _write(draft, chunks, limit)
            if original.sha256:
                _put(Path(draft.name), original.sha256)
        finally:
            Path(draft.name).unlink(missing_ok=True)
    return original


def open_original(sha256: str) -> BinaryIO:
    """IngestError: missing_original."""
    try:
        return path_of(sha256).open("rb")
    except FileNotFoundError as error:
        raise IngestError(Reason.MISSING_ORIGINAL) from error


def path_of(sha256: str) -> Path:
    return Path(settings.SUBMISSIONS_DIR) / sha256[:2] / sha256


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK_BYTES):
        yield chunk


def drop_abandoned_drafts() -> None:
    """Delete what a process that was killed while it received left behind."""
    long_ago = time.time() - _ABANDONED_SECONDS
    for draft in Path(settings.SUBMISSIONS_DIR).glob(f"{_DRAFT}*"):
        if draft.stat().st_mtime < long_ago:
            draft.unlink(missing_ok=True)


def _write(draft: "tempfile._TemporaryFileWrapper[bytes]", chunks: Iterable[bytes], limit: int) -> Original:
    digest, length = hashlib.sha256(), 0
    for chunk in chunks:
        length += len(chunk)
        if length > limit:
            return Original("", length)
        digest.update(chunk)
        draft.write(chunk)
    draft.flush()
    os.fsync(draft.fileno())
    return Original(digest.hexdigest(), length)


def _put(draft: Path, sha256: str) -> None:
    """Move the draft to its place, and make the move outlive a power cut."""
    path = path_of(sha256)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    draft.rename(path)
    for folder in (path.parent, path.parent.parent):
        with _folder(folder) as descriptor:
            os.fsync(descriptor)


@contextmanager
def _folder(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
