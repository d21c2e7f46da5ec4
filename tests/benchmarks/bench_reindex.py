"""How fast the index is rebuilt from what is stored, on one core, and how much memory that takes.

usage: bench_reindex.py [--articles N] [--copies N ...] [--engines whoosh tantivy]

The articles are written straight into a scratch database. Their words are those that underthesea finds in the first
200 articles, joined wherever they occur: finding the words of all would take hours and is what a rebuild need not do.
Each rebuild is `manage.py reindex` in a process of its own, held to one core; memory is the most it ever had. The first
one after the articles were loaded makes the analysis that is kept for all later ones: it has a line of its own. The
rate is that which the command tells, without the start of the program. The peer is SQLite FTS5, which is given the
plain texts on the same core.
"""

import argparse
import hashlib
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

_data = tempfile.TemporaryDirectory(prefix="giaoban-bench-")
os.environ["GIAOBAN_DATA"] = _data.name

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from archive.models import Report, Segmentation  # noqa: E402
from archive.vietnamese.segment import segment  # noqa: E402
from tests.benchmarks.news import articles  # noqa: E402

ARTICLES_FOR_WORDS = 200
ROWS = 500


def two_syllable_words(texts: Iterable[str]) -> set[tuple[str, str]]:
    words = (tuple(word.text.lower().split()) for text in texts for word in segment(text))
    return {(word[0], word[1]) for word in words if len(word) == 2}


def joined(text: str, words: set[tuple[str, str]]) -> str:
    syllables = text.split()
    row = syllables[:1]
    for left, right in pairwise(syllables):
        is_word = (left.lower(), right.lower()) in words and "_" not in row[-1]
        row[-1:] = [f"{row[-1]}_{right}"] if is_word else [row[-1], right]
    return " ".join(row)


def rows(count: int, copy: int, words: set[tuple[str, str]]) -> Iterator[tuple[Report, Segmentation]]:
    for number, article in enumerate(articles(count), start=copy * count + 1):
        digest = hashlib.sha256(article["text"].encode()).hexdigest()
        report = Report(
            accession=f"GB-{number:06}", title=article["title"][:600], text=article["text"], text_sha256=digest,
            source_text=article["text"], status=Report.Status.PUBLISHED, published_on=f"2017-{number % 12 + 1:02}",
        )  # fmt: skip
        title, text = joined(article["title"], words), joined(article["text"], words)
        yield report, Segmentation(report=report, text_sha256=digest, segmenter="bench", title=title, text=text)


def load(count: int, copy: int, words: set[tuple[str, str]]) -> None:
    waiting = rows(count, copy, words)
    while batch := list(islice(waiting, ROWS)):
        Report.objects.bulk_create(report for report, _words in batch)
        Segmentation.objects.bulk_create(segmentation for _report, segmentation in batch)


def rebuild(engine: str) -> tuple[float, float]:
    """Articles a second that a rebuild reports, and its peak of memory in MB."""
    command = [sys.executable, "-W", "ignore", "manage.py", "reindex"]
    environment = {**os.environ, "GIAOBAN_SEARCH_ENGINE": engine}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        preexec_fn=_hold_to_one_core,
    )  # fmt: skip
    assert process.stdout is not None
    told = re.search(r"([0-9]+) a second", process.stdout.read())
    _pid, status, usage = os.wait4(process.pid, 0)
    if status or not told:
        raise SystemExit("reindex failed")
    return float(told[1]), usage.ru_maxrss / 1024


def _hold_to_one_core() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def peer(count: int) -> float:
    """Articles a second that FTS5 takes in, on the same core."""
    rows = list(articles(count))
    cores = os.sched_getaffinity(0)
    _hold_to_one_core()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "fts5.sqlite3")
        database.execute("create virtual table article using fts5(title, body, tokenize='unicode61')")
        database.executemany("insert into article values (:title, :text)", rows)
        database.commit()
        database.close()
    seconds = time.perf_counter() - started
    os.sched_setaffinity(0, cores)
    return len(rows) / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=12_000)
    parser.add_argument("--copies", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--engines", nargs="+", default=["tantivy", "whoosh"])
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    words = two_syllable_words(article["text"] for article in articles(min(options.articles, ARTICLES_FOR_WORDS)))
    print(f"{'':18}{'articles':>10}{'a second':>10}{'peak MB':>10}{'/ FTS5':>10}")
    loaded = 0
    for copies in sorted(options.copies):
        for copy in range(loaded, copies):
            load(options.articles, copy, words)
        loaded = copies
        beside = peer(options.articles)
        print(f"{'SQLite FTS5':18}{options.articles:10}{beside:10.0f}")
        for name, engine in [("first, ", options.engines[0]), *(("", engine) for engine in options.engines)]:
            rate, megabytes = rebuild(engine)
            count = options.articles * copies
            print(f"{name + engine:18}{count:10}{rate:10.0f}{megabytes:10.0f}{rate / beside:10.2f}", flush=True)


if __name__ == "__main__":
    main()
