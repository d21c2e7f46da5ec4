"""How good "did you mean" is on labelled real misspellings, with the news articles as the archive's vocabulary.

usage: python -m tests.benchmarks.bench_spelling [--articles N] [--window N] [--limit N] [--half 0|1]

The costs in search.spelling were set on the pages of even number (--half 0): the figures to believe are those of the
others (--half 1).

Each error is cut out with its neighbours, as it would be typed in a query. Printed: the share of errors put right
(the whole window as it should be), the share for which some suggestion is made, and how often the same window, typed
right, is met with a suggestion all the same; and the time one query takes.
"""

import argparse
import gzip
import json
import os
import random
import statistics
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from archive.vietnamese.normalize import fold, normalize  # noqa: E402
from archive.vietnamese.syllables import tokenize  # noqa: E402
from search.analysis import keys  # noqa: E402
from search.spelling import correct  # noqa: E402
from search.vocabulary import gathered  # noqa: E402

SHARED = Path(__file__).resolve().parents[3] / "shared"


def articles(count: int) -> Iterator[str]:
    with gzip.open(SHARED / "eval" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in islice(lines, count):
            article = json.loads(line)
            yield normalize(f"{article['title']}\n{article['text']}")


def windows(width: int, half: int | None) -> Iterator[tuple[str, set[str]]]:
    """(typed, what it should be) of every labelled error that is one syllable for one."""
    with (SHARED / "eval" / "spelling" / "spelling_test.json").open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if half not in (None, number % 2):
                continue
            page = json.loads(line)
            text = page["text"]
            for mistake in page["mistakes"]:
                start = int(mistake["start_offset"])
                end = start + len(mistake["text"])
                if text[start:end] == mistake["text"] and " " not in mistake["text"]:
                    left = " ".join(text[max(0, start - 80) : start].split("\n")[-1].split()[-width:])
                    right = " ".join(text[end : end + 80].split("\n")[0].split()[:width])
                    typed = normalize(f"{left} {mistake['text']} {right}".strip())
                    better = {normalize(f"{left} {better} {right}".strip()) for better in mistake["suggest"]}
                    if not any(same(typed, other) for other in better):  # the index has one key for hòan and hoàn
                        yield typed, better


def same(one: str, other: str) -> bool:
    return [key for token in tokenize(one) for key in keys(token.text)] == [
        key for token in tokenize(other) for key in keys(token.text)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--window", type=int, default=2)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    words = gathered(articles(arguments.articles))
    cases = list(windows(arguments.window, arguments.half))
    cases = random.Random(7).sample(cases, min(arguments.limit, len(cases)))
    right, offered, alarms, restored, times = 0, 0, 0, 0, []
    for typed, wanted in cases:
        begun = time.perf_counter()
        found = correct(typed, words)
        times.append(time.perf_counter() - begun)
        offered += found is not None
        is_right = found is not None and any(same(found.text, better) for better in wanted)
        right += is_right
        if arguments.show and not is_right:
            print(f"  {typed}  ->  {found.text if found else '-'}  wanted {wanted}")
        better = next(iter(wanted))
        alarms += correct(better, words) is not None
        unmarked = correct(fold(better), words)
        restored += unmarked is not None and same(unmarked.text.lower(), better.lower())
    count = len(cases)
    print(f"{count} errors, {len(words.syllables)} syllables, {len(words.neighbours)} pairs, window {arguments.window}")
    print(f"put right {right / count:.3f}  offered {offered / count:.3f}  false alarms {alarms / count:.3f}")
    print(f"marks restored in the whole window {restored / count:.3f}")
    print(f"ms a query: median {statistics.median(times) * 1e3:.2f}  p95 {sorted(times)[int(0.95 * count)] * 1e3:.2f}")


if __name__ == "__main__":
    main()
