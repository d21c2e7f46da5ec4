"""The worker's tasks: what they leave in the database, and for whom they ring."""

import pytest

from archive import bells, tasks
from archive.ingest import pipeline, queue
from archive.models import Report, Submission
from tests.archive.ingest.conftest import ARTICLE, json_lines, receive

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rung(monkeypatch, settings, tmp_path) -> list[str]:
    settings.SUBMISSIONS_DIR = tmp_path / "submissions"
    names: list[str] = []
    monkeypatch.setattr(bells, "ring", lambda name, *arguments: names.append(name))
    return names


def test_a_submission_is_ingested_and_the_index_told(rung):
    submission = receive()
    tasks.ingest_submission(submission.pk)
    submission.refresh_from_db()
    assert submission.state == Submission.State.DONE
    assert rung == [bells.INDEX]


def test_a_bell_for_what_is_done_or_gone_does_nothing(rung):
    submission = receive()
    tasks.ingest_submission(submission.pk)
    rung.clear()
    tasks.ingest_submission(submission.pk)
    tasks.ingest_submission(10**6)
    assert rung == []


def test_all_that_waits_is_worked_through_in_one_slice(rung):
    receive(json_lines(*({"text": f"{ARTICLE} {number}"} for number in range(3))), "bai.jsonl")
    tasks.ingest_waiting()
    assert Report.objects.count() == 3
    assert not Submission.objects.unfinished().exists()
    assert rung[-1] == bells.INDEX
    rung.clear()
    tasks.ingest_waiting()
    assert rung == []


def test_a_long_queue_leaves_room_for_others(rung, monkeypatch):
    monkeypatch.setattr(tasks, "SLICE_SECONDS", -1)
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    receive()
    receive(f"{ARTICLE} Hết.")
    tasks.ingest_waiting()
    assert Submission.objects.unfinished().count() == 1
    assert rung == [bells.INGEST_WAITING]


def test_the_sweeper_finds_what_no_bell_told_of(rung):
    submission = receive()
    tasks.sweep_submissions()
    assert rung == [bells.INGEST_WAITING]
    assert queue.next_waiting(1) == [submission.pk]


def test_warming_up_writes_nothing():
    tasks.warm_up()
    assert not Report.objects.exists()
    assert pipeline.ingest_waiting(1) == 0


def test_a_worker_that_starts_takes_up_submissions_and_index(rung):
    tasks.take_up_what_waits()
    assert rung == [bells.SWEEP, bells.INDEX]
