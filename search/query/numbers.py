"""Document numbers as people type them: QĐ 133, 133/2002, NĐ03/2019, Nghị định 03 năm 2019, 12-NQ/TW."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.vietnamese.normalize import fold
from archive.vietnamese.syllables import Token, document_key
from search.query.lexicon import Document, Lexicon

_ABBREVIATIONS = {
    "nghị quyết liên tịch": "NQLT", "thông tư liên tịch": "TTLT", "quy chế phối hợp": "QCPH",
    "kế hoạch phối hợp": "KHPH", "chương trình phối hợp": "CTPH", "nghị định": "NĐ", "quyết định": "QĐ",
    "nghị quyết": "NQ", "chỉ thị": "CT", "thông tư": "TT", "thông báo": "TB", "quy chế": "QC", "kế hoạch": "KH",
    "kết luận": "KL", "hướng dẫn": "HD", "chương trình": "CTr", "công văn": "CV", "đề án": "ĐA", "pháp lệnh": "PL",
    "luật": "", "quy định": "", "lệnh": "",
}  # fmt: skip
# Folded type words and abbreviations, to the type.
_TYPES = {fold(form): kind for kind, short in _ABBREVIATIONS.items() for form in (kind, short) if form}
_TYPE_LENGTHS = (4, 3, 2, 1)
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_PLAIN = re.compile("[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number as typed: tokens [start:end) of the query."""

    start: int
    end: int
    type: str | None
    parts: tuple[str, ...]
    year: int | None


def number_at(tokens: Sequence[Token], at: int, *, is_bare: bool = False) -> DocumentNumber | None:
    """The document number that begins at a token, with its type before it where there is one.

    A plain figure is a document number after a type only, or anywhere with `is_bare`.
    """
    kind, after = _type_at(tokens, at)
    if kind and after < len(tokens) and tokens[after].text.lower() == "số":
        after += 1
    if after >= len(tokens):
        return None
    token = tokens[after]
    if token.kind == "document":
        parts = tuple(document_key(token.text).split("-"))
        return DocumentNumber(at, *_with_year(tokens, after + 1, kind, parts))
    if (kind or is_bare) and token.kind == "number" and _PLAIN.fullmatch(token.text):
        return DocumentNumber(at, *_with_year(tokens, after + 1, kind, (token.text.lstrip("0") or "0",)))
    return None


def _type_at(tokens: Sequence[Token], at: int) -> tuple[str | None, int]:
    for length in _TYPE_LENGTHS:
        run = tokens[at : at + length]
        if len(run) == length and all(token.kind == "word" for token in run):
            kind = _TYPES.get(" ".join(fold(token.text) for token in run))
            if kind:
                return kind, at + length
    return None, at


def _with_year(
    tokens: Sequence[Token], at: int, kind: str | None, parts: tuple[str, ...]
) -> tuple[int, str | None, tuple[str, ...], int | None]:
    """(end, type, parts, year): the year within the number, or after "năm" or a slash."""
    within = next((int(part) for part in parts[1:] if _YEAR.fullmatch(part)), None)
    following = at + 1 if at < len(tokens) and fold(tokens[at].text) == "nam" else at
    adjacent = following > at or (at < len(tokens) and tokens[at].start - tokens[at - 1].end == 1)
    if within is None and adjacent and following < len(tokens) and _YEAR.fullmatch(tokens[following].text):
        return following + 1, kind, parts, int(tokens[following].text)
    return at, kind, parts, within


def resolve(number: DocumentNumber, lexicon: Lexicon) -> list[Document]:
    """The documents a number may mean: same figure, and nothing that contradicts."""
    return [document for document in lexicon.documents(number.parts[0]) if _may_be(number, document)]


def _may_be(number: DocumentNumber, document: Document) -> bool:
    if number.type and document.type and not _same_type(number.type, document.type):
        return False
    if number.year and document.year and number.year != document.year:
        return False
    typed, known = _suffix(number.parts), _suffix(document.parts)
    return not typed or not known or typed == known[: len(typed)] or known == typed[: len(known)]


def _same_type(typed: str, known: str) -> bool:
    """ "Quy chế 03" may be a "Quy chế phối hợp 03", a "Nghị quyết" a "Nghị quyết liên tịch"."""
    return known.startswith(fold(typed)) or fold(typed).startswith(known)


def _suffix(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(part) for part in parts[1:] if not _YEAR.fullmatch(part))


def spellings(number: DocumentNumber) -> list[str]:
    """How else articles may print the number, each to be sought as a phrase: "Quyết định số 133" for QĐ 133."""
    figure = f"{number.parts[0]}/{number.year}" if number.year else number.parts[0]
    if number.type is None:
        is_month = number.year is not None and int(number.parts[0]) <= 12
        return [figure] if number.year and not is_month else []
    if number.year is None and len(number.parts) > 1:
        return []
    short = _ABBREVIATIONS[number.type]
    return [f"{number.type} {figure}", f"{number.type} số {figure}", *([f"{short} {figure}"] if short else [])]
