"""Every fact can be shown in the text, and no text takes longer than in proportion to its length."""

import time
import tomllib
from dataclasses import replace

import pytest

from archive.ingest.clean import clean
from archive.ingest.extract import extract
from archive.ingest.parse import parse
from archive.ingest.read import read_source
from archive.ingest.read.jsonl import read_line
from archive.ingest.records import Source
from tests.archive.ingest.articles import SAMPLES, facts

SMALL = 12_000
MOST_GROWTH = 2.5
HOSTILE = {
    "sentences": "Chiều 5/4, Công an tỉnh Bình Phước giao ban với 12 đơn vị. ",
    "names": "Đại tá Nguyễn Văn Mẫu, Phó Giám đốc Công an tỉnh và ",
    "agencies": "Công an tỉnh Bình Phước, Bộ CHQS tỉnh, ",
    "documents": "Nghị định số 03/2019/NĐ-CP ngày 5/9/2019 của Chính phủ ",
    "figures": "12 vụ/13 đối tượng ",
    "lines": "Tin cùng chuyên mục\nNguyễn Văn Mẫu\n",
    "spaces": "a" + " " * 50,
    "digits": "1234567890",
    "capitals": "Nguyễn ",
    "places": "xã Tân Lập, ",
    "list": "các đồng chí: Nguyễn Văn Mẫu; ",
}


def samples():
    for entry in tomllib.loads((SAMPLES / "manifest.toml").read_text(encoding="utf-8"))["article"]:
        data = (SAMPLES / entry["file"]).read_bytes()
        if entry["file"].endswith(".jsonl"):
            yield from (read_line(line) for line in data.splitlines() if line.strip())
        else:
            yield replace(read_source(data, entry["file"]), url=entry.get("url"))


def test_every_quote_is_the_slice_of_its_span():
    count = 0
    for source in samples():
        extraction = extract(parse(clean(source)))
        for fact in facts(extraction):
            if fact.evidence.span is not None:
                assert fact.evidence.span.of(extraction.parsed.source.text) == fact.evidence.quote
                assert fact.evidence.quote
            assert 0 < fact.evidence.confidence <= 1
            count += 1
    assert count > 500


def test_passages_cover_the_text_in_order_without_overlap():
    for source in samples():
        parsed = parse(clean(source))
        text, end = parsed.source.text, 0
        for passage in parsed.passages:
            assert not text[end : passage.span.start].strip()
            assert passage.span.start >= end
            assert passage.span.of(text).strip()
            end = passage.span.end
        assert not text[end:].strip()


@pytest.mark.parametrize("text", ["", " ", "\n\n", "a", "12", "Ảnh: A", "(", "…" * 50, "\ud800", "Ngày 31/2/2019"])
def test_odd_texts_are_read_without_a_fault(text):
    extract(parse(clean(Source(text=text))))


def seconds(text: str) -> float:
    start = time.process_time()
    extract(parse(clean(Source(text=text))))
    return time.process_time() - start


@pytest.mark.parametrize("kind", HOSTILE)
def test_twice_the_text_takes_about_twice_as_long(kind):
    """At small sizes, so that a quadratic pattern shows and the test stays short; the soak doubles to a megabyte."""
    text = HOSTILE[kind] * (2 * SMALL // len(HOSTILE[kind]))
    seconds(text[:1000])
    measured = (seconds(text) <= MOST_GROWTH * seconds(text[:SMALL]) + 0.2 for _attempt in range(5))
    assert any(measured)
