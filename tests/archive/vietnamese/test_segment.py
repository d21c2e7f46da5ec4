from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.vietnamese.segment import preload, segment, sentences
from archive.vietnamese.syllables import tokenize

vietnamese_text = st.text(alphabet="an hội Đảng tỉnhTP.,?!…“”\n 5/-(\ud800\x00\u0301", max_size=60)


@pytest.fixture(scope="module", autouse=True)
def _word_model() -> None:
    preload()


def split(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


@pytest.mark.parametrize(
    "one",
    [
        "Hội nghị họp tại TP. Hồ Chí Minh và Q. 5 cùng ngày.",
        "Đại tá P.Đăng và N. V. An báo cáo.",
        "Đ/c Bình, PGS. Hà cùng dự.",
        "Xử lý 6.328 vụ chiều 5.5 tại xã.",
        "Bắt nhiều đối tượng... và tang vật… trên biển.",
        "1. Kết quả phối hợp",
        "Xem http://congan.vn/a.b?c nhé",
    ],
)
def test_points_that_end_no_sentence(one: str) -> None:
    assert split(one) == [one]


@pytest.mark.parametrize(
    "several",
    [
        ["Hai bên đã ký.", "Sau đó họp."],
        ["Có mặt lúc 5 giờ?", "“Rồi!”", "Năm 2020, tăng."],
        ["Hội nghị kết thúc…", "Tiếp tục phối hợp."],
        ["Tiêu đề không có dấu chấm\n", "Đoạn đầu."],
    ],
)
def test_where_sentences_end(several: list[str]) -> None:
    assert split(" ".join(several)) == [sentence.strip() for sentence in several]


def test_a_sentence_glued_to_the_next_is_cut() -> None:
    assert split("hoàn thành nhiệm vụ.Sau đó, năm 2010.Dự hội nghị") == [
        "hoàn thành nhiệm vụ.",
        "Sau đó, năm 2010.",
        "Dự hội nghị",
    ]


@given(vietnamese_text | st.text(max_size=60))
def test_sentences_are_slices_that_leave_nothing_out(text: str) -> None:
    end = 0
    for sentence in sentences(text):
        assert sentence.text == text[sentence.start : sentence.end] == sentence.text.strip() != ""
        assert text[end : sentence.start].strip() == ""
        end = sentence.end
    assert text[end:].strip() == ""


def words(text: str) -> list[str]:
    return [word.text for word in segment(text)]


def test_words_are_what_a_dictionary_has() -> None:
    assert words("Công an tỉnh phối hợp tuần tra") == ["Công an", "tỉnh", "phối hợp", "tuần tra"]


def test_words_run_across_no_punctuation() -> None:
    assert {"phòng", "chống"} <= set(words("phối hợp phòng, chống tội phạm"))


@pytest.mark.parametrize(("one", "other"), [("hoà bình", "hòa bình"), ("tội phạm ma tuý", "tội phạm ma túy")])
def test_both_tone_placements_are_cut_alike(one: str, other: str) -> None:
    for before, after in [("", ""), ("phòng, chống ", ""), ("vì ", " và an ninh")]:
        cuts = [[(word.start, word.end) for word in segment(before + text + after)] for text in (one, other)]
        assert cuts[0] == cuts[1]


def test_spelling_is_kept() -> None:
    assert "ma tuý" in words("Tội phạm về ma tuý tại vùng biên")
    assert words("Đaị") == ["Đaị"]


def test_document_numbers_stand_alone() -> None:
    assert "133/2002/QĐ-TTg" in words("Thực hiện Quyết định 133/2002/QĐ-TTg của Thủ tướng")


@settings(max_examples=50)
@given(vietnamese_text | st.text(st.characters(), max_size=60))
def test_words_are_made_of_whole_tokens(text: str) -> None:
    segmented = segment(text)
    assert all(word.text == text[word.start : word.end] for word in segmented)
    held = [token for word in segmented for token in tokenize(word.text)]
    assert [token.text for token in held] == [token.text for line in sentences(text) for token in tokenize(line.text)]


def test_threads_may_begin_together() -> None:
    with ThreadPoolExecutor(8) as pool:
        segmented = list(pool.map(words, ["Hải quan phối hợp bộ đội biên phòng"] * 16))
    assert segmented == [["Hải quan", "phối hợp", "bộ đội", "biên phòng"]] * 16


@pytest.mark.parametrize(
    "pattern", ["1", "a", ".", "a.", "1.", "http://.,", "a ", "\u0301", ". A", "(((a", "\n", "TP. "]
)
def test_hostile_lines_take_linear_time(pattern: str, assert_linear: Callable[..., None]) -> None:
    started = process_time()
    segment(pattern * (40_000 // len(pattern)))
    assert process_time() - started < 5
    assert_linear(sentences, pattern)
