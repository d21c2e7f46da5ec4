"""The words of a large archive lie in a file; of what lies there only what is whole and of this archive is used."""

import pytest

from search import known_words
from search.vocabulary import gathered
from tests.factories import ReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def large(monkeypatch, tmp_path):
    monkeypatch.setattr(known_words, "SMALL_ARCHIVE", 1)
    monkeypatch.setattr(known_words, "_FILE", tmp_path / "vocabulary.zip")
    ReportFactory(text="Kiểm lâm phối hợp bảo vệ rừng.")
    ReportFactory(text="Biên phòng phối hợp giữ trật tự.")


def told(words):
    return words.reports, words.syllables, dict(zip(words.neighbours.pairs, words.neighbours.counts, strict=True))


def test_another_process_finds_the_same_words():
    first = known_words._present()
    assert first.pair_count("phOiS", "hQpJ") == 2
    changed = known_words._FILE.stat().st_mtime_ns
    assert told(known_words._present()) == told(first)
    assert known_words._FILE.stat().st_mtime_ns == changed


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 cut off", None])
def test_a_damaged_file_is_made_anew(damage):
    first = known_words._present()
    if damage is None:
        known_words._FILE.write_bytes(known_words._FILE.read_bytes()[:-40])
    else:
        known_words._FILE.write_bytes(damage)
    assert told(known_words._present()) == told(first)


def test_the_words_of_a_grown_archive_are_gathered_anew():
    known_words._present()
    ReportFactory(text="Hải quan chống buôn lậu.")
    assert known_words._present().count("lZuJ") == 1


def test_texts_are_spread_over_the_archive(monkeypatch):
    monkeypatch.setattr(known_words, "_MOST_TEXTS", 2)
    for number in range(3):
        ReportFactory(text=f"Bài thêm {number}.")
    texts = {text.splitlines()[-1] for text in known_words._texts()}
    assert texts == {"Kiểm lâm phối hợp bảo vệ rừng.", "Bài thêm 0."}


def test_pairs_are_counted_once_a_text():
    words = gathered(["phối hợp phối hợp", "phối hợp"])
    assert words.pair_count("phOiS", "hQpJ") == 2
    assert words.pair_count("hQpJ", "phOiS") == 1
    assert words.following("phoi") == [(2, "phOiS", "hQpJ")]
