"""What each way of typing says."""

import pytest

from search.query import limits
from search.query.ast import All, Any, Everything, Field, Must, Near, Not, Phrase, Prefix, Signed, Words
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


@pytest.mark.parametrize("signs", ['""', "“”", "““", "„“", "„”", "«»", "””", "＂＂"])
def test_a_phrase_in_any_quotes(signs):
    text = f"{signs[0]}tuần tra song phương{signs[1]}"
    assert root(text) == Phrase("tuần tra song phương")


def test_signs_bind_to_one_word_or_one_phrase():
    assert root("giao ban +biển -cá") == All((Words("giao ban"), Must(Words("biển")), Not(Words("cá"))))
    assert root('giao ban -"ma túy"') == All((Words("giao ban"), Not(Phrase("ma túy"))))


@pytest.mark.parametrize("text", ["an ninh - trật tự", "Việt - Lào", "12-NQ/TW", "1 + 1", "--", "- + -"])
def test_a_dash_inside_text_is_no_sign(text):
    assert root(text) in (Words(text), Everything())


@pytest.mark.parametrize("operator", ["OR", "HOẶC", "HOAC", "|", "||"])
def test_or_parts_whole_runs(operator):
    assert root(f"buôn lậu {operator} ma túy") == Any((Words("buôn lậu"), Words("ma túy")))


@pytest.mark.parametrize("word", ["or", "hoặc", "Hoặc", "and", "not", "near"])
def test_operators_need_their_capitals(word):
    assert root(f"buôn lậu {word} ma túy") == Words(f"buôn lậu {word} ma túy")


def test_full_width_signs_and_letters_are_plain_ones():
    assert root("ＡＮＴＴ　（ｂｉển｜rừng）") == root("ANTT (biển|rừng)")
    assert root("ngày：２０１９") == Field("dated", "2019")


def test_a_sign_stands_before_all_words_that_follow():
    assert root("a -biên giới NOT đất liền +x") == All(
        (Words("a"), Not(Signed("-", "biên", "giới")), Not(Signed("NOT ", "đất", "liền")), Must(Words("x")))
    )
    assert root("-biên giới NEAR biển") == All((Not(Words("biên")), Near("giới", "biển", 10)))
    assert root("cơ-quan:(-công an)") == Not(Field("agency", "công an"))


def test_brackets_group():
    node = root("(buôn lậu OR ma túy) biên giới")
    assert node == All((Any((Words("buôn lậu"), Words("ma túy"))), Words("biên giới")))


def test_near_takes_the_runs_or_phrases_beside_it():
    assert root("ma túy NEAR biên giới") == Near("ma túy", "biên giới", 10)
    assert root('"ma túy" NEAR/5 "biên giới"') == Near("ma túy", "biên giới", 5)
    assert root("ma túy GẦN biển") == Near("ma túy", "biển", 10)
    assert root("ma túy GẦN/3 biển") == root("ma túy gan/3 biển") == Near("ma túy", "biển", 3)
    assert root('"công an" NEAR/1 "tỉnh"') == Near("công an", "tỉnh", 1)


@pytest.mark.parametrize(("asked", "given"), [("0", 1), ("51", 50), ("99999999999", 50)])
def test_a_distance_out_of_bounds_is_cut_and_said(asked, given):
    query = parse(f"ma túy NEAR/{asked} biển")
    assert query.root.distance == given
    assert str(given) in query.notes[0]


def test_a_star_ends_a_prefix():
    assert root("phối* hợp") == All((Prefix("phối"), Words("hợp")))
    assert root("133*") == Prefix("133")
    assert root("tiêu-đề:giao* ban") == Field("title", "giao* ban")
    assert not parse("phối* tiêu-đề:giao*").notes


@pytest.mark.parametrize("text", ["*ng*", "a*b", "p* q", "303/QC*", '"phối* hợp"', "cơ-quan:Công*", "* biển", "phối**"])
def test_a_star_elsewhere_is_said_to_be_left_out(text):
    assert "Dấu *" in parse(text).notes[0]


@pytest.mark.parametrize("text", ["trên biển?", "trên biển ?", "biển (?)"])
def test_a_question_mark_ends_a_question(text):
    assert not parse(text).notes


@pytest.mark.parametrize("text", ["AND", "()", '""', '-""', "…"])
def test_where_nothing_was_asked_it_is_said(text):
    assert parse(text).root == Everything()
    assert parse(text).notes == ("Câu tìm chưa có chữ nào để tìm: dưới đây là mọi bài.",)
    assert not parse("").notes


@pytest.mark.parametrize(
    "name", ["cơ-quan", "cơ quan", "Cơ Quan", "co_quan", "CƠ-QUAN", "coquan", "cơ quan ", "agency", "Agency"]
)
@pytest.mark.parametrize("space", ["", " ", "   "])
def test_a_field_in_every_spelling(name, space):
    assert root(f"{name}:{space}BĐBP") == Field("agency", "BĐBP")
    assert root(f"họp {name}:{space}BĐBP") == All((Words("họp"), Field("agency", "BĐBP")))


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("địa bàn", "place"),
        ("tiêu đề", "title"),
        ("chủ đề", "topic"),
        ("số liệu", "figure"),
        ("văn bản", "document"),
        ("ngày họp", "meeting"),
        ("mã bài", "accession"),
    ],
)
def test_a_name_of_a_field_in_words(name, field):
    assert root(f"{name}:x") == Field(field, "x")


def test_a_field_takes_each_part_of_a_bracket():
    assert root('cơ-quan:(Bộ Công an OR "Hải quan") biển') == All(
        (Any((Field("agency", "Bộ Công an"), Field("agency", "Hải quan", is_quoted=True))), Words("biển"))
    )
    assert root("tiêu-đề:(giao* -biển)") == All((Field("title", "giao*"), Not(Field("title", "biển"))))


@pytest.mark.parametrize("text", ["cơ-quan:", 'cơ-quan:""', "cơ-quan:()", "cơ-quan: OR biển", "địa-bàn:*"])
def test_a_field_without_a_value_is_said_to_be_words(text):
    assert any("chưa có giá trị" in note or "OR thiếu" in note for note in parse(text).notes)


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
        (" OR ".join(f"x{number}" for number in range(limits.MAX_CLAUSES + 1)), "too_many_clauses"),
        ('tiêu-đề:"' + "an " * (limits.MAX_PHRASE_TERMS + 1) + '"', "phrase_too_long"),
        ("tiêu-đề:ab* tiêu-đề:cd* ef* gh*", "too_many_prefixes"),
        ('"' + "an " * (limits.MAX_PHRASE_TERMS + 1) + '"', "phrase_too_long"),
    ],
)
def test_beyond_a_limit_a_query_is_refused_by_name(text, code):
    with pytest.raises(QueryRefused) as refusal:
        parse(text)
    assert refusal.value.code == code
    assert refusal.value.message


def test_what_was_typed_is_counted_and_not_what_becomes_of_it():
    assert parse("-a " * limits.MAX_CLAUSES).root
    assert parse(" ".join(f"+x{number}" for number in range(limits.MAX_CLAUSES))).root
