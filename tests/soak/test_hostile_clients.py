"""Twenty clients ask the worst they can at once: each is answered in time, and an ordinary search beside them too."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from tests.search.test_hostile import NAUGHTY
from tests.soak.site import Site

REPORTS = 1000
CLIENTS = 20
SECONDS = 1.0
ORDINARY = ("giao ban", "phối hợp bắt tội phạm ma túy", "bien phong", '"tuyến biên giới"', "cơ-quan:công an")

HOSTILE = [
    *(f"q={quote(text)}" for text in NAUGHTY),
    "q=%ED%A0%80%ED%BF%BF",  # lone surrogates
    "q=%FF%FE%C0%80",
    "q=giao&page=99999999999999999999",
    "q=giao&page=-1&page_size=1000000",
    "q=" + "%2A" * 1000,
    "q=" + "+".join(["ng*"] * 200),
    "q=" + quote("(" * 400 + "a" + ")" * 400),
    "q=" + quote('"' + "phối hợp " * 100 + '"'),
    "q=" + quote(" OR ".join(["phối hợp", "ma túy", "biên giới"] * 40)),
    "q=" + quote("\u202e" + "phối hợp ma túy tội phạm biên giới" + "\u202c"),
    "q=" + quote("a\u0316\u0317\u0318\u0319" * 60),
    "q=giao&agency=" + "&agency=".join(["x"] * 300),
]
DOORS = ("/search/", "/search/facet/agency/", "/search/mentions/", "/api/v1/search/", "/api/v1/suggest/")


@pytest.mark.soak
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_hostile_queries_are_answered_in_time_and_ordinary_ones_beside_them(tmp_path, engine):
    site = Site(tmp_path / "data", GIAOBAN_SEARCH_ENGINE=engine)
    site.fill(REPORTS)
    over = threading.Event()
    with site.serving(), ThreadPoolExecutor(CLIENTS + 1) as clients:
        for _turn in range(8):
            list(clients.map(lambda query: _ask(site, f"/search/?q={quote(query)}"), ORDINARY))
        ordinary = clients.submit(_ask_until, site, over)
        hostile = list(clients.map(lambda address: _ask(site, address), _addresses()))
        over.set()
        beside = ordinary.result()
    failed = [(status, path) for status, _seconds, path in hostile + beside if status not in (200, 400)]
    slow = [(round(seconds, 2), path[:150]) for _status, seconds, path in hostile if seconds >= SECONDS]
    sys.stdout.write(f"{engine}: {len(hostile)} hostile, {_spread(hostile)}; {len(beside)} beside, {_spread(beside)}\n")
    assert failed == []
    assert slow == []
    assert all(status == 200 and seconds < SECONDS for status, seconds, _path in beside)


def _addresses() -> list[str]:
    return [f"{door}?{query}" for query in HOSTILE for door in DOORS]


def _ask(site: Site, path: str) -> tuple[int, float, str]:
    begun = time.perf_counter()
    status, _body = site.get(path)
    return status, time.perf_counter() - begun, path


def _ask_until(site: Site, over: threading.Event) -> list[tuple[int, float, str]]:
    answers = []
    while not over.is_set():
        answers += [_ask(site, f"/search/?q={quote(query)}") for query in ORDINARY]
    return answers


def _spread(answers: list[tuple[int, float, str]]) -> str:
    seconds = sorted(seconds for _status, seconds, _path in answers)
    middle, late = seconds[len(seconds) // 2], seconds[len(seconds) * 95 // 100]
    return f"median {middle:.3f} s, p95 {late:.3f} s, longest {seconds[-1]:.3f} s"
