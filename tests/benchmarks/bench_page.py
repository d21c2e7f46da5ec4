"""How long the complete results page takes, beside SQLite FTS5 answering the same queries with the same page size.

usage: python -m tests.benchmarks.bench_page [--articles N] [--rounds N] [--profile]

Without GIAOBAN_DATA, N news articles are first ingested and published in a scratch archive (the whole line, some 15 a
second), and each engine is measured on it in a process of its own. With GIAOBAN_DATA, the archive there is measured
with the engine of GIAOBAN_SEARCH_ENGINE.

One process, Django's test client, warm, one client. Printed: median and 95th percentile in milliseconds of the page (20
hits, facets, histogram, snippets), of its answer as JSON, and of the peer: FTS5 (any syllable, bm25) with the twenty
rows read, which makes no facets, snippets or page.
"""

import argparse
import cProfile
import os
import pstats
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

import django

SCRATCH = None if "GIAOBAN_DATA" in os.environ else tempfile.TemporaryDirectory(prefix="giaoban-bench-")
if SCRATCH:
    os.environ["GIAOBAN_DATA"] = SCRATCH.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from archive.models import Report  # noqa: E402
from search.analysis import keys  # noqa: E402
from tests.benchmarks.news import SHARED, articles  # noqa: E402

QUERIES = [
    "giao ban", "phòng chống ma túy", "biên giới Việt Lào", "công an tỉnh Nghệ An", "cảnh sát biển",
    "buôn lậu thuốc lá", "quy chế phối hợp", "tội phạm công nghệ cao", "phong chong tham nhung", "an ninh trật tự",
    "hai quan", "QLTT buôn lậu", "Bộ Quốc phòng", '"tuần tra"', "cháy rừng -Mỹ", "bảo hiểm xã hội OR bảo hiểm y tế",
    "ngày:2019 ma túy", "UBND TP HCM", "lực lượng nào phối hợp chống buôn lậu trên biển?",
    "tai nạn giao thông đường sắt", "xăng dầu", "nước", "của", "lũ quét",
]  # fmt: skip


def peer() -> Callable[[str], None]:
    """SQLite FTS5 over the same keys."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE t USING fts5(k, tokenize='unicode61')")
    rows = Report.objects.published().values_list("pk", "title", "text").iterator(chunk_size=500)
    base.executemany(
        "INSERT INTO t(rowid, k) VALUES (?, ?)", ((pk, " ".join(keys(f"{title} {text}"))) for pk, title, text in rows)
    )

    def ask(query: str) -> None:
        match = " OR ".join(f'"{key}"' for key in keys(query))
        found = base.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 20", (match,)).fetchall()
        base.execute("SELECT count(*) FROM t WHERE t MATCH ?", (match,)).fetchone()
        list(Report.objects.published().filter(pk__in=[pk for (pk,) in found]))

    return ask


def timed(ask: Callable[[str], object], rounds: int) -> list[float]:
    for query in QUERIES:
        ask(query)
    times = []
    for _round in range(rounds):
        for query in QUERIES:
            begun = time.perf_counter()
            ask(query)
            times.append((time.perf_counter() - begun) * 1e3)
    return times


def show(name: str, times: list[float]) -> float:
    median = statistics.median(times)
    print(f"{name:34} p50 {median:7.1f} ms   p95 {sorted(times)[int(0.95 * len(times))]:7.1f} ms")
    return median


def measure_scratch(count: int, arguments: list[str]) -> None:
    """Fill the scratch archive, and measure it with each engine."""
    next(articles(1))  # ends by name where the articles are not on this machine
    news = str(SHARED / "eval" / "news.jsonl.gz")
    steps = [["migrate"], ["load_authorities"], ["ingest", news, "--limit", str(count), "--publish", "--wait"]]
    for step in steps:
        subprocess.run([sys.executable, "manage.py", *step], check=True, stdout=subprocess.DEVNULL)
    for engine in ("whoosh", "tantivy"):
        environment = {**os.environ, "GIAOBAN_SEARCH_ENGINE": engine}
        subprocess.run([sys.executable, "manage.py", "reindex", "--verbosity", "0"], check=True, env=environment)
        subprocess.run([sys.executable, "-m", "tests.benchmarks.bench_page", *arguments], check=True, env=environment)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--articles", type=int, default=2_000)
    arguments = parser.parse_args()
    if SCRATCH:
        measure_scratch(arguments.articles, sys.argv[1:])
        return
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    client = Client()

    def page(query: str) -> None:
        assert client.get("/search/", {"q": query}).status_code == 200

    def api(query: str) -> None:
        assert client.get("/api/v1/search/", {"q": query, "page_size": 20}).status_code == 200

    page("giao ban")
    time.sleep(1)
    print(f"{Report.objects.published().count()} reports, engine {settings.SEARCH_ENGINE}, {len(QUERIES)} queries")
    if arguments.profile:
        timed(page, 1)
        profile = cProfile.Profile()
        profile.runcall(timed, page, arguments.rounds)
        pstats.Stats(profile).sort_stats("cumulative").print_stats(70)
        return
    whole = show("results page", timed(page, arguments.rounds))
    show("the same as JSON", timed(api, arguments.rounds))
    other = show("SQLite FTS5, hits and rows only", timed(peer(), arguments.rounds))
    print(f"page / FTS5: {whole / other:.2f}")


if __name__ == "__main__":
    main()
