"""How well the judged articles beside the project are read: floors slightly below what is reached."""

import importlib.util
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pytest

from archive.ingest.records import Source
from archive.review.decide import ACCEPT_ALL_FROM, ACCEPTED_AT_ONCE
from tests.archive.ingest.articles import exported, extracted, facts

FLOORS = {
    "is_report": 0.96,
    "title": 0.98,
    "published_on": 0.95,
    "published_on left empty": 0.98,
    "meeting_on": 0.96,
    "meeting_on left empty": 0.96,
    "province": 0.95,
    "agencies": 0.93,
    "officials": 0.98,
    "rank of found officials": 0.97,
    "posts of found officials": 0.98,
    "documents": 0.98,
    "figures": 0.95,
    "captions": 0.94,
    "byline": 0.92,
    "furniture kept out": 0.90,
}


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def extractions(shared):
    articles = rows(shared / "eval" / "reports" / "articles.jsonl")
    return [extracted(row["text"], source_id=row["source_id"], url=row["url"]) for row in articles]


@pytest.fixture(scope="module")
def scores(shared, extractions, tmp_path_factory):
    export = tmp_path_factory.mktemp("scores") / "export.jsonl"
    export.write_text(
        "".join(json.dumps(exported(e), ensure_ascii=False) + "\n" for e in extractions), encoding="utf-8"
    )
    expected = shared / "eval" / "reports" / "expected.jsonl"
    command = [sys.executable, str(shared / "tools" / "score_extraction.py"), str(export), str(expected), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize("field", FLOORS)
def test_judged_articles_are_read_as_judged(scores, field):
    assert scores[field] >= FLOORS[field]


def test_every_quote_is_the_slice_of_its_span(extractions):
    for extraction in extractions:
        for fact in facts(extraction):
            if fact.evidence.span is not None:
                assert fact.evidence.span.of(extraction.parsed.source.text) == fact.evidence.quote


@pytest.fixture(scope="module")
def scorer(shared) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_extraction", shared / "tools" / "score_extraction.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def sure(shared, scorer, extractions) -> dict[str, list[bool]]:
    """By kind, of each fact at or above the accept-all threshold whether it is as judged."""
    judged = {row["source_id"]: row for row in rows(shared / "eval" / "reports" / "expected.jsonl")}
    outcomes: dict[str, list[bool]] = defaultdict(list)
    for extraction in extractions:
        gold = judged[extraction.parsed.source.source_id]
        if gold["is_report"]:
            for kind, is_right in sure_facts(scorer, extraction, gold):
                outcomes[kind].append(is_right)
    return outcomes


def test_what_is_accepted_unseen_is_right(sure):
    """Of the facts at or above the accept-all threshold at least 97 in 100 are as judged."""
    outcomes = [is_right for kind in sure.values() for is_right in kind]
    assert sum(outcomes) / len(outcomes) >= 0.97


def test_every_kind_that_is_accepted_unseen_is_judged_and_none_is_much_worse(sure):
    """Topics are not judged, so they are never accepted unseen."""
    assert set(sure) == set(ACCEPTED_AT_ONCE)
    assert {kind: sum(found) / len(found) for kind, found in sure.items() if sum(found) / len(found) < 0.95} == {}


def sure_facts(scorer, extraction, gold):
    """For each sure fact of a kind that was judged, its kind and whether the judgment has it too."""
    printed = exported(extraction)
    judges = {
        "official": (extraction.officials, printed["officials"], judge_of_officials(scorer, gold)),
        "document": (extraction.documents, printed["documents"], judge_of_documents(scorer, gold)),
        "agency": (extraction.agencies, printed["agencies"], judge_of_agencies(scorer, gold)),
        "figure": (extraction.figures, printed["figures"], judge_of_figures(scorer, gold)),
    }
    for kind, (facts_read, exported_rows, is_right) in judges.items():
        for fact, row in zip(facts_read, exported_rows, strict=True):
            if fact.evidence.confidence >= ACCEPT_ALL_FROM and is_judged(kind, fact, gold):
                yield kind, is_right(row)
    for fact in extraction.dates:
        if fact.evidence.confidence >= ACCEPT_ALL_FROM:
            field = f"{fact.kind}_on" if fact.kind == "meeting" else "published_on"
            yield "date", fact.value.edtf in dates_judged(gold, field)
    if extraction.place and extraction.place.evidence.confidence >= ACCEPT_ALL_FROM:
        yield "place", scorer.agency(printed["place"]["province"]) == scorer.agency(gold["province"])


def is_judged(kind, fact, gold):
    if kind == "agency":
        return fact.role != "mentioned"
    return kind != "figure" or gold["figures"] is not None


def judge_of_officials(scorer, gold):
    return lambda row: any(scorer.norm(row["name"]) == scorer.norm(one["name"]) for one in gold["officials"])


def judge_of_documents(scorer, gold):
    return lambda row: any(scorer.same_document(row, one) for one in gold["documents"])


def judge_of_agencies(scorer, gold):
    return lambda row: any(scorer.agency(row["name"]) == scorer.agency(name) for name in gold["agencies"])


def judge_of_figures(scorer, gold):
    return lambda row: any(scorer.number_of(row["value"]) == scorer.number_of(one["value"]) for one in gold["figures"])


def dates_judged(gold, field):
    unknown_year = f"XXXX-{gold['meeting_month_day']}" if gold["meeting_month_day"] else None
    full = gold[field]
    return {full, unknown_year, f"XXXX{full[4:]}" if full and gold["meeting_on_may_be_empty"] else full}


def test_a_source_with_a_title_keeps_it():
    source = Source(text="Họp giao ban\n\nNgày 3/4/2019, hai bên họp.", title="Họp giao ban")
    assert extracted(source.text, title=source.title).parsed.title == "Họp giao ban"
