"""Handing in: the bytes first, then the row, then the bell."""

import hashlib
import os
import stat

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from archive import bells
from archive.ingest import originals
from archive.ingest.errors import IngestError, Reason
from archive.models import Submission
from tests.archive.ingest.conftest import ARTICLE, receive

pytestmark = pytest.mark.django_db


def kept_files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_the_bytes_are_kept_by_their_hash(submissions_folder):
    submission = receive()
    assert submission.sha256 == hashlib.sha256(ARTICLE.encode()).hexdigest()
    assert originals.path_of(submission.sha256).read_bytes() == ARTICLE.encode()
    assert kept_files(submissions_folder) == [submission.sha256]
    assert submission.length == len(ARTICLE.encode())


def test_the_folder_is_its_owner_s_alone(submissions_folder):
    receive()
    assert stat.S_IMODE(submissions_folder.stat().st_mode) == 0o700


def test_an_uploaded_file_is_streamed_by_its_chunks():
    upload = SimpleUploadedFile("bai.txt", ARTICLE.encode())
    submission = Submission.objects.receive(upload.chunks(chunk_size=7), upload.name)
    assert originals.path_of(submission.sha256).read_bytes() == ARTICLE.encode()


def test_the_same_bytes_twice_are_two_submissions_and_one_file(submissions_folder):
    assert receive().pk != receive(name="again.txt").pk
    assert len(kept_files(submissions_folder)) == 1


def test_an_empty_file_is_received_and_kept():
    submission = receive(b"")
    assert submission.state == Submission.State.RECEIVED
    assert originals.path_of(submission.sha256).read_bytes() == b""


def test_too_large_a_file_is_refused_while_it_streams_and_recorded(submissions_folder, settings):
    settings.SUBMISSION_MAX_BYTES = 1000
    read = []

    def endless():
        while True:
            read.append(100)
            yield b"x" * 100

    submission = Submission.objects.receive(endless(), "big.txt")
    assert sum(read) == 1100
    assert (submission.state, submission.reason) == (Submission.State.FAILED, Reason.TOO_LARGE)
    assert submission.explanation
    assert not submission.can_be_retried
    assert kept_files(submissions_folder) == []


def test_a_name_that_no_database_takes_is_made_one_that_it_does():
    assert receive(name="b\udce1o\x00\n c.txt").name == "b\ufffdo c.txt"
    assert len(receive(name="x" * 400 + ".txt").name) == 300


def test_receiving_rings_once_the_row_is_there(django_capture_on_commit_callbacks, monkeypatch):
    rung = []
    monkeypatch.setattr(bells, "ring", lambda *bell: rung.append(bell))
    with django_capture_on_commit_callbacks(execute=True):
        submission = receive()
        assert rung == []
    assert rung == [(bells.INGEST, submission.pk)]


def test_a_broker_that_cannot_be_written_to_fails_no_request(settings, tmp_path, caplog):
    from celery import current_app

    (tmp_path / "queue").write_text("a file where the folder should be")
    options = {"data_folder_in": str(tmp_path / "queue"), "data_folder_out": str(tmp_path / "queue")}
    with current_app.connection("filesystem://localhost", transport_options=options) as connection:
        original = current_app.send_task
        current_app.send_task = lambda task, **options: original(task, **options, connection=connection)
        try:
            bells.ring(bells.INGEST, 1)
        finally:
            del current_app.send_task
    assert "could not be rung" in caplog.text


def test_what_was_left_half_received_is_swept_away_in_time(submissions_folder):
    receive()
    old, fresh = submissions_folder / ".receiving-old", submissions_folder / ".receiving-fresh"
    for draft in (old, fresh):
        draft.write_bytes(b"half")
    os.utime(old, (0, 0))
    originals.drop_abandoned_drafts()
    assert not old.exists()
    assert fresh.exists()


def test_a_lost_original_is_named():
    with pytest.raises(IngestError) as lost:
        originals.open_original("0" * 64)
    assert lost.value.reason is Reason.MISSING_ORIGINAL
