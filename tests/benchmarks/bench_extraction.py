"""Time of clean, parse and extract on one core, segmentation not counted.

usage: python -m tests.benchmarks.bench_extraction [COUNT]

Prints milliseconds per 4,000 characters over the sample archive and, where ../shared is, over COUNT news articles; then
how much longer a text of a megabyte takes than its half, for each kind of hostile text.
"""

import gzip
import json
import sys
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from statistics import median

from archive.ingest.clean import clean
from archive.ingest.extract import extract
from archive.ingest.parse import parse
from archive.ingest.records import Source
from tests.archive.ingest.extract.test_evidence import HOSTILE, samples, seconds

NEWS = Path(__file__).resolve().parents[3] / "shared" / "eval" / "news.jsonl.gz"
ORDINARY = 4000


def news(count: int) -> Iterable[Source]:
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, islice(lines, count)):
            yield Source(text=f"{row['title']}\n{row['text']}", title=row["title"])


def report(name: str, sources: Iterable[Source]) -> None:
    times, characters = [], 0
    for source in sources:
        start = time.process_time()
        extract(parse(clean(source)))
        times.append(time.process_time() - start)
        characters += len(source.text)
    each = 1000 * sum(times) / characters * ORDINARY
    print(f"{name:10} {len(times):6} articles  {each:6.1f} ms per {ORDINARY} characters", end="")
    print(f"  median {1000 * median(times):6.1f} ms an article  worst {1000 * max(times):6.1f} ms")


def main(count: int) -> None:
    extract(
        parse(clean(Source(text="Họp giao ban\n\nCông an tỉnh họp giao ban.")))
    )  # the authority files are read once
    report("samples", samples())
    if NEWS.exists():
        report("news", news(count))
    for kind, phrase in HOSTILE.items():
        text = phrase * (1_000_000 // len(phrase))
        half, whole = seconds(text[:500_000]), seconds(text)
        print(f"{kind:10} half a megabyte {half:6.2f} s  a megabyte {whole:6.2f} s  ratio {whole / half:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
