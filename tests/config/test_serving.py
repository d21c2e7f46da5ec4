"""What the site is served by: long addresses reach it, and are refused by it in words."""

import json
from urllib.parse import quote

import pytest

from tests.soak.site import Site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("data"))
    for command in (("migrate", "-v0"), ("collectstatic", "--no-input", "-v0")):
        done = site.manage(*command)
        assert done.returncode == 0, done.stderr
    with site.serving():
        yield site


@pytest.mark.parametrize("text", ["từ " * 10_000, "ế" * 1_990, "a:" * 1_500])
def test_a_long_query_is_answered_by_the_site(site, text):
    status, body = site.get(f"/api/v1/search/?q={quote(text)}")
    assert status in (400, 503)  # there is no index here
    assert json.loads(body)["error"]["message"]
    status, body = site.get(f"/search/?q={quote(text)}")
    assert status in (200, 503)
    assert b"<h1" in body
