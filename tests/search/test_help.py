"""Every example of the help page, tried on the sample archive."""

import io

import pytest
from django.core.management import call_command

from search import indexing
from search.forms import SearchRequest
from search.help import sections
from search.query import limits
from search.query.fields import _SPELLINGS
from search.query.parse import parse
from search.results import search


@pytest.fixture
def samples(db, engine, settings, tmp_path, monkeypatch):
    settings.SUBMISSIONS_DIR = tmp_path / "submissions"
    monkeypatch.setattr("archive.management.batch.wait_for_index", lambda: None)
    call_command("load_samples", stdout=io.StringIO(), stderr=io.StringIO())
    indexing.index_reports()


def examples():
    return [text for _heading, _note, rows in sections() for text, _meaning in rows]


def test_every_example_finds_something_among_the_samples(samples):
    found = {text: search(SearchRequest(text=text), with_facets=False) for text in examples()}
    assert [text for text, results in found.items() if not results.hits] == []
    assert [text for text, results in found.items() if any("đã tìm" in note for note in results.notes)] == []


@pytest.mark.django_db
def test_the_page_tells_every_field_operator_and_limit(client):
    page = client.get("/search/help/").content.decode()
    for field, spellings in _SPELLINGS.items():
        assert any(f"{spelling}:" in page for spelling in spellings.split()), field
    for operator in ("AND", "OR", "HOẶC", "NOT", "NEAR", "GẦN/", "||", "*"):
        assert operator in page
    for limit in (
        limits.MAX_LENGTH, limits.MAX_TERMS, limits.MAX_CLAUSES, limits.MAX_PHRASE_TERMS, limits.MAX_PREFIXES,
        limits.MAX_DEPTH, limits.MAX_OFFSET, limits.MAX_NEAR_DISTANCE, limits.USUAL_NEAR_DISTANCE,
    ):  # fmt: skip
        assert f"{limit}" in page.replace(".", "")


def test_every_example_is_understood_as_typed():
    assert [text for text in examples() if parse(text).notes] == []
