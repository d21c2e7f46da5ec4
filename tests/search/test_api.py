"""GET /api/v1/search/ and /api/v1/suggest/."""

import pytest
from django.core.cache import cache
from haystack import connections

from tests.search.backends.conftest import backend_of

pytestmark = pytest.mark.django_db


def ask(client, **parameters):
    return client.get("/api/v1/search/", parameters)


def test_the_answer_has_what_is_promised(client, archive):
    answer = ask(client, q="chống buôn lậu", page_size=5).json()
    assert answer["total"] == 1
    first = answer["results"][0]
    assert first["id"] == archive.smuggling.accession
    assert first["source_id"] == "bao-vi-du-7"
    assert first["title"] == archive.smuggling.title
    assert first["url"].endswith(archive.smuggling.get_absolute_url())
    assert first["published_on"] == "2020-11-20"
    assert first["meeting_on"] == "2020-11"
    assert first["score"] > 0
    assert "<mark>" in first["snippet"]
    assert {facet["code"]: facet["count"] for facet in answer["facets"]["place"]} == {"hue": 1}
    assert answer["query"]["understood"]


def test_a_likelier_spelling_is_told(client, archive):
    assert ask(client, q="chống buôn lâu").json()["query"]["likelier"] == "chống buôn lậu"
    assert ask(client, q="chống buôn lậu").json()["query"]["likelier"] is None


def test_an_unknown_date_is_null(client, archive):
    assert ask(client, q="dân quân tự vệ").json()["results"][0]["meeting_on"] is None


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"page_size": "1000"}, "bad_page_size"),
        ({"page": "0"}, "bad_page"),
        ({"sort": "x"}, "bad_sort"),
        ({"from": "hôm qua"}, "bad_from"),
        ({"q": "an " * 500}, "too_many_terms"),
        ({"page": "1999", "page_size": "100"}, "page_too_far"),
    ],
)
def test_what_is_not_understood_is_refused_in_words(client, archive, parameters, code):
    answer = ask(client, **parameters)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"]


def test_without_an_index_the_answer_is_503_and_never_an_empty_result(client, db, tmp_path, monkeypatch):
    monkeypatch.setattr(connections["default"], "_backend", backend_of("whoosh", tmp_path))
    answer = ask(client, q="giao ban")
    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "IndexUnavailable"
    assert client.get("/search/", {"q": "giao ban"}).status_code == 503


def test_too_many_requests_are_told_to_wait(client, archive, settings):
    cache.clear()
    settings.API_RATE_LIMIT = 2
    answers = [client.get("/api/v1/search/", {"q": "a"}, REMOTE_ADDR="203.0.113.5") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert client.get("/api/v1/search/", {"q": "a"}, REMOTE_ADDR="203.0.113.6").status_code == 200
