"""How extraction generalises: sixty invented articles it was not written on, floors slightly below what is reached.

The mistakes in f01 to f30 were looked at and mended; those in f31 to f60 were only ever counted. Keep it so: a change
is tried on the first half, and the second half says whether it holds elsewhere.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.archive.ingest.articles import exported, extracted, facts

FRESH = Path(__file__).parent / "fresh"
FIRST_UNSEEN = "f31"
FLOORS = {
    "is_report": (1.0, 1.0),
    "title": (1.0, 1.0),
    "published_on": (1.0, 1.0),
    "meeting_on": (1.0, 0.86),
    "province": (1.0, 0.95),
    "agencies": (0.98, 0.87),
    "officials": (1.0, 0.98),
    "rank of found officials": (1.0, 0.98),
    "posts of found officials": (1.0, 0.98),
    "documents": (1.0, 1.0),
    "figures": (0.98, 0.95),
    "captions": (1.0, 0.8),
    "byline": (1.0, 0.9),
    "furniture kept out": (1.0, 0.75),
}


def rows(name: str, seen: bool) -> list[dict]:
    found = [json.loads(line) for line in (FRESH / name).read_text(encoding="utf-8").splitlines()]
    return [row for row in found if (row["source_id"] < FIRST_UNSEEN) == seen]


def written(path: Path, lines: list[dict]) -> str:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return str(path)


def read(row: dict):
    return extracted(row["text"], source_id=row["source_id"], url=row["url"])


@pytest.fixture(scope="module", params=[True, False], ids=["developed-on", "only-counted"])
def half(request, shared, tmp_path_factory):
    """Which half it is, and its scores."""
    folder, seen = tmp_path_factory.mktemp("fresh"), request.param
    export = written(folder / "export.jsonl", [exported(read(row)) for row in rows("articles.jsonl", seen)])
    judged = written(folder / "expected.jsonl", rows("expected.jsonl", seen))
    command = [sys.executable, str(shared / "tools" / "score_extraction.py"), export, judged, "--json"]
    return seen, json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize("field", FLOORS)
def test_fresh_articles_are_read_as_judged(half, field):
    seen, scores = half
    assert scores[field] >= FLOORS[field][0 if seen else 1]


def test_every_quote_is_the_slice_of_its_span():
    for extraction in map(read, rows("articles.jsonl", True) + rows("articles.jsonl", False)):
        for fact in facts(extraction):
            if fact.evidence.span is not None:
                assert fact.evidence.span.of(extraction.parsed.source.text) == fact.evidence.quote
