"""The queue: a submission ends exactly once, wherever its worker dies."""

from datetime import timedelta

import pytest
from django.utils import timezone

from archive import bells
from archive.ingest import pipeline, queue, split, store
from archive.ingest.errors import IngestError, LeaseLost, Reason
from archive.models import Report, Submission
from tests.archive.ingest.conftest import ARTICLE, ingest, json_lines, receive

pytestmark = pytest.mark.django_db
State = Submission.State


class Killed(BaseException):
    """The worker is gone: nothing after this line ran."""


def expire_leases():
    Submission.objects.exclude(lease_until=None).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_claimed_submission_is_nobody_else_s():
    submission = receive()
    assert queue.claim(submission.pk).lease_token
    assert queue.claim(submission.pk) is None
    assert queue.next_waiting(10) == []


def test_a_lease_that_ran_out_can_be_claimed_again():
    submission = receive()
    first = queue.claim(submission.pk)
    expire_leases()
    assert queue.next_waiting(10) == [submission.pk]
    second = queue.claim(submission.pk)
    assert second.attempts == 2
    assert second.lease_token != first.lease_token


def test_who_lost_the_lease_changes_nothing():
    submission = receive()
    first = queue.claim(submission.pk)
    expire_leases()
    second = queue.claim(submission.pk)
    for change in (queue.renew, queue.postpone):
        with pytest.raises(LeaseLost):
            change(first)
    with pytest.raises(LeaseLost):
        queue.finish(first, Submission.Outcome.CREATED)
    with pytest.raises(LeaseLost):
        queue.fail(first, Reason.INTERNAL)
    submission.refresh_from_db()
    assert (submission.state, submission.lease_token) == (State.WORKING, second.lease_token)


def test_what_is_finished_is_never_claimed():
    submission = ingest()
    assert submission.state == State.DONE
    assert queue.claim(submission.pk) is None
    assert pipeline.ingest(submission.pk) is False


def test_the_oldest_waits_least():
    submissions = [receive(f"Bài số {number}") for number in range(3)]
    assert queue.next_waiting(2) == [submission.pk for submission in submissions[:2]]


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (pipeline, "_holds_many"),
        (pipeline, "_read"),
        (pipeline, "clean"),
        (pipeline, "recognise"),
        (pipeline, "parse"),
        (pipeline, "extract"),
        (pipeline, "prepare"),
        (pipeline, "store"),
        (store, "recognise"),
        (store, "_write_passages"),
        (store, "write_facts"),
        (store, "_write_sketch"),
        (store, "assign_meeting"),
        (queue, "finish"),
    ],
)
@pytest.mark.parametrize("is_before", [True, False], ids=["before", "after"])
def test_killed_at_any_step_it_still_ends_exactly_once(monkeypatch, module, step, is_before):
    submission = receive()
    run = getattr(module, step)

    def killed(*args, **kwargs):
        if not is_before:
            run(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, step, killed)
        with pytest.raises(Killed):
            pipeline.ingest(submission.pk)
    committed = module is pipeline and step == "store" and not is_before
    assert Report.objects.count() == int(committed)
    expire_leases()
    assert pipeline.ingest(submission.pk) is not committed
    submission.refresh_from_db()
    assert (submission.state, submission.outcome) == (State.DONE, Submission.Outcome.CREATED)
    assert Report.objects.count() == 1
    assert submission.report == Report.objects.get()


