"""Typed text to tokens, in one pass."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.vietnamese.normalize import fold
from search.query import limits
from search.query.errors import QuerySyntaxError
from search.query.fields import canonical_field

_QUOTES = {'"': '"”', "“": '"”“', "”": '"”', "„": '"”“', "‟": '"”‟', "«": "»"}
_ENDS_OF_WORD = '"“”„‟«»()|'
NEAR = re.compile("(?:NEAR|GẦN|GAN)/([0-9]+)", re.IGNORECASE)
_NEAR_ALONE = frozenset({"NEAR", "GẦN"})
_OR_WORDS = frozenset({"or", "hoac"})  # folded, of a word in capitals
_FIELDS_OF_NAMES = frozenset({"agency", "place", "official", "document", "topic", "title"})
# A name of a field may be typed in several words: ngày họp:2020.
_FIELD = re.compile(r"([^\W\d_]+(?:[ _-][^\W\d_]+){0,2})\s?:")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is word, phrase, prefix, field, near, or, and, not, must, open or close."""

    kind: str
    value: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _token(text, at)
        yield token
        at = token.end


def parted_at_fields(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is the name of a field; in one piece where it cannot be read."""
    try:
        names = [token for token in tokens(text) if token.kind == "field"]
    except QuerySyntaxError:
        names = []
    at = 0
    for name in names:
        yield text[at : name.start], False
        yield text[name.start : name.end], True
        at = name.end
    yield text[at:], False


def without_fields(text: str) -> str:
    """The text with what stands in fields of names, cơ-quan:"Bộ Công an", as words; QuerySyntaxError as of `tokens`."""
    parts: list[str] = []
    at = 0
    before = ["", ""]  # kinds of the last two tokens
    for token in tokens(text):
        kind = "name" if token.kind == "field" and token.value in _FIELDS_OF_NAMES else token.kind
        is_value = before[1] == "name" and before[0] not in ("must", "not")  # after a sign quotes hold it together
        kept = token.value if is_value and kind == "phrase" else text[token.start : token.end]
        parts += [text[at : token.start], "" if kind == "name" else kept]
        at = token.end
        before = [before[1], kind]
    return "".join([*parts, text[at:]]).strip()


def _token(text: str, at: int) -> Token:
    character = text[at]
    if character in _QUOTES:
        return _phrase(text, at)
    if character in "()":
        return Token("open" if character == "(" else "close", character, at, at + 1)
    if character == "|":
        bars = len(text[at:]) - len(text[at:].lstrip("|"))
        return Token("or", "|", at, at + bars)
    if character in "+-" and _is_sign(text, at):
        return Token("must" if character == "+" else "not", character, at, at + 1)
    return _field_name(text, at) or _word(text, at)


def _phrase(text: str, at: int) -> Token:
    closing = _QUOTES[text[at]]
    end = next((place for place in range(at + 1, len(text)) if text[place] in closing), -1)
    if end < 0:
        raise QuerySyntaxError(_("Dấu ngoặc kép chưa đóng."))
    return Token("phrase", text[at + 1 : end], at, end + 1)


def _is_sign(text: str, at: int) -> bool:
    """Whether + or - binds to what follows: "-lậu", not "an ninh - trật tự" nor "--"."""
    before = text[at - 1 : at]
    after = text[at + 1 : at + 2]
    return (not before or before.isspace() or before in "(|") and (after.isalnum() or (after != "" and after in '"“('))


def _field_name(text: str, at: int) -> Token | None:
    match = _FIELD.match(text, at)
    name = canonical_field(match[1]) if match else None
    return Token("field", name, at, match.end()) if match and name else None


def _word(text: str, at: int) -> Token:
    end = at
    while end < len(text) and not text[end].isspace() and text[end] not in _ENDS_OF_WORD:
        end += 1
    word = text[at:end]
    return Token(_kind_of_word(word), word, at, end)


def _kind_of_word(word: str) -> str:
    if word.isupper() and fold(word) in _OR_WORDS:
        return "or"
    if word in ("AND", "NOT"):
        return word.lower()
    if word in _NEAR_ALONE or NEAR.fullmatch(word):
        return "near"
    stem = word.rstrip("*")
    if stem != word and stem.isalnum() and len(stem) >= limits.MIN_PREFIX_LENGTH:
        return "prefix"
    return "word"
