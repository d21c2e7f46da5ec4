"""The straight line on PostgreSQL, Redis and Tantivy: what `compose.yaml` runs, without the containers."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.soak.articles import write_articles

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120  # seconds
UNFINISHED = "archive_submission WHERE state IN ('received', 'working')"

pytestmark = [pytest.mark.postgresql, pytest.mark.redis]


@pytest.fixture(scope="module")
def postgresql_url() -> Iterator[str]:
    """A database of its own on the server of GIAOBAN_TEST_POSTGRESQL."""
    server = os.environ.get("GIAOBAN_TEST_POSTGRESQL")
    if not server:
        pytest.skip("GIAOBAN_TEST_POSTGRESQL names no PostgreSQL server")
    name = f"giaoban_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'create database "{name}"')
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f'drop database "{name}" with (force)')


@pytest.fixture(scope="module")
def redis_url() -> str:
    url = os.environ.get("GIAOBAN_TEST_REDIS")
    if not url:
        pytest.skip("GIAOBAN_TEST_REDIS names no Redis server")
    return url


class Machine:
    """The commands of a site on these services."""

    def __init__(self, data: Path, database: str, queue: str) -> None:
        self.database = database
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "GIAOBAN_DATA": str(data),
            "GIAOBAN_SEARCH_ENGINE": "tantivy",
            "DATABASE_URL": database,
            "CELERY_BROKER_URL": queue,
        }

    def start(self, *command: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            (sys.executable, *command), cwd=ROOT, env=self.environment, stdout=pipe, stderr=pipe, text=True,
            start_new_session=True,
        )  # fmt: skip

    def manage(self, *arguments: str) -> str:
        process = self.start("manage.py", *arguments)
        output, errors = process.communicate()
        assert process.returncode == 0, f"{arguments}: {output}\n{errors}"
        return output

    @contextmanager
    def worker(self) -> Iterator[None]:
        """A worker, told to stop as a process manager tells it; it has nothing to complain of."""
        process = self.start("-m", "celery", "--app", "config", "worker", "--loglevel", "WARNING", "--without-mingle")
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            output, errors = process.communicate(timeout=PATIENCE)
        assert "ERROR" not in output + errors, output + errors

    def count(self, query: str) -> int:
        with psycopg.connect(self.database) as connection:
            row = connection.execute(f"SELECT count(*) FROM {query}").fetchone()  # noqa: S608 - the test's own words
            return int(row[0]) if row else 0

    def wait_until(self, condition: Callable[[], bool]) -> bool:
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                return False
            time.sleep(0.2)
        return True


@pytest.fixture(scope="module")
def machine(tmp_path_factory, postgresql_url, redis_url) -> Machine:
    made = Machine(tmp_path_factory.mktemp("data"), postgresql_url, redis_url)
    made.manage("migrate", "--verbosity", "0")
    made.manage("load_samples")
    return made


UPLOAD = """
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
client = Client(SERVER_NAME="localhost")
client.force_login(get_user_model().objects.create_superuser("quan-tri"))
with open({path!r}, "rb") as file:
    answer = client.post(reverse("submission_new"), {{"files": SimpleUploadedFile("bai.jsonl", file.read())}})
assert answer.status_code == 302, answer.content.decode()
"""


def test_the_samples_are_ingested_and_the_index_equals_the_database(machine):
    assert machine.count("archive_place") > 1000, "the samples were read without the authority files"
    assert len(machine.manage("export", "--format", "jsonl", "--all").splitlines()) >= 48
    machine.manage("reindex")
    machine.manage("verify")


def test_a_worker_takes_up_what_is_uploaded(machine, tmp_path):
    write_articles(tmp_path / "bai.jsonl", range(5), sentences=12)
    with machine.worker():
        machine.manage("shell", "-v0", "-c", UPLOAD.format(path=str(tmp_path / "bai.jsonl")))
        uploaded = "archive_submission WHERE name = 'bai.jsonl' AND state = 'done'"
        assert machine.wait_until(lambda: machine.count(uploaded) and not machine.count(UNFINISHED))
        assert machine.wait_until(lambda: not machine.count("archive_report WHERE revision != indexed_revision"))
    assert machine.count("archive_report WHERE source_id LIKE 'bai-%'") == 5
    machine.manage("verify")


def test_writers_of_the_same_articles_at_once_write_each_once(machine, tmp_path):
    """Four commands and a worker work through the same articles; every one becomes one report."""
    write_articles(tmp_path / "bai.jsonl", range(100, 130), sentences=12)
    with machine.worker():
        writers = [machine.start("manage.py", "ingest", "--wait", str(tmp_path / "bai.jsonl")) for _ in range(4)]
        for writer in writers:
            _output, errors = writer.communicate(timeout=PATIENCE)
            assert writer.returncode == 0, errors
    written = "FROM archive_report WHERE source_id LIKE 'bai-1__'"
    assert machine.count(f"(SELECT source_id {written}) AS reports") == 30
    assert machine.count(f"(SELECT DISTINCT source_id {written}) AS sources") == 30
    assert machine.count("archive_submission WHERE state = 'failed'") == 0
    assert machine.count(UNFINISHED) == 0
    machine.manage("verify")
