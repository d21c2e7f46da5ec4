"""Syllables as they look where the keyboard's input method was off: "phoois" (Telex) or "pho61i" (VNI) for phối."""

import re
import unicodedata

from archive.vietnamese.normalize import TONE_MARKS, is_syllable
from archive.vietnamese.rimes import tone_places

_KEYS = re.compile(r"[^\W\d_][^\W_]{1,11}")
_VOWELS = "aăâeêioôơuưy"
_MARKED = {"^": {"a": "â", "e": "ê", "o": "ô"}, "w": {"a": "ă", "o": "ơ", "u": "ư"}, "d": {"d": "đ"}}
_TONES = dict(zip("fsrxj21345", [*TONE_MARKS, *TONE_MARKS], strict=True))
_VNI_MARKS = {"6": "^", "7": "w", "8": "w", "9": "d"}


def from_keystrokes(word: str) -> str:
    """The syllable in lower case that these keys would have made; "" where they make none, or are one by themselves.

    Marks may follow their letter or stand at the end (duongwf), and some may have been made already (phôis).
    """
    typed = unicodedata.normalize("NFC", word.lower())
    if not _KEYS.fullmatch(typed) or is_syllable(typed):
        return ""
    letters, tone = "", ""
    for key in typed:
        has_vowel = any(letter in _VOWELS for letter in letters)
        mark = _VNI_MARKS.get(key) or ("w" if key == "w" else "d" if key == "d" else "^" if key in letters else "")
        if key in _TONES and has_vowel and not tone:
            tone = _TONES[key]
        elif mark and (marked := _marked(letters, mark, key)):
            letters = marked
        else:
            letters += key
    return _toned(letters, tone)


def _marked(letters: str, mark: str, key: str) -> str:
    """The letters with a hat, a hook or breve, or a stroke on the last that takes it; "" where none does."""
    if mark == "w" and "uo" in letters:
        return letters.replace("uo", "ươ")
    forms = _MARKED[mark]
    places = [at for at, letter in enumerate(letters) if letter in forms and (letter == key or key not in forms)]
    return letters[: places[-1]] + forms[letters[places[-1]]] + letters[places[-1] + 1 :] if places else ""


def _toned(letters: str, tone: str) -> str:
    for place in sorted(tone_places(letters), reverse=True):
        made = unicodedata.normalize("NFC", letters[: place + 1] + tone + letters[place + 1 :])
        if is_syllable(made):
            return made
    return ""
