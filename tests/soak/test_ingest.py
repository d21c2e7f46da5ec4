"""A worker killed over and over while articles come in: every one ends exactly once, and the index agrees."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20
ARTICLES = 60
PATIENCE = 180  # seconds

SENTENCE = (
    "Quý {quarter}, Công an tỉnh và Bộ đội Biên phòng tỉnh trao đổi {tips} tin, phối hợp bắt {cases} vụ, "
    "{people} đối tượng phạm tội về ma túy trên tuyến biên giới xã số {commune}, thu giữ {kilos} kg ma túy tổng hợp. "
)


class Site:
    """A data folder of its own, with the processes that work on it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.environment = {**os.environ, "GIAOBAN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "tests.soak.settings"}
        self.environment.pop("DATABASE_URL", None)

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "--app", "config", *arguments, "--loglevel", "WARNING"]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)

    @contextmanager
    def running(self, *arguments: str):
        process = self.start(*arguments)
        try:
            yield process
        finally:
            kill(process)

    def count(self, query: str) -> int:
        with closing(
            sqlite3.connect(f"file:{self.data / 'giaoban.sqlite3'}?mode=ro", uri=True, timeout=30)
        ) as database:
            return database.execute(f"SELECT count(*) FROM {query}").fetchone()[0]  # noqa: S608 - the test's own words

    def wait_until(self, condition) -> bool:
        end = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        return True


def kill(process: subprocess.Popen[bytes]) -> None:
    """All of its processes, with no chance to clean up."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def article(number: int) -> dict[str, str]:
    figures = random.Random(number)
    sentences = [
        SENTENCE.format(
            quarter=figures.randint(1, 4),
            tips=figures.randint(10, 900),
            cases=figures.randint(2, 90),
            people=figures.randint(2, 300),
            commune=figures.randint(1, 9999),
            kilos=figures.randint(1, 500),
        )
        for _ in range(60)
    ]
    paragraphs = ["".join(sentences[start : start + 4]) for start in range(0, 60, 4)]
    title = f"Giao ban công tác phối hợp lần thứ {number} giữa Công an và Bộ đội Biên phòng"
    return {"source_id": f"bai-{number}", "title": title, "text": "\n\n".join(paragraphs)}


def hand_in(site: Site, folder: Path, numbers: list[int]) -> None:
    path = folder / f"{numbers[0]}.jsonl"
    path.write_text("".join(json.dumps(article(number)) + "\n" for number in numbers), encoding="utf-8")
    assert site.manage("ingest", "--publish", str(path)).returncode == 0


@pytest.mark.soak
def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path):
    site = Site(tmp_path / "data")
    assert site.manage("migrate", "-v0").returncode == 0
    moments = random.Random(7)
    worker = ("worker", "--concurrency", "2", "--without-mingle", "--without-gossip")
    unfinished = "archive_submission WHERE state IN ('received', 'working')"
    with site.running("beat", "--pidfile=", "--max-interval", "1"):
        for life in range(KILLS):
            share = ARTICLES // KILLS
            hand_in(site, tmp_path, list(range(share * life, share * (life + 1))))
            before = site.count(f"{unfinished} OR attempts > 0")
            process = site.start(*worker)
            assert site.wait_until(
                lambda: site.count("archive_submission WHERE state = 'working'") or not site.count(unfinished)
            )
            time.sleep(moments.uniform(0, 0.5))
            kill(process)
            assert before
        with site.running(*worker):
            assert site.wait_until(lambda: site.count(unfinished) == 0), "submissions were left behind"
            dirty = "archive_report WHERE revision != indexed_revision"
            assert site.wait_until(lambda: site.count(dirty) == 0), "reports were left unindexed"
    assert site.count("archive_report") == ARTICLES
    assert site.count("(SELECT DISTINCT source_id FROM archive_report)") == ARTICLES
    assert site.count("archive_submission WHERE parent_id IS NOT NULL AND outcome = 'created'") == ARTICLES
    assert site.count("archive_submission WHERE state = 'done'") == ARTICLES + KILLS
    assert site.count("archive_submission WHERE attempts > 1") > 0, "no kill hit a submission in work"
    verified = site.manage("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
