"""What kind of file it is, told by its content."""

import pytest

from archive.ingest.errors import IngestError, Reason
from archive.ingest.read import Kind, kind_of, read_source

ARTICLE = "Giao ban quý I\n\nSáng 3/4, Công an tỉnh và Bộ đội Biên phòng tỉnh giao ban công tác phối hợp.\n"
PAGE = f"<!DOCTYPE html><html><body><h1>Giao ban quý I</h1><p>{ARTICLE * 3}</p></body></html>"
LINE = '{"source_id": "a", "text": "Giao ban"}\n'


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (ARTICLE.encode(), "bai.txt", Kind.TEXT),
        (ARTICLE.encode(), "bai.html", Kind.TEXT),
        (ARTICLE.encode("utf-16"), "bai.txt", Kind.TEXT),
        (ARTICLE.encode("utf-16-le"), "bai.txt", Kind.TEXT),
        (PAGE.encode(), "bai.html", Kind.HTML),
        (PAGE.encode(), "bai.txt", Kind.HTML),
        (PAGE.encode("utf-16"), "bai.txt", Kind.HTML),
        (b"\xef\xbb\xbf" + PAGE.encode(), "bai", Kind.HTML),
        (f"<!-- saved from url=(0016)http://a.example -->\n{PAGE}".encode(), "bai.htm", Kind.HTML),
        (f"<p>{ARTICLE}</p>".encode(), "bai.txt", Kind.HTML),
        (b"<Bao Mau> dua tin", "bai.txt", Kind.TEXT),
        (LINE.encode(), "bai.jsonl", Kind.JSONL),
        (LINE.encode(), "bai.txt", Kind.JSONL),
        (b"\xef\xbb\xbf" + LINE.encode(), "bai", Kind.JSONL),
        (f"broken\n{LINE}".encode(), "bai.jsonl", Kind.JSONL),
        (f"\n\n{LINE}".encode(), "BAI.JSONL", Kind.JSONL),
        (ARTICLE.encode(), "bai.jsonl", Kind.TEXT),
    ],
)
def test_content_decides_the_kind(data, name, kind):
    assert kind_of(data, name) is kind


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b" \r\n\t\n", Reason.EMPTY),
        (b"\xef\xbb\xbf\n", Reason.EMPTY),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), Reason.BINARY),
        (bytes(range(32)) * 20, Reason.BINARY),
        (b"%PDF-1.4 ...", Reason.UNSUPPORTED),
        (b"PK\x03\x04 ...", Reason.UNSUPPORTED),
        (b"{\\rtf1\\ansi Giao ban}", Reason.UNSUPPORTED),
    ],
)
def test_what_is_no_text_is_refused_by_name(data, reason):
    with pytest.raises(IngestError) as refused:
        kind_of(data, "bai.txt")
    assert refused.value.reason is reason


@pytest.mark.parametrize("text", ['[{"text": "Giao ban"}]', '{\n  "text": "Giao ban"\n}'])
def test_json_that_is_not_json_lines_is_refused(text):
    with pytest.raises(IngestError) as refused:
        read_source(text.encode(), "bai.json")
    assert refused.value.reason is Reason.UNSUPPORTED


def test_text_keeps_its_encoding_by_name():
    source = read_source(ARTICLE.encode("utf-16"), "bai.txt")
    assert source.text == ARTICLE.strip()
    assert source.encoding == "utf-16"


def test_bytes_of_no_known_encoding_are_refused():
    with pytest.raises(IngestError) as refused:
        read_source("Công an tỉnh và Bộ đội Biên phòng tỉnh".encode()[:-20] + b"\xe1\xba" * 40, "bai.txt")
    assert refused.value.reason is Reason.UNDECODABLE
