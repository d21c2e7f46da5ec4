"""JSON Lines: one article a line, each line on its own."""

import io
import json
import tracemalloc

import pytest

from archive.ingest.errors import IngestError, Reason
from archive.ingest.read.jsonl import find_lines, read_line
from archive.vietnamese.dates import PartialDate

BODY = "Sáng 3/4, Công an tỉnh và Bộ đội Biên phòng tỉnh giao ban công tác phối hợp quý I năm 2019 tại Đồng Xoài."


def read(**fields):
    return read_line(json.dumps(fields).encode())


def reason_of(data: bytes) -> Reason:
    with pytest.raises(IngestError) as refused:
        read_line(data)
    return refused.value.reason


def test_without_a_title_the_text_is_a_raw_article():
    source = read(source_id="a-1", text=f"Giao ban quý I\n\n{BODY}")
    assert source.title is None
    assert source.text == f"Giao ban quý I\n\n{BODY}"
    assert source.source_id == "a-1"


def test_a_title_is_also_the_first_line_of_the_text():
    source = read(title=" Giao ban  quý I ", text=BODY)
    assert source.title == "Giao ban quý I"
    assert source.text == f"Giao ban quý I\n\n{BODY}"


def test_a_title_that_already_opens_the_text_is_not_doubled():
    assert read(title="Giao ban quý I", text=f"Giao ban quý I\n{BODY}").text == f"Giao ban quý I\n{BODY}"


def test_fields_are_kept():
    source = read(source_id=17, text=BODY, url="https://bao.example/1", outlet="Báo Mẫu", published_on="2019-04")
    assert (source.source_id, source.url, source.outlet) == ("17", "https://bao.example/1", "Báo Mẫu")
    assert source.published_on == PartialDate(2019, 4)


def test_html_is_read_as_a_page():
    source = read(title="Giao ban quý I", html=f"<div><p>{BODY}</p><p>{BODY} Hai bên thống nhất.</p></div>")
    assert source.text.startswith(f"Giao ban quý I\n\n{BODY}\n\n")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2019-04-03", PartialDate(2019, 4, 3)),
        ("2019", PartialDate(2019)),
        ("XXXX-04-03", PartialDate(None, 4, 3)),
        ("2019-04-03T18:30:00Z", PartialDate(2019, 4, 4)),
        ("2019-04-03T18:30:00+07:00", PartialDate(2019, 4, 3)),
        ("2019-04-03 18:30:00", PartialDate(2019, 4, 3)),
        ("03/04/2019", PartialDate(2019, 4, 3)),
    ],
)
def test_publication_dates_of_feeds(written, day):
    assert read(text=BODY, published_on=written).published_on == day


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "Giao ban"', Reason.BROKEN_JSON),
        (b"Giao ban", Reason.BROKEN_JSON),
        (b'["text"]', Reason.BROKEN_JSON),
        (b"[" * 100_000, Reason.BROKEN_JSON),
        (b'{"text": ' + b"9" * 5000 + b"}", Reason.BROKEN_JSON),
        (b'{"source_id": "a"}', Reason.NO_TEXT),
        (b'{"text": "  \\n"}', Reason.NO_TEXT),
        (b'{"text": null, "html": null}', Reason.NO_TEXT),
        (b'{"text": 5}', Reason.BAD_FIELD),
        (b'{"text": "Giao ban", "source_id": true}', Reason.BAD_FIELD),
        (b'{"text": "Giao ban", "title": ["a"]}', Reason.BAD_FIELD),
        (b'{"text": "Giao ban", "published_on": "soon"}', Reason.BAD_FIELD),
        (b'{"text": "Giao ban", "url": "http://["}', Reason.BAD_FIELD),
        (b'{"text": "Giao ban", "source_id": "' + b"a" * 301 + b'"}', Reason.BAD_FIELD),
        (b'{"text": "Giao \xff ban"}', Reason.UNDECODABLE),
        (b'{"html": "<p></p>"}', Reason.NO_ARTICLE),
    ],
)
def test_a_bad_line_is_refused_by_name(line, reason):
    assert reason_of(line) is reason


def test_the_detail_names_the_field():
    with pytest.raises(IngestError) as refused:
        read(text=BODY, outlet=3)
    assert refused.value.detail == "outlet"


def test_control_characters_and_lone_surrogates_leave_no_trace_in_what_identifies():
    source = read_line(b'{"text": "Giao ban", "source_id": "a\\u0000b\\ud800", "title": "x\\u200by"}')
    assert source.source_id == "ab\ufffd"
    assert source.title == "xy"


def test_lines_are_numbered_as_in_the_file_and_blank_ones_skipped():
    file = io.BytesIO(b'\xef\xbb\xbf{"a": 1}\r\n\n   \n{"b": 2}')
    lines = list(find_lines(file, 1000))
    assert [(line.number, line.offset, line.length) for line in lines] == [(1, 0, 12), (4, 18, 8)]


def test_a_line_without_end_is_passed_over():
    file = io.BytesIO(b'{"a": 1}\n' + b"x" * 5000 + b'\n{"b": 2}\n')
    lines = list(find_lines(file, 1000))
    assert [(line.number, line.length, line.is_too_long) for line in lines] == [
        (1, 8, False),
        (2, 5000, True),
        (3, 8, False),
    ]
    assert lines[2].offset == 9 + 5001


def test_a_large_file_is_never_held_in_memory(tmp_path):
    path = tmp_path / "many.jsonl"
    line = json.dumps({"text": BODY * 4}).encode() + b"\n"
    with path.open("wb") as file:
        for _ in range(20_000):
            file.write(line)
    tracemalloc.start()
    with path.open("rb") as file:
        count = sum(1 for _ in find_lines(file, 1 << 20))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 1 << 20 < path.stat().st_size
