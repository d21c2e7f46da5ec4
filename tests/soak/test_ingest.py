"""A worker killed over and over while articles come in: every one ends exactly once, and the index agrees."""

import random
import time

import pytest

from tests.soak.articles import write_articles
from tests.soak.site import Site, kill

KILLS = 20
ARTICLES = 60


def hand_in(site: Site, folder, numbers: list[int]) -> None:
    path = folder / f"{numbers[0]}.jsonl"
    write_articles(path, numbers)
    assert site.manage("ingest", "--publish", str(path)).returncode == 0


@pytest.mark.soak
def test_twenty_kills_lose_nothing_and_double_nothing(tmp_path):
    site = Site(tmp_path / "data", settings="tests.soak.settings")
    assert site.manage("migrate", "-v0").returncode == 0
    assert site.manage("load_authorities", "-v0").returncode == 0
    moments = random.Random(7)
    worker = site.celery("worker", "--concurrency", "2", "--without-mingle", "--without-gossip")
    unfinished = "archive_submission WHERE state IN ('received', 'working')"
    with site.running(*site.celery("beat", "--pidfile=", "--max-interval", "1")):
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
