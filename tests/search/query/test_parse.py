"""What each way of typing says."""

import pytest

from search.query import limits
from search.query.ast import All, Any, Everything, Field, Must, Near, Not, Phrase, Prefix, Words
from search.query.errors import QueryRefused
from search.query.parse import parse


def root(text):
    return parse(text).root


def test_words_side_by_side_are_one_run():
    assert root("phối hợp bảo vệ an ninh, trật tự") == Words("phối hợp bảo vệ an ninh, trật tự")


@pytest.mark.parametrize("text", ["", "   ", "…", "()", '""', '" "', "\x00", "\ufeff", "🙂"])
def test_a_query_without_a_letter_asks_for_everything(text):
    assert root(text) == Everything()


def test_decomposed_text_is_composed():
    assert root("bie\u0302n pho\u0300ng") == Words("biên phòng")


@pytest.mark.parametrize("text", ['"tuần tra song phương"', "“tuần tra song phương”", "«tuần tra song phương»"])
def test_a_phrase_in_any_quotes(text):
    assert root(text) == Phrase("tuần tra song phương")


def test_signs_bind_to_one_word_or_one_phrase():
    assert root("giao ban +biển -cá") == All((Words("giao ban"), Must(Words("biển")), Not(Words("cá"))))
    assert root('giao ban -"ma túy"') == All((Words("giao ban"), Not(Phrase("ma túy"))))


@pytest.mark.parametrize("text", ["an ninh - trật tự", "Việt - Lào", "12-NQ/TW", "1 + 1", "--", "- + -"])
def test_a_dash_inside_text_is_no_sign(text):
    assert root(text) in (Words(text), Everything())


@pytest.mark.parametrize("operator", ["OR", "HOẶC", "|"])
def test_or_parts_whole_runs(operator):
    assert root(f"buôn lậu {operator} ma túy") == Any((Words("buôn lậu"), Words("ma túy")))


def test_brackets_group():
    node = root("(buôn lậu OR ma túy) biên giới")
    assert node == All((Any((Words("buôn lậu"), Words("ma túy"))), Words("biên giới")))


def test_near_takes_the_runs_or_phrases_beside_it():
    assert root("ma túy NEAR biên giới") == Near("ma túy", "biên giới", 10)
    assert root('"ma túy" NEAR/5 "biên giới"') == Near("ma túy", "biên giới", 5)
    assert root("ma túy GẦN/3 biển") == Near("ma túy", "biển", 3)


def test_a_star_ends_a_prefix():
    assert root("phối* hợp") == All((Prefix("phối"), Words("hợp")))


@pytest.mark.parametrize("text", ["*ng*", "a*b", "p* q"])
def test_a_star_elsewhere_is_said_to_be_left_out(text):
    query = parse(text)
    assert query.notes
    assert isinstance(query.root, Words)


@pytest.mark.parametrize("name", ["cơ-quan", "co_quan", "CƠ-QUAN", "coquan", "agency", "Agency"])
def test_a_field_in_every_spelling(name):
    assert root(f"{name}:BĐBP") == Field("agency", "BĐBP")


def test_a_field_takes_the_words_after_it_or_one_phrase():
    assert root("địa-bàn:Bình Phước -cá") == All((Field("place", "Bình Phước"), Not(Words("cá"))))
    assert root('tiêu-đề:"giao ban" biển') == All((Field("title", "giao ban", is_quoted=True), Words("biển")))
    assert root("ngày:2019-01..2020-06") == Field("dated", "2019-01..2020-06")


def test_a_colon_after_no_field_is_text():
    assert root("http://vi.du/a lúc 10:30") == Words("http://vi.du/a lúc 10:30")


@pytest.mark.parametrize(
    "text", ['"chưa đóng', "(chưa đóng", "đóng thừa)", "OR biển", "biển OR", "NEAR biển", "biển NEAR"]
)
def test_what_cannot_be_read_is_searched_literally_and_said(text):
    query = parse(text)
    assert query.root == Words(text)
    assert query.notes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a" * (limits.MAX_LENGTH + 1), "too_long"),
        ("an " * (limits.MAX_TERMS + 1), "too_many_terms"),
        ("(" * (limits.MAX_DEPTH + 1) + "an" + ")" * (limits.MAX_DEPTH + 1), "too_deep"),
        ("ab* cd* ef* gh*", "too_many_prefixes"),
        ("-a " * (limits.MAX_CLAUSES + 1), "too_many_clauses"),
        ('"' + "an " * (limits.MAX_PHRASE_TERMS + 1) + '"', "phrase_too_long"),
    ],
)
def test_beyond_a_limit_a_query_is_refused_by_name(text, code):
    with pytest.raises(QueryRefused) as refusal:
        parse(text)
    assert refusal.value.code == code
    assert refusal.value.message
