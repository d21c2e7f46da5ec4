"""Bytes to text: Unicode, and the encodings Vietnamese was written in before it, decided by what they make of it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import ftfy

from archive.vietnamese.normalize import compose, is_syllable

Encoding = Literal["utf-8", "utf-16", "windows-1258", "tcvn3", "vni", "windows-1252"]
Reason = Literal["binary", "damaged", "undecidable"]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text in NFC, the encoding it was in, and whether it had been decoded wrongly before and was repaired."""

    text: str
    encoding: Encoding
    was_garbled: bool = False


class UndecodableText(ValueError):
    """The bytes are no text, damaged text, or text in an encoding that cannot be told; `reason` says which."""

    def __init__(self, reason: Reason, explanation: str) -> None:
        super().__init__(explanation)
        self.reason: Reason = reason


# A legacy encoding is believed if this share of its marked words are syllables, and no other comes near.
_BELIEVED = 0.75
_MARGIN = 0.15
_FEWEST_WORDS = 3
_MOST_CONTROLS = 0.01

# PDF, zip (docx, odt), old Office, PNG, JPEG, GIF, gzip, rar, 7z.
_MAGIC = tuple(
    bytes.fromhex(start)
    for start in ("255044462d", "504b0304", "d0cf11e0", "89504e47", "ffd8ff", "47494638", "1f8b", "52617221", "377abc")
)
_CONTROLS = bytes([*range(9), *range(14, 32), 127])
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes) -> Decoded:
    """The text the bytes hold; UndecodableText where they hold none, or none that can be told for sure.

    Tries UTF-8 and UTF-16, then windows-1258, TCVN3 (ABC) and VNI by the share of words that are Vietnamese syllables.
    UTF-8 of text that was once decoded wrongly ("Viá»‡t Nam", "ViÖt Nam") is repaired.
    """
    if data.startswith(_MAGIC):
        raise UndecodableText("binary", "the file is a document, image or archive, not text")
    if data.startswith(_UTF16_MARKS):
        return Decoded(compose(_strictly(data, "utf-16")), "utf-16")
    if b"\x00" in data:
        return _without_byte_order_mark(data)
    if len(data) - len(data.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(data):
        raise UndecodableText("binary", "the file has too many control characters to be text")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if _is_mostly_utf_8(data):
            raise UndecodableText("damaged", f"the file is UTF-8 but broken at byte {error.start}") from error
        return _legacy(data)
    return _repaired(compose(text))


def _strictly(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise UndecodableText("damaged", f"the file begins as {codec} but is broken at byte {error.start}") from error


def _is_mostly_utf_8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    return 10 * text.count("\ufffd") < sum(character >= "\x80" for character in text)


def _without_byte_order_mark(data: bytes) -> Decoded:
    """UTF-16 shows by Latin text whose every second byte is zero."""
    for codec, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        if 2 * zeros.count(0) >= len(zeros) and len(data) % 2 == 0:
            text = _strictly(data, codec)
            if not any(unicodedata.category(character) == "Cc" for character in set(text) - set("\t\n\r\f")):
                return Decoded(compose(text), "utf-16")
    raise UndecodableText("binary", "the file has zero bytes, so it is not text")


def _legacy(data: bytes) -> Decoded:
    readings = _readings(data)
    if len(readings) == len(_LEGACY) and len(set(readings.values())) == 1:
        return Decoded(readings.popitem()[1], "windows-1252")
    shares = {encoding: _share_of_syllables(text) or 0 for encoding, text in readings.items()}
    best = max(shares, key=lambda encoding: shares[encoding], default=None)
    if best is not None and _is_believed(best, shares):
        return Decoded(readings[best], best)
    raise UndecodableText("undecidable", "the file is neither UTF-8 nor, for sure, windows-1258, TCVN3 or VNI")


def _is_believed(best: Encoding, shares: dict[Encoding, float]) -> bool:
    others = [share for encoding, share in shares.items() if encoding != best]
    return shares[best] >= _BELIEVED and all(share <= shares[best] - _MARGIN for share in others)


def _readings(data: bytes) -> dict[Encoding, str]:
    """What the bytes say in each encoding that knows all of them."""
    readings: dict[Encoding, str] = {}
    for encoding, read in _LEGACY.items():
        try:
            readings[encoding] = compose(read(data))
        except UnicodeDecodeError:
            continue
    return readings


_WORD = re.compile(r"[^\s\x00-@\[-`{-\x7f\u2013-\u2026«»]+")


def _share_of_syllables(text: str) -> float | None:
    """Of the words that are not ASCII alone, the share that are Vietnamese syllables; None if they are too few."""
    counts = Counter(word for word in _WORD.findall(text) if not word.isascii())
    total = counts.total()
    if total < _FEWEST_WORDS:
        return None
    return sum(count for word, count in counts.items() if is_syllable(word)) / total


def _repaired(text: str) -> Decoded:
    share = _share_of_syllables(text)
    if share is None or share >= _BELIEVED:
        return Decoded(text, "utf-8")
    unmixed = compose("".join(ftfy.fix_encoding(line) for line in text.splitlines(keepends=True)))
    if (_share_of_syllables(unmixed) or 0) >= _BELIEVED:
        return Decoded(unmixed, "utf-8", was_garbled=True)
    try:
        decoded = _legacy(text.encode("cp1252"))
    except (UnicodeEncodeError, UndecodableText):
        return Decoded(text, "utf-8")
    return Decoded(decoded.text, decoded.encoding, was_garbled=True)


def _windows_1258(data: bytes) -> str:
    return data.decode("cp1258")


# TCVN 5712:1993 VN3, as used by the .Vn fonts ("ABC"); the bytes 80-9F are those of Windows.
_TCVN3 = {
    **dict(zip(range(0xA1, 0xAF), "ĂÂÊÔƠƯĐăâêôơưđ", strict=True)),
    **dict(zip(range(0xB0, 0xB5), "\u0300\u0309\u0303\u0301\u0323", strict=True)),
    **dict(zip(range(0xB5, 0xBA), "àảãáạ", strict=True)),
    **dict(zip(range(0xBB, 0xBF), "ằẳẵắ", strict=True)),
    **dict(zip(range(0xC6, 0xCD), "ặầẩẫấậè", strict=True)),
    **dict(zip(range(0xCE, 0xD9), "ẻẽéẹềểễếệìỉ", strict=True)),
    **dict(zip(range(0xDC, 0xE0), "ĩíịò", strict=True)),
    **dict(zip(range(0xE1, 0xF0), "ỏõóọồổỗốộờởỡớợù", strict=True)),
    **dict(zip(range(0xF1, 0xFF), "ủũúụừửữứựỳỷỹýỵ", strict=True)),
    0xA0: "\xa0",
}
_TCVN3_UNASSIGNED = re.compile(rb"[^\x00-\x9f" + re.escape(bytes(_TCVN3)) + rb"]")
_MIXED_CASE_WORD = re.compile(r"[^\W\d_]{2,}")


def _tcvn3(data: bytes) -> str:
    unassigned = _TCVN3_UNASSIGNED.search(data)
    if unassigned is not None:
        raise UnicodeDecodeError("tcvn3", data, unassigned.start(), unassigned.end(), "not assigned")
    text = data.decode("latin-1").translate(_TCVN3 | _WINDOWS_CONTROLS)
    return _MIXED_CASE_WORD.sub(_in_one_case, text)


def _in_one_case(match: re.Match[str]) -> str:
    """CộNG as CỘNG: TCVN3 has no marked capitals, its capital fonts showed the small letters as such."""
    plain = [letter for letter in match[0] if letter.isascii()]
    return match[0].upper() if plain and all(letter.isupper() for letter in plain) and len(plain) > 1 else match[0]


_WINDOWS_CONTROLS = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
# VNI writes a vowel and after it a letter of windows-1252 that stands for its marks.
_VNI_MARKS = {
    **dict(zip("ùøûõï", (_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT), strict=True)),
    **dict(zip("âáàåãä", (_CIRCUMFLEX + tone for tone in ("", _ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)), strict=True)),
    **dict(zip("êéèúüë", (_BREVE + tone for tone in ("", _ACUTE, _GRAVE, _HOOK, _TILDE, _DOT)), strict=True)),
}
_VNI_MARKED = re.compile("([aeouyôöAEOUYÔÖ])([" + "".join(_VNI_MARKS) + "".join(_VNI_MARKS).upper() + "])")
_VNI_LETTERS = str.maketrans(
    {
        letter: unicodedata.normalize("NFC", marked)
        for small, meaning in {
            "ô": "o" + _HORN, "ö": "u" + _HORN, "ñ": "đ", "î": "y" + _DOT,
            "í": "i" + _ACUTE, "ì": "i" + _GRAVE, "æ": "i" + _HOOK, "ó": "i" + _TILDE, "ò": "i" + _DOT,
        }.items()
        for letter, marked in ((small, meaning), (small.upper(), meaning.upper()))
    }
)  # fmt: skip


def _vni(data: bytes) -> str:
    marked = _VNI_MARKED.sub(lambda match: match[1] + _VNI_MARKS[match[2].lower()], data.decode("cp1252"))
    return marked.translate(_VNI_LETTERS)


_LEGACY: dict[Encoding, Callable[[bytes], str]] = {"windows-1258": _windows_1258, "tcvn3": _tcvn3, "vni": _vni}
