"""`manage.py ingest`, `load_samples` and `withdraw` from the command line."""

import gzip
import io
import os

import pytest
from django.core.management import CommandError, call_command

from archive.models import Change, Report, Submission
from tests.archive.ingest.conftest import ARTICLE, json_lines

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alone(settings, tmp_path, monkeypatch):
    """One process, no index, no authority files: what is waited for here is the queue."""
    settings.SUBMISSIONS_DIR = tmp_path / "submissions"
    monkeypatch.setattr("archive.management.batch.wait_for_index", lambda: None)
    monkeypatch.setattr("archive.management.batch.load_if_missing", lambda: False)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in" / "more").mkdir(parents=True)
    return tmp_path / "in"


def run(*arguments) -> str:
    output = io.StringIO()
    call_command("ingest", *map(str, arguments), stdout=output, stderr=io.StringIO())
    return output.getvalue()


def test_files_and_folders_are_worked_through_and_their_ends_counted(folder):
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "more" / "b.txt").write_text(f"{ARTICLE} Hết.")
    (folder / "more" / "again.txt").write_text(ARTICLE)
    (folder / "more" / "c.bin").write_bytes(bytes(range(32)) * 9)
    (folder / ".hidden").write_text("not for us")
    table = run(folder, "--wait")
    counted = {tuple(line.split()[:2]) for line in table.splitlines()}
    assert counted == {("2", "created"), ("1", "duplicate"), ("1", "binary")}
    assert not Submission.objects.unfinished().exists()


def test_the_articles_of_a_file_are_counted_not_the_file(folder):
    (folder / "a.jsonl").write_bytes(json_lines({"text": ARTICLE}, {"text": f"{ARTICLE} Hết."}) + b"{broken\n")
    table = run(folder / "a.jsonl", "--wait")
    assert {tuple(line.split()[:2]) for line in table.splitlines()} == {("2", "created"), ("1", "broken_json")}


def test_a_packed_file_is_unpacked_while_it_is_received(folder):
    (folder / "a.jsonl.gz").write_bytes(gzip.compress(json_lines({"source_id": "a-1", "text": ARTICLE})))
    run(folder, "--wait")
    assert Report.objects.get().source_id == "a-1"
    assert Submission.objects.get(parent=None).name == "a.jsonl"


def test_a_limit_takes_the_first_lines(folder):
    (folder / "a.jsonl").write_bytes(json_lines(*({"source_id": str(n), "text": f"{ARTICLE} {n}"} for n in range(5))))
    run(folder, "--wait", "--limit", "2")
    assert set(Report.objects.values_list("source_id", flat=True)) == {"0", "1"}


def test_a_json_lines_file_may_be_larger_than_an_article(folder, settings):
    settings.SUBMISSION_MAX_BYTES = 5000
    (folder / "a.jsonl").write_bytes(json_lines(*({"source_id": str(n), "text": f"{ARTICLE} {n}"} for n in range(9))))
    (folder / "b.txt").write_text("x" * 6000)
    table = run(folder, "--wait")
    assert {tuple(line.split()[:2]) for line in table.splitlines()} == {("9", "created"), ("1", "too_large")}


def test_publish_publishes_what_is_no_report(folder):
    (folder / "a.txt").write_text(
        "Giá thanh long\n\nTại chợ đầu mối, giá thanh long tăng nhẹ so với tuần trước, theo thương lái."
    )
    run(folder, "--wait")
    assert Report.objects.get().status == Report.Status.DRAFT
    run(folder, "--wait", "--publish")
    assert Report.objects.get().status == Report.Status.PUBLISHED


def test_without_wait_the_rows_are_there_for_the_worker(folder):
    (folder / "a.txt").write_text(ARTICLE)
    run(folder)
    assert Submission.objects.get().state == Submission.State.RECEIVED


def test_what_cannot_be_received_makes_the_command_fail_and_the_rest_goes_on(folder):
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "b.jsonl.gz").write_bytes(b"\x1f\x8b broken")
    with pytest.raises(CommandError, match="2 could not be received"):
        run(folder / "missing.txt", folder / "b.jsonl.gz", folder / "a.txt", "--wait")
    assert Report.objects.count() == 1


def test_a_file_name_in_no_encoding_is_received(folder):
    try:
        (folder / os.fsdecode(b"b\xe0i.txt")).write_text(ARTICLE)
    except OSError:
        pytest.skip("this file system takes no such name")
    run(folder, "--wait")
    assert Submission.objects.get().name == "b\ufffdi.txt"


def test_the_samples_are_loaded_once_and_marked():
    call_command("load_samples", stdout=io.StringIO(), stderr=io.StringIO())
    count = Report.objects.count()
    assert count >= 36
    assert not Report.objects.filter(is_sample=False).exists()
    assert not Submission.objects.filter(state=Submission.State.FAILED).exists()
    output = io.StringIO()
    call_command("load_samples", stdout=output, stderr=io.StringIO())
    assert Report.objects.count() == count
    assert output.getvalue().split()[:2] == [str(count), "unchanged"]


def test_withdrawing_takes_the_report_out_of_sight_and_is_remembered(folder):
    (folder / "a.txt").write_text(ARTICLE)
    run(folder, "--wait")
    report = Report.objects.get()
    call_command("withdraw", report.accession, "--reason", "Theo yêu cầu của tòa soạn", stdout=io.StringIO())
    report.refresh_from_db()
    assert (report.status, report.withdrawal_reason) == (Report.Status.WITHDRAWN, "Theo yêu cầu của tòa soạn")
    assert Change.objects.get().action == "withdraw"


def test_withdrawing_what_is_not_there_says_so():
    with pytest.raises(CommandError, match="GB-999999"):
        call_command("withdraw", "GB-999999", "--reason", "x")
