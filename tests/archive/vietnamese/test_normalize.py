import unicodedata
from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.vietnamese.normalize import canonical_syllable, fold, has_marks, is_syllable, normalize, older_tone_place

any_text = st.text(alphabet=st.characters(), max_size=60)
vietnamese_text = st.text(
    alphabet="abcdđeghiklmnopqrstuvxyàáảãạăằâấêễơờưửỷỹ ÀÂĐƠƯ.,-/0123456789\n\xa0\u200b\u0301\u0323", max_size=60
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (unicodedata.normalize("NFD", "biên phòng"), "biên phòng"),
        ("công\xa0an\u2009tỉnh", "công an tỉnh"),
        ("ma\u200b túy, \ufeffhải\xad quan", "ma túy, hải quan"),
        ("một\r\nhai\rba\u2028bốn", "một\nhai\nba\nbốn"),
        ("tab\tvà \x00điều khiển\x07", "tab và điều khiển"),
        ("hỏng \ud83d giữa", "hỏng \ufffd giữa"),
    ],
)
def test_text_gets_one_form(raw: str, clean: str) -> None:
    assert normalize(raw) == clean


@pytest.mark.parametrize("printed", ["ma tuý", "hoà bình", "“lòng dân”", "26 – 12", "Đaị", "TP.HCM", "’tá"])
def test_spelling_and_punctuation_stay_as_printed(printed: str) -> None:
    assert normalize(printed) == printed


@given(any_text | vietnamese_text)
def test_normalizing_twice_changes_nothing(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(any_text)
def test_normal_text_can_be_stored(text: str) -> None:
    normal = normalize(text)
    assert normal.encode().decode() == normal
    assert "\x00" not in normal


@pytest.mark.parametrize("pattern", ["\u0301\u0323", "\xa0", "\u200b", "\r\n", "ế", "漢", "\u0f71\u0f72\u0301"])
@pytest.mark.parametrize("function", [normalize, fold, canonical_syllable, is_syllable])
def test_hostile_text_takes_linear_time(function: Callable[[str], object], pattern: str) -> None:
    started = process_time()
    function("a" + pattern * (200_000 // len(pattern)))
    assert process_time() - started < 1


def test_more_than_thirty_marks_on_one_letter_are_cut_off() -> None:
    assert normalize("a" + "\u0316" * 100) == "a" + "\u0316" * 30


def test_fold_takes_marks_and_case_off() -> None:
    assert fold("Đấu tranh với tội phạm ở BIÊN GIỚI") == "dau tranh voi toi pham o bien gioi"
    assert fold(unicodedata.normalize("NFD", "Đồn Biên phòng")) == "don bien phong"


@given(vietnamese_text)
def test_fold_keeps_offsets_but_for_marks_alone(text: str) -> None:
    normal = normalize(text)
    assert len(fold(normal)) == sum(not unicodedata.combining(character) for character in normal)


@given(any_text)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", ["đ", "ý", "Đường", "a\u0323", "cà phê"])
def test_text_with_marks(text: str) -> None:
    assert has_marks(text)


@pytest.mark.parametrize("text", ["", "an ninh", "133/2002", "naïve façon"])
def test_text_without_marks(text: str) -> None:
    assert not has_marks(text)


@pytest.mark.parametrize(
    "spellings",
    ["hoà hòa HOÀ", "tuý túy", "uỷ ủy", "khoẻ khỏe", "thuý thúy", "quý qúy quí", "kỹ kĩ", "lý lí", "Mỹ Mĩ", "tỷ tỉ"],
)
def test_spellings_of_one_syllable_meet_in_one_key(spellings: str) -> None:
    spelt = spellings.split()
    spelt += [unicodedata.normalize("NFD", spelling) for spelling in spelt]
    assert len({canonical_syllable(spelling) for spelling in spelt}) == 1


@pytest.mark.parametrize("pair", ["tay tai", "thúy thúi", "hoa hòa", "đa da", "an ân", "quả quá", "ý í", "sở sơ"])
def test_different_syllables_keep_different_keys(pair: str) -> None:
    one, other = pair.split()
    assert canonical_syllable(one) != canonical_syllable(other)


def test_a_final_y_stays_in_proper_names() -> None:
    assert canonical_syllable("Ly", proper_name=True) != canonical_syllable("Li", proper_name=True)
    assert canonical_syllable("Thuý", proper_name=True) == canonical_syllable("Thúy", proper_name=True)


@given(vietnamese_text)
def test_keys_do_not_depend_on_unicode_form(text: str) -> None:
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert canonical_syllable(composed) == canonical_syllable(decomposed)


@pytest.mark.parametrize(
    "line",
    [
        "an ninh công quý qúy quyết Quới hoà hòa khoẻ thuý nghiêng giếng gì giữ giễu khuỷu khuya ngoằn",
        "Huỳnh ý yên oanh đường ươm Mỹ kĩ ngoéo quốc xoong Pác",
    ],
)
def test_syllables(line: str) -> None:
    for syllable in line.split():
        assert is_syllable(syllable), syllable
        assert is_syllable(fold(syllable), accented=False), syllable


def test_what_is_no_syllable() -> None:
    assert not is_syllable("")
    line = "Đaị quyet các̣ cạcs kgi ngiêng cê ghà qan đuợc hgòa vắcxin 26 x ´ BĐBP phọng-"
    for text in line.split():
        assert not is_syllable(text), text


@given(any_text)
def test_any_text_can_be_asked_about(text: str) -> None:
    assert is_syllable(text) in (True, False)
    assert isinstance(canonical_syllable(text), str)


@pytest.mark.parametrize(("syllable", "older"), [("hoà", "hòa"), ("TUÝ", "TÚY"), ("Uỷ", "Ủy"), ("khoẻ", "khỏe")])
def test_the_older_place_of_a_tone(syllable: str, older: str) -> None:
    assert older_tone_place(syllable) == older_tone_place(older) == older


@pytest.mark.parametrize("syllable", ["quý", "quả", "hoàn", "an", "", "ý", "loại"])
def test_a_tone_with_one_place_stays(syllable: str) -> None:
    assert older_tone_place(syllable) == syllable
