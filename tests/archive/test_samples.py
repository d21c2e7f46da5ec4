"""The sample archive: its files are what the manifest says, and what is judged about an article stands in it."""

import json
import re
import tomllib
import unicodedata
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "archive" / "samples"
TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines()]


MANIFEST = tomllib.loads((SAMPLES / "manifest.toml").read_text(encoding="utf-8"))["article"]
EXPECTED = rows("expected.jsonl")
QUERIES = rows("queries.jsonl")
REPORTS = [row for row in EXPECTED if row["is_report"]]


def from_tcvn3(data: bytes) -> str:
    table = {start + i: letter for start, letters in TCVN3.items() for i, letter in enumerate(letters)}
    return data.decode("latin-1").translate(table)


def decoded(entry: dict) -> str:
    data, encoding = (SAMPLES / entry["file"]).read_bytes(), entry.get("encoding", "utf-8")
    return from_tcvn3(data) if encoding == "tcvn3" else data.decode(encoding)


class Shown(HTMLParser):
    """The text a browser would show of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style")
        self.parts.append(" ")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style")
        self.parts.append(" ")

    def handle_data(self, data):
        if not self.hidden:
            self.parts.append(data)


def shown(page: str) -> str:
    reader = Shown()
    reader.feed(page)
    return "".join(reader.parts)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).replace("\u200b", "")).strip()


def lines_of(entry: dict) -> dict[str, str]:
    items = (json.loads(line) for line in decoded(entry).splitlines())
    return {
        item["source_id"]: "\n".join([item.get("title", ""), item.get("text") or shown(item["html"])]) for item in items
    }


@cache
def articles() -> dict[str, str]:
    """What each article shows, by source_id, in NFC with single spaces."""
    found: dict[str, str] = {}
    for entry in MANIFEST:
        if entry["file"].endswith(".jsonl"):
            found |= lines_of(entry)
        else:
            text = decoded(entry)
            found[entry["source_id"]] = shown(text) if entry["file"].endswith(".html") else text
    return {source_id: plain(text) for source_id, text in found.items()}


@pytest.fixture(params=EXPECTED, ids=lambda row: row["source_id"])
def judged(request) -> dict:
    return request.param


def test_manifest_lists_every_article_file_once():
    listed = [entry["file"] for entry in MANIFEST]
    ours = {"expected.jsonl", "queries.jsonl"}
    present = {path.name for path in SAMPLES.iterdir() if path.suffix in (".txt", ".html", ".jsonl")} - ours
    assert sorted(listed) == sorted(present)


def test_every_article_is_judged_once():
    judged = [row["source_id"] for row in EXPECTED]
    assert len(set(judged)) == len(judged)
    assert set(judged) == set(articles())


def test_addresses_and_outlets_are_invented():
    lines = [json.loads(line) for entry in MANIFEST if "url" not in entry for line in decoded(entry).splitlines()]
    for entry in [entry for entry in MANIFEST if "url" in entry] + lines:
        assert urlsplit(entry["url"]).hostname.endswith(".example")
        assert "Mẫu" in entry["outlet"]


def test_files_hold_the_bytes_the_manifest_declares():
    assert {entry["encoding"] for entry in MANIFEST if "encoding" in entry} == {"tcvn3", "windows-1258", "utf-16"}
    for entry in MANIFEST:
        if "encoding" in entry:
            with pytest.raises(UnicodeDecodeError):
                (SAMPLES / entry["file"]).read_bytes().decode("utf-8")
        else:
            decoded(entry)


def test_one_file_is_decomposed_and_one_has_odd_spaces():
    texts = {entry["source_id"]: decoded(entry) for entry in MANIFEST if "source_id" in entry}
    assert unicodedata.is_normalized("NFD", texts["mau-0802"])
    assert "\u00a0" in texts["mau-1401"]
    assert "\u200b" in texts["mau-1401"]


def test_articles_are_as_long_as_short_news(judged):
    assert 780 <= len(articles()[judged["source_id"]]) <= 3500


def test_judged_facts_stand_in_the_article(judged):
    facts = [judged["title"], *judged["byline"], *judged["captions"], *judged["furniture"]]
    facts += [figure["quote"] for figure in judged["figures"]]
    facts += [
        fact for official in judged["officials"] for fact in (official["name"], official["rank"], *official["posts"])
    ]
    facts += [re.match(r"\d+", document["number"]).group() for document in judged["documents"]]
    missing = [fact for fact in facts if fact and plain(fact) not in articles()[judged["source_id"]]]
    assert missing == []


def test_figures_have_the_digits_of_their_quotes(judged):
    for figure in judged["figures"]:
        assert figure["value"].split()[0].rstrip("%") in figure["quote"]


def test_judged_dates_are_in_order(judged):
    if judged["published_on"] and judged["meeting_on"]:
        assert judged["meeting_on"] <= judged["published_on"]
    for document in judged["documents"]:
        if document["issued_on"]:
            assert int(document["issued_on"][:4]) == document["year"]
        if document["year"] and judged["published_on"]:
            assert document["year"] <= int(judged["published_on"][:4])


def test_the_archive_is_wide_enough():
    years = {row["meeting_on"][:4] for row in REPORTS if row["meeting_on"]}
    assert len(REPORTS) >= 36
    assert len(EXPECTED) - len(REPORTS) >= 5
    assert {"2004", "2026"} <= years
    assert len(years) >= 20
    assert sum(entry["file"].endswith(".html") for entry in MANIFEST) >= 8


def test_officials_rise_over_the_years():
    ranks = [
        official["rank"].split()[-2:]
        for row in REPORTS
        for official in row["officials"]
        if official["name"] == "Đinh Khắc Thạc"
    ]
    order = ["Thiếu tá", "Trung tá", "Thượng tá", "Đại tá", "Thiếu tướng", "Trung tướng"]
    steps = [order.index(" ".join(rank)) for rank in ranks]
    assert set(steps) == set(range(len(order)))


def test_judged_queries_name_reports():
    reports = {row["source_id"] for row in REPORTS}
    assert len(QUERIES) >= 40
    assert len({query["id"] for query in QUERIES}) == len(QUERIES)
    for query in QUERIES:
        assert set(query["relevance"]) <= reports
        assert set(query["relevance"].values()) <= {1, 2}
        assert 2 in query["relevance"].values()


def test_no_official_of_the_reference_articles_is_named(shared):
    judged = (shared / "eval" / "reports" / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    real = {plain(official["name"]).casefold() for line in judged for official in json.loads(line)["officials"]}
    named = {
        name for name in real for text in articles().values() if re.search(rf"\b{re.escape(name)}\b", text.casefold())
    }
    assert len(real) > 50
    assert named == set()
