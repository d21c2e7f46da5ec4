import json
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.vietnamese.encodings import Decoded, UndecodableText, decode
from archive.vietnamese.normalize import TONE_MARKS

TEXT = (
    "Chiều 26/7, Công an tỉnh và Bộ Chỉ huy Bộ đội Biên phòng sơ kết Quy chế phối hợp phòng, chống tội phạm về ma túy; "
    "những vụ việc nước ngoài được giữ gìn, xử lý kịp thời. Kỹ năng của đội nghiệp vụ ở xã ngày càng tốt."
)

# The letters of each encoding as windows-1252 shows them: what a page looks like when it is not decoded.
ABC = dict(
    zip(
        "àảãáạằẳẵắặăầẩẫấậâèẻẽéẹềểễếệêìỉĩíịòỏõóọồổỗốộôờởỡớợơùủũúụừửữứựưỳỷỹýỵđĂÂÊÔƠƯĐ",
        "µ¶·¸¹»¼½¾Æ¨ÇÈÉÊË©ÌÎÏÐÑÒÓÔÕÖª×ØÜÝÞßáâãäåæçèé«êëìíî¬ïñòóôõö÷øù\xadúûüýþ®¡¢£¤¥¦§",
        strict=True,
    )
)
VNI_MARKS = dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True))
VNI_CIRCUMFLEX = dict(zip(["", *"\u0301\u0300\u0309\u0303\u0323"], "âáàåãä", strict=True))
VNI_BREVE = dict(zip(["", *"\u0301\u0300\u0309\u0303\u0323"], "êéèúüë", strict=True))
VNI_I = dict(zip("íìỉĩị", "íìæóò", strict=True))


def tcvn3(text: str) -> bytes:
    return "".join(ABC.get(letter) or ABC.get(letter.lower(), letter) for letter in text).encode("cp1252")


def vni(text: str) -> bytes:
    return "".join(map(vni_letter, text)).encode("cp1252", "replace")


def vni_letter(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter.isupper():
        return vni_letter(letter.lower()).upper()
    if letter in VNI_I:
        return VNI_I[letter]
    base, *marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in TONE_MARKS), "")
    if "\u0302" in marks:
        return base + VNI_CIRCUMFLEX[tone]
    if "\u0306" in marks:
        return base + VNI_BREVE[tone]
    if "\u031b" in marks:
        return {"o": "ô", "u": "ö"}[base] + VNI_MARKS.get(tone, "")
    return {"đ": "ñ", "ỵ": "î"}.get(letter) or base + VNI_MARKS.get(tone, "")


def windows_1258(text: str) -> bytes:
    return "".join(map(windows_1258_letter, text)).encode("cp1258", "replace")


def windows_1258_letter(letter: str) -> str:
    decomposed = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in decomposed if mark in TONE_MARKS)
    return unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in TONE_MARKS)) + tones


LEGACY: dict[str, Callable[[str], bytes]] = {"tcvn3": tcvn3, "vni": vni, "windows-1258": windows_1258}


def test_what_the_old_encodings_look_like() -> None:
    assert tcvn3("Cộng hòa xã hội").decode("cp1252") == "Céng hßa x· héi"
    assert vni("Độc lập - Tự do - Hạnh phúc").decode("cp1252") == "Ñoäc laäp - Töï do - Haïnh phuùc"


@pytest.mark.parametrize("encoding", LEGACY)
def test_old_encodings_are_told_apart(encoding: str) -> None:
    assert decode(LEGACY[encoding](TEXT)) == Decoded(TEXT, encoding)


@pytest.mark.parametrize("encoding", LEGACY)
def test_old_encodings_are_told_apart_on_real_articles(encoding: str, shared: Path) -> None:
    with (shared / "eval/reports/articles.jsonl").open(encoding="utf-8") as lines:
        texts = [unicodedata.normalize("NFC", json.loads(line)["text"]) for line in lines]
    known = {*ABC, *map(str.upper, ABC), *"“”–…‘’", *map(chr, range(128))}
    texts = [text for text in texts if known.issuperset(text)]
    assert len(texts) > 50
    assert [text for text in texts if decode(LEGACY[encoding](text)).encoding != encoding] == []


def test_capitals_of_tcvn3_come_back_in_headings() -> None:
    heading = "CÔNG AN TỈNH TỔNG KẾT NĂM: phối hợp giữa các đội"
    assert decode(tcvn3(heading)).text == heading


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_is_read_in_every_form(codec: str, form: str) -> None:
    decoded = decode(unicodedata.normalize(form, TEXT).encode(codec))
    assert (decoded.text, decoded.encoding, decoded.was_garbled) == (TEXT, codec[:6].rstrip("-"), False)


@pytest.mark.parametrize("codec", ["latin-1", "sloppy-windows-1252"])
def test_garbled_utf_8_is_repaired(codec: str) -> None:
    garbled = TEXT.encode().decode(codec).encode()
    assert decode(garbled) == Decoded(TEXT, "utf-8", was_garbled=True)


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_old_encodings_saved_as_utf_8_are_repaired(encoding: str) -> None:
    assert decode(LEGACY[encoding](TEXT).decode("cp1252").encode()) == Decoded(TEXT, encoding, was_garbled=True)


@pytest.mark.parametrize(
    "text", ["", "Plain English.", "“lòng dân”", "été déjà vu à la forêt", "你好", "Đaị uý Đăk Lăk"]
)
def test_other_utf_8_is_left_alone(text: str) -> None:
    assert decode(text.encode()) == Decoded(text, "utf-8")


def test_plain_text_with_curly_quotes_needs_no_decision() -> None:
    assert decode(b"He said \x93hello\x94") == Decoded("He said “hello”", "windows-1252")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.4 text", "binary"),
        (b"PK\x03\x04docx", "binary"),
        (bytes(range(256)), "binary"),
        (b"text\x01\x02\x03" * 10, "binary"),
        (TEXT.encode()[:-1] + b"\xff", "damaged"),
        (b"\xff\xfea\x00b", "damaged"),
        (b"caf\xe9 na\xefve", "undecidable"),
        ("Привет мир как дела".encode("cp1251"), "undecidable"),
        ("été déjà vu à la forêt, où est la clé".encode("cp1252"), "undecidable"),
        ("你好世界，今天天气很好".encode("gb18030"), "undecidable"),
        (b"\x81\x8d\x8f\x90", "undecidable"),
    ],
)
def test_what_cannot_be_told_is_refused_by_name(data: bytes, reason: str) -> None:
    with pytest.raises(UndecodableText) as refusal:
        decode(data)
    assert refusal.value.reason == reason
    assert str(refusal.value)


@given(st.binary(min_size=1, max_size=200))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    with suppress(UndecodableText):
        text = decode(data).text
        assert text.encode().decode() == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_good_utf_8_is_never_refused(text: str) -> None:
    assert decode(text.encode()).encoding in ("utf-8", "tcvn3", "vni", "windows-1258")


@pytest.mark.parametrize(
    "pattern", [b"\xe9", b"a\xc3", b"\xe9 ", "Ã¡".encode(), "\u0301\u0323".encode(), b"a\x00", b"\xd5\xd6\xd5 "]
)
def test_decoding_takes_linear_time(pattern: bytes) -> None:
    started = process_time()
    with suppress(UndecodableText):
        decode(pattern * (500_000 // len(pattern)))
    assert process_time() - started < 4
