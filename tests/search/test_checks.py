import pytest
from haystack import connections

from search import checks
from search.backends import ENGINES
from tests.search.backends.conftest import backend_of


@pytest.fixture
def backend(tmp_path, monkeypatch, settings):
    settings.SEARCH_ENGINE = "whoosh"
    made = backend_of("whoosh", tmp_path)
    monkeypatch.setattr(connections["default"], "_backend", made)
    return made


def test_the_engines_are_known(settings):
    for engine in ENGINES:
        settings.SEARCH_ENGINE = engine
        assert checks.engine_is_known() == []


def test_an_engine_nobody_knows_is_an_error(settings):
    settings.SEARCH_ENGINE = "grep"
    (error,) = checks.engine_is_known()
    assert error.id == "search.E001"
    assert "whoosh, tantivy" in str(error.hint)
    assert checks.index_fits() == []


def test_without_an_index_there_is_nothing_to_say(backend):
    assert checks.index_fits() == []


def test_a_small_index_fits(backend):
    backend.clear()
    assert checks.index_fits() == []


def test_a_large_index_names_the_switch(backend):
    backend.clear()
    backend.shelf.current().count_commit(backend.index_class.SERVES_WELL + 1)
    (warning,) = checks.index_fits()
    assert warning.id == "search.W001"
    assert "GIAOBAN_SEARCH_ENGINE=tantivy" in str(warning.hint)


def test_an_old_index_is_named(backend, monkeypatch):
    backend.clear()
    monkeypatch.setattr("search.analysis.VERSION", -1)
    assert [message.id for message in checks.index_fits()] == ["search.I001"]
