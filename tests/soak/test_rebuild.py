"""The index is built anew over and over while people search: nobody is told that there is nothing, or an error."""

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from urllib.parse import quote

import pytest

from tests.soak.site import Site

REPORTS = 1200
SEARCHES = 2000
CLIENTS = 4
QUERIES = (
    "giao ban",
    "phối hợp ma túy",
    "bien phong",
    '"tuyến biên giới"',
    "công an tỉnh trao đổi tin về tội phạm ma túy OR buôn lậu",
    "lần thứ 1",
    "tiêu-đề:giao ban",
    "phối*",
)


@pytest.mark.soak
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_two_thousand_searches_find_what_there_is_while_the_index_is_rebuilt(tmp_path, engine):
    site = Site(tmp_path / "data", GIAOBAN_SEARCH_ENGINE=engine)
    site.fill(REPORTS)
    with site.serving(), ThreadPoolExecutor(CLIENTS) as clients:
        wanted = {query: _total(site, query) for query in QUERIES}
        assert min(wanted.values()) > 0
        searches = [clients.submit(_search, site, number, wanted) for number in range(SEARCHES)]
        rebuilds = _rebuild_until(site, lambda: all(search.done() for search in searches))
        outcomes = Counter(search.result() for search in searches)
    assert outcomes == {"found": SEARCHES}
    assert rebuilds > 3
    assert site.manage("verify").returncode == 0


def _search(site: Site, number: int, wanted: dict[str, int]) -> str:
    """What came of one search, by turns through the API and as a page."""
    query = QUERIES[number // 2 % len(QUERIES)]
    if number % 2:
        total = _total(site, query)
        return "found" if total == wanted[query] else f"{query}: {total} of {wanted[query]}"
    status, page = site.get(f"/search/?q={quote(query)}")
    return "found" if status == 200 and b'href="/report/GB-' in page else f"{query}: page {status}"


def _total(site: Site, query: str) -> int:
    status, body = site.get(f"/api/v1/search/?q={quote(query)}")
    return json.loads(body)["total"] if status == 200 else -status


def _rebuild_until(site: Site, is_over) -> int:
    """How often the index was rebuilt."""
    for rebuilds in count():
        if is_over():
            return rebuilds
        done = site.run(sys.executable, "manage.py", "reindex", "-v0")
        assert done.returncode == 0, done.stderr
    raise AssertionError("unreachable")
