"""Compare files, database and index."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.ingest.originals import path_of
from archive.models import Report, Submission
from search import indexing

_CHUNK_BYTES = 1 << 20


class Command(BaseCommand):
    help = "Compares original files, database and index; names each difference and fails if there is any."

    def handle(self, **_options: Any) -> None:
        found = 0
        for difference in (*_files(), *_database(), *indexing.differences()):
            self.stdout.write(difference)
            found += 1
        if found:
            raise CommandError(f"{found} differences")
        self.stdout.write("files, database and index agree")


def _files() -> Iterator[str]:
    """Originals that are missing or are not the bytes that were handed in."""
    for digest in Submission.objects.exclude(sha256="").order_by().values_list("sha256", flat=True).distinct():
        path = path_of(digest)
        if not path.is_file():
            yield f"files: the original {digest} is missing"
        elif _digest(path) != digest:
            yield f"files: the original {digest} holds other bytes"


def _digest(path: Any) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def _database() -> Iterator[str]:
    """Submissions that ended without what they say they made; reports whose spans or words are of another text."""
    lost = Submission.objects.filter(state=Submission.State.DONE, report=None, outcome__in=["created", "updated"])
    for pk in lost.values_list("pk", flat=True):
        yield f"database: submission {pk} is done, but its report is not there"
    rows = Report.objects.order_by("pk").values_list("pk", "source_text", "text_sha256", "segmentation__text_sha256")
    for pk, text, digest, segmented in rows.iterator(chunk_size=500):
        if sha256(text.encode()).hexdigest() != digest:
            yield f"database: report {pk} is not the text its digest was taken of"
        if segmented not in (None, digest):
            yield f"database: report {pk} was segmented when its text was another"
