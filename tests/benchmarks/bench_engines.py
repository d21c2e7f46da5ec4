"""How fast each engine answers, beside SQLite FTS5 and PostgreSQL full text on the same articles and queries.

usage: bench_engines.py [--articles N] [--copies N] [--rounds N]

Every engine is asked for the 20 best of the articles that hold all syllables of a query: ten short ones and thirty
titles; ours also for the articles that hold any of them. The peers search the plain text with what they bring (FTS5:
unicode61 and bm25; PostgreSQL: simple and ts_rank): no folding, no pairs, no spellings that meet. PostgreSQL is that of
GIAOBAN_TEST_POSTGRESQL. Times are milliseconds, warm, one client; ratios are to FTS5 in the same run.
"""

import argparse
import os
import re
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from haystack.query import SQ  # noqa: E402

from search.analysis import row as analysis_row  # noqa: E402
from search.backends import tantivy, whoosh  # noqa: E402
from search.backends.base import Index  # noqa: E402
from search.backends.entry import Entry, Rows  # noqa: E402
from tests.benchmarks.news import articles  # noqa: E402

SHORT = [
    "phối hợp", "bộ đội biên phòng", "an ninh trật tự", "hải quan", "buôn lậu qua biên giới", "phòng chống ma túy",
    "cong an tinh", "quy che phoi hop", "tai nạn giao thông", "thành phố Hồ Chí Minh",
]  # fmt: skip
Search = Callable[[str], int]  # a query to the number of its hits


def entries(rows: Iterable[dict[str, str]], first: int) -> Iterable[Entry]:
    for pk, row in enumerate(rows, start=first):
        title, text = (analysis_row(row[part]) for part in ("title", "text"))
        yield Entry(pk, 1, Rows(title, text), dates={"dated_on": 20170000 + pk % 1200})


def ours(kind: type[Index], lookup: str) -> Callable[[list[dict[str, str]], Path], Search]:
    def build(rows: list[dict[str, str]], folder: Path) -> Search:
        files = folder / kind.ENGINE
        if not files.exists():
            files.mkdir()
            for start in range(0, len(rows), kind.BATCH):
                kind(files).commit(entries(rows[start : start + kind.BATCH], start + 1))
        reader = kind(files).reader()
        return lambda query: reader.top(reader.plan(SQ(**{lookup: query})), 0, 20, "-score")[0]

    return build


def fts5(rows: list[dict[str, str]], folder: Path) -> Search:
    database = sqlite3.connect(folder / "fts5.sqlite3")
    database.execute("create virtual table article using fts5(title, body, tokenize='unicode61 remove_diacritics 0')")
    database.executemany("insert into article values (:title, :text)", rows)
    database.execute("insert into article(article) values ('optimize')")
    database.commit()

    def search(query: str) -> int:
        asked = " ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        database.execute("select rowid from article where article match ? order by rank limit 20", [asked]).fetchall()
        return int(database.execute("select count(*) from article where article match ?", [asked]).fetchone()[0])

    return search


def postgresql(rows: list[dict[str, str]], _folder: Path) -> Search | None:
    server = os.environ.get("GIAOBAN_TEST_POSTGRESQL")
    if not server:
        return None
    import psycopg

    database = psycopg.connect(server, autocommit=True)
    database.execute("create temporary table article (id serial primary key, words tsvector)")
    with database.cursor() as cursor:
        insert = "insert into article (words) values (to_tsvector('simple', %s))"
        cursor.executemany(insert, [[f"{row['title']}\n{row['text']}"] for row in rows])
    database.execute("create index on article using gin (words)")
    database.execute("analyze article")
    best = (
        "select id, count(*) over () from article, plainto_tsquery('simple', %s) asked where words @@ asked"
        " order by ts_rank(words, asked) desc limit 20"
    )

    def search(query: str) -> int:
        found = database.execute(best, [query]).fetchall()
        return int(found[0][1]) if found else 0

    return search


PEERS: dict[str, Callable[[list[dict[str, str]], Path], Search | None]] = {
    "SQLite FTS5, all": fts5,
    "PostgreSQL, all": postgresql,
    "Whoosh, all": ours(whoosh.Index, "content__all"),
    "Whoosh, any": ours(whoosh.Index, "content__any"),
    "Tantivy, all": ours(tantivy.Index, "content__all"),
    "Tantivy, any": ours(tantivy.Index, "content__any"),
}


def timed(search: Search, queries: list[str], rounds: int) -> list[float]:
    times = []
    for number in range(rounds + 1):
        for query in queries:
            started = time.perf_counter()
            search(query)
            if number:  # the first round warms
                times.append(1000 * (time.perf_counter() - started))
    return sorted(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=12_000)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    rows = list(articles(options.articles)) * options.copies
    queries = SHORT + [row["title"] for row in rows[7 : options.articles : options.articles // 30]][:30]
    print(f"{len(rows)} articles, {len(queries)} queries, {options.rounds} rounds")
    print(f"{'':18}{'build s':>9}{'median':>9}{'p95':>9}{'worst':>9}{'x FTS5':>9}")
    folder = Path(tempfile.mkdtemp(prefix="giaoban-bench-"))
    try:
        compare(rows, queries, options.rounds, folder)
    finally:
        shutil.rmtree(folder)


def compare(rows: list[dict[str, str]], queries: list[str], rounds: int, folder: Path) -> None:
    base = 0.0
    for name, build in PEERS.items():
        started = time.perf_counter()
        search = build(rows, folder)
        built = time.perf_counter() - started
        if search is None:
            print(f"{name:18}  skipped: GIAOBAN_TEST_POSTGRESQL names no server")
            continue
        times = timed(search, queries, rounds)
        median = statistics.median(times)
        base = base or median
        p95 = times[int(0.95 * (len(times) - 1))]
        print(f"{name:18}{built:9.1f}{median:9.2f}{p95:9.2f}{times[-1]:9.2f}{median / base:9.2f}", flush=True)


if __name__ == "__main__":
    main()