@pytest.mark.parametrize("batches_before_the_end", [0, 1, 2])
def test_killed_while_splitting_it_goes_on_where_it_stopped(monkeypatch, batches_before_the_end):
    monkeypatch.setattr(split, "BATCH", 3)
    lines = json_lines(*({"source_id": str(number), "text": ARTICLE} for number in range(8)))
    submission = receive(lines, "bai.jsonl")
    renew = queue.renew
    renewed = []

    def killed(held):
        if len(renewed) == batches_before_the_end:
            raise Killed
        renewed.append(renew(held))

    with monkeypatch.context() as patch:
        patch.setattr(queue, "renew", killed)
        with pytest.raises(Killed):
            pipeline.ingest(submission.pk)
    assert submission.parts.count() == 3 * batches_before_the_end
    expire_leases()
    assert pipeline.ingest(submission.pk)
    parts = submission.parts.order_by("offset")
    assert [part.name for part in parts] == [f"dòng {number}" for number in range(1, 9)]
    assert b"".join(lines[part.offset :][: part.length] + b"\n" for part in parts) == lines
    submission.refresh_from_db()
    assert (submission.state, submission.outcome) == (State.DONE, Submission.Outcome.SPLIT)


def test_a_worker_that_lost_its_lease_while_writing_leaves_no_report(monkeypatch):
    submission = receive()
    write_facts = store.write_facts

    def taken_over(*args, **kwargs):
        write_facts(*args, **kwargs)
        Submission.objects.filter(pk=submission.pk).update(lease_token="another")

    monkeypatch.setattr(store, "write_facts", taken_over)
    assert pipeline.ingest(submission.pk)
    assert not Report.objects.exists()
    submission.refresh_from_db()
    assert submission.state == State.WORKING


def test_an_unforeseen_error_is_tried_again_and_then_named(monkeypatch, settings, caplog):
    def broken(source):
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setattr(pipeline, "clean", broken)
    settings.INGEST_MAX_ATTEMPTS = 3
    submission = receive()
    for attempt in range(1, 4):
        assert queue.next_waiting(1) == [submission.pk]
        assert pipeline.ingest(submission.pk)
        submission.refresh_from_db()
        assert submission.attempts == attempt
        assert queue.next_waiting(1) == []
        expire_leases()
    assert (submission.state, submission.reason) == (State.FAILED, Reason.INTERNAL)
    assert "nobody foresaw this" in submission.detail
    assert "Traceback" in caplog.text
    assert [event.stage for event in submission.events.all()].count("postponed") == 2


def test_a_reader_s_refusal_is_final():
    submission = ingest(b"%PDF-1.4", "bai.pdf")
    assert (submission.state, submission.reason, submission.attempts) == (State.FAILED, Reason.UNSUPPORTED, 1)
    assert submission.detail == "PDF"
    assert submission.events.last().stage == "failed"


def test_what_kills_every_worker_is_given_up(settings):
    settings.INGEST_MAX_ATTEMPTS = 2
    submission = receive()
    for _ in range(2):
        assert queue.claim(submission.pk)
        expire_leases()
    assert queue.claim(submission.pk) is None
    assert queue.sweep() == 1
    submission.refresh_from_db()
    assert (submission.state, submission.reason) == (State.FAILED, Reason.GAVE_UP)
    assert queue.sweep() == 0


def test_the_sweeper_rings_only_where_something_waits(monkeypatch):
    rung = []
    monkeypatch.setattr(bells, "ring", lambda *bell: rung.append(bell))
    submission = receive()
    queue.claim(submission.pk)
    queue.sweep()
    assert rung == []
    expire_leases()
    queue.sweep()
    assert rung == [(bells.INGEST_WAITING,)]


def test_a_failed_one_can_be_retried_and_then_succeeds(monkeypatch):
    def refuse(source):
        raise IngestError(Reason.NO_ARTICLE)

    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "clean", refuse)
        submission = ingest()
    assert submission.can_be_retried
    assert queue.retry(submission)
    assert pipeline.ingest(submission.pk)
    submission.refresh_from_db()
    assert (submission.state, submission.reason, submission.attempts) == (State.DONE, "", 1)
    assert [event.stage for event in submission.events.all()][:5] == ["received", "read", "clean", "failed", "retried"]
    assert not queue.retry(submission)


def test_every_stage_is_timed():
    events = ingest().events.all()
    stages = ["received", "read", "clean", "parse", "extract", "segment", "store"]
    assert [event.stage for event in events] == stages
    assert all(event.milliseconds is not None for event in events)
