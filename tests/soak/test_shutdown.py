"""Stopped in the middle of its work, the site ends within seconds and without a complaint, and then goes on at once."""

import random
import signal
import sys
import time

import pytest

from tests.soak.articles import write_articles
from tests.soak.site import Site

ARTICLES = 400
STOPS = 12
SECONDS_TO_END = 5  # then honcho kills
SECONDS_TO_GO_ON = 15


@pytest.mark.soak
def test_a_site_that_is_stopped_while_it_ingests_gives_back_what_was_in_flight(tmp_path):
    site = Site(tmp_path / "data")
    assert site.manage("prepare").returncode == 0
    write_articles(tmp_path / "more.jsonl", range(ARTICLES))
    assert site.manage("ingest", "--publish", str(tmp_path / "more.jsonl")).returncode == 0
    moments = random.Random(5)
    finished = "archive_submission WHERE state = 'done'"
    log = tmp_path / "site.log"
    took = []
    for _stop in range(STOPS):
        done = site.count(finished)
        process = site.start(sys.executable, "-m", "honcho", "start", "--no-prefix", output=log)
        started = time.monotonic()
        assert site.wait_until(lambda done=done: site.count(finished) > done)
        assert time.monotonic() - started < SECONDS_TO_GO_ON
        time.sleep(moments.uniform(0, 2))
        assert site.count("archive_submission WHERE state = 'received'"), "the articles were too few"
        stopped = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.wait()
        took.append(time.monotonic() - stopped)
        assert site.count("archive_submission WHERE state = 'working'") == 0
    complaints = [line for line in log.read_text().splitlines() if "ERROR" in line or "Traceback" in line]
    assert complaints == []
    assert max(took) < SECONDS_TO_END, took
