"""One form for the same text: composed letters, plain spaces, nothing invisible, and keys for matching."""

import re
import unicodedata
from functools import lru_cache

from archive.vietnamese.rimes import BASES, takes_every_tone, tone_places

# ̀ ́ ̉ ̃ ̣ : the five marked tones, in the order of TONE_KEYS. The level tone has no mark and no key.
TONE_MARKS = "\u0300\u0301\u0309\u0303\u0323"
# Word characters, unchanged by NFC, that no Vietnamese syllable contains: a key stays one word for any engine.
TONE_KEYS = "\u00b9\u00b2\u00b3\u2074\u2075"

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_SPACES = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\U000e0001-\U000e007f]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_COMBINING = "".join(re.escape(chr(code)) for code in range(0x300, 0x1E94B) if unicodedata.combining(chr(code)))
# The same limit as Unicode's stream-safe format: composing 80,000 marks on one letter takes 15 s, and twice as many 60.
_EXCESSIVE_MARKS_POSSIBLE = re.compile("[\u0300-\u1dff\u20d0-\U0001e94a]{31}")
_EXCESSIVE_MARKS = re.compile(f"([{_COMBINING}]{{30}})[{_COMBINING}]++")

_MARKS_OF_VIETNAMESE = TONE_MARKS + "\u0302\u0306\u031b"
_MARKED = re.compile(
    "[đĐ" + _MARKS_OF_VIETNAMESE + "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ]"
)
_TONES = str.maketrans(dict.fromkeys(TONE_MARKS))
_KEY_OF_TONE = dict(zip(TONE_MARKS, TONE_KEYS, strict=True))
_LONE_FINAL_Y = re.compile(r"(h|k|l|m|s|t|v|b|n|x|th|qu)y")


def normalize(text: str) -> str:
    """The text in NFC with plain spaces, LF line ends and no invisible characters; spelling is never changed.

    Lone surrogates become U+FFFD, and of more than 30 combining marks on one letter the rest are dropped. Printed
    quotation marks and dashes stay as they are. Normalizing twice changes nothing.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _SPACES.sub(" ", text)
    text = _INVISIBLE.sub("", text)
    text = _SURROGATES.sub("\ufffd", text)
    return compose(text)


def compose(text: str) -> str:
    """The text in NFC, with at most 30 combining marks on a letter: without that limit this takes quadratic time."""
    return _limit_marks(unicodedata.normalize("NFC", _limit_marks(text)))


def _limit_marks(text: str) -> str:
    return _EXCESSIVE_MARKS.sub(r"\1", text) if _EXCESSIVE_MARKS_POSSIBLE.search(text) else text


class _Folding(dict[int, str]):
    """A table for str.translate that folds each character when it is first seen."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = "" if unicodedata.combining(character) else _base_letter(character)
        self[code] = folded
        return folded


def _base_letter(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()[0]
    return "d" if base == "đ" else base


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text in lower case with its marks off and đ as d, for matching what is typed without marks.

    Every character gives exactly one, so offsets in the folded text are offsets in the text, save for combining marks
    that stand by themselves: those vanish. NFC text in Vietnamese has none.
    """
    return text.translate(_FOLDING)


def has_marks(text: str) -> bool:
    """Whether the text has any Vietnamese diacritic or đ."""
    return _MARKED.search(text) is not None


def canonical_syllable(text: str, *, proper_name: bool = False) -> str:
    """The key under which spellings of one syllable meet: hoà = hòa, thuý = thúy, kỹ = kĩ, tỷ = tỉ.

    The tone is taken off its vowel and appended as a superscript digit. A lone final y becomes i, except in proper
    names, where Ly and Li are two people.
    """
    base, tones = _cached_key(text) if len(text) <= _LONGEST_SYLLABLE else _toneless_key(_limit_marks(text))
    if not proper_name and _LONE_FINAL_Y.fullmatch(base):
        base = base[:-1] + "i"
    return base + tones


def _toneless_key(text: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", text.lower())
    tones = "".join(_KEY_OF_TONE[mark] for mark in decomposed if mark in _KEY_OF_TONE)
    return unicodedata.normalize("NFC", decomposed.translate(_TONES)), tones


# "nghiễng" decomposed has 9 characters.
_LONGEST_SYLLABLE = 16
_cached_key = lru_cache(maxsize=1 << 16)(_toneless_key)

_TONE_MOVED_BACK = {
    unicodedata.normalize("NFC", vowels + mark): unicodedata.normalize("NFC", vowels[0] + mark + vowels[1])
    for vowels in ("oa", "oe", "uy", "OA", "OE", "UY", "Oa", "Oe", "Uy")
    for mark in TONE_MARKS
}


def older_tone_place(syllable: str) -> str:
    """The syllable as older spelling has it, hòa for hoà and túy for tuý: one spelling of two, still to be read."""
    if syllable[-3:-2] in ("q", "Q"):
        return syllable
    return syllable[:-2] + _TONE_MOVED_BACK.get(syllable[-2:], syllable[-2:])


_FOLDED_BASES = frozenset(fold(base) for base in BASES)
_TONES_OF_STOPPED = frozenset("\u0301\u0323")


def is_syllable(text: str, accented: bool = True) -> bool:
    """Whether the text is one possible Vietnamese syllable: onset, rime, tone and the place of its mark.

    With `accented` False only the letters under the marks are judged, as in text typed without them.
    """
    if not accented:
        return fold(text) in _FOLDED_BASES
    if len(text) > _LONGEST_SYLLABLE:
        return False
    base, marks = _toneless(text)
    if base not in BASES or len(marks) > 1:
        return False
    if not marks:
        return takes_every_tone(base)
    place, mark = marks[0]
    return place in tone_places(base) and (takes_every_tone(base) or mark in _TONES_OF_STOPPED)


def _toneless(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The lower-case text without tones, and each tone mark with the place of its letter."""
    letters: list[str] = []
    marks: list[tuple[int, str]] = []
    for mark_or_letter in unicodedata.normalize("NFD", text.lower()):
        if mark_or_letter in _KEY_OF_TONE:
            marks.append((len(letters) - 1, mark_or_letter))
        elif letters and unicodedata.combining(mark_or_letter):
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + mark_or_letter)
        else:
            letters.append(mark_or_letter)
    return "".join(letters), marks
