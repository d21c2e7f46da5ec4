"""Document numbers as people type them: QĐ 133, qd133, 133/2002, NĐ03/2019, Nghị định 03 năm 2019, nq12/tw."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from archive.authority import files
from archive.vietnamese.normalize import fold
from archive.vietnamese.syllables import Token, document_key, tokenize
from search.query.ast import All, Node, Phrase, Quiet, Words
from search.query.lexicon import Document, Lexicon, keys_of

_YEAR = re.compile("(?:19|20)[0-9]{2}")
_PLAIN = re.compile("[0-9]{1,5}")
_GLUED = re.compile(r"([^\W\d_]{2,10})([0-9]{1,5})")
_ANY_TYPE = "văn bản"  # says that a number is one, and of no type
_SHORTEST_ABBREVIATION = 2  # the L of a law is no word of a query


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number as typed, tokens [start:end) of the query. `words` are what of it is looked for as text.

    `type` is the type's full name in lower case, `parts` begin with the figure, its zeros off.
    """

    start: int
    end: int
    type: str | None
    parts: tuple[str, ...]
    year: int | None
    words: str

    @property
    def is_plain_year(self) -> bool:
        return len(self.parts) == 1 and _YEAR.fullmatch(self.parts[0]) is not None


@cache
def _types() -> dict[str, str]:
    """Types of documents by each of their names, folded; an abbreviation of several is the shorter one's."""
    found: dict[str, str] = {}
    for entry in sorted(files.document_types(), key=lambda entry: len(entry.name)):
        for form in (entry.name, *entry.aliases, *entry.abbreviations):
            if len(form) >= _SHORTEST_ABBREVIATION:
                found.setdefault(" ".join(fold(token.text) for token in tokenize(form)), entry.name.lower())
    return found


@cache
def _printed_types() -> dict[str, tuple[str, ...]]:
    """How each type is printed before a number: its name and its abbreviations."""
    return {
        entry.name.lower(): (entry.name.lower(), *filter(lambda form: len(form) > 1, entry.abbreviations))
        for entry in files.document_types()
    }


@cache
def _parts() -> dict[str, str]:
    """The parts of a number behind its figure as they are printed, QĐ and TTg, by their folded form."""
    types = (form for entry in files.document_types() for form in entry.abbreviations)
    issuers = (part for entry in files.document_issuers() for part in entry.suffix.split("-"))
    return {fold(part): part for part in (*issuers, *types)}


@cache
def _longest_types() -> dict[str, int]:
    """In syllables, by the first of them, folded."""
    found: dict[str, int] = {}
    for name in _types():
        first, *others = name.split()
        found[first] = max(found.get(first, 0), 1 + len(others))
    return found


def parted(tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The tokens, an abbreviation of a type parted from the number behind it: qđ133. PA05 is an office, if known."""
    return [part for token in tokens for part in _parted(token, lexicon)]


def _parted(token: Token, lexicon: Lexicon) -> Iterator[Token]:
    match = _GLUED.fullmatch(token.text) if token.kind == "word" else None
    if match is None or fold(match[1]) not in _types() or lexicon.is_short_name(token):
        yield token
        return
    middle = token.start + match.end(1)
    yield Token(match[1], token.start, middle, "word")
    yield Token(match[2], middle, token.end, "number")


def number_at(text: str, tokens: Sequence[Token], at: int, *, is_bare: bool = False) -> DocumentNumber | None:
    """The document number that begins at a token, with its type before it where there is one.

    A plain figure is a document number after a type or before a part of one (133/qđ-ttg), anywhere with `is_bare`.
    """
    kind, after = _type_at(tokens, at)
    type_words = text[tokens[at].start : tokens[after - 1].end] if kind else ""
    early: list[str] = []
    while kind and (part := _part_at(text, tokens, after)):  # the TTg of QĐ-TTg 133
        early.append(part)
        after += 1
    after += after < len(tokens) and tokens[after].text.lower() in ("số", "so")
    figure = _figure_at(text, tokens, after)
    if figure is None or (figure.is_plain and not (kind or is_bare)):
        return None
    own, words = (None, figure.words) if kind in (None, _ANY_TYPE) else (kind, f"{type_words} {figure.words}")
    return DocumentNumber(at, figure.end, own, (*figure.parts, *map(fold, early)), figure.year, words)


def _type_at(tokens: Sequence[Token], at: int) -> tuple[str | None, int]:
    longest = _longest_types().get(fold(tokens[at].text), 0)
    for length in range(min(longest, len(tokens) - at), 0, -1):
        run = tokens[at : at + length]
        kind = _types().get(" ".join(fold(token.text) for token in run))
        if kind:
            return kind, at + length
    return None, at


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number without its type, up to tokens[end]; `is_plain` where it is a mere figure, perhaps with a year."""

    end: int
    parts: tuple[str, ...]
    year: int | None
    words: str
    is_plain: bool


def _figure_at(text: str, tokens: Sequence[Token], at: int) -> _Figure | None:
    token = tokens[at] if at < len(tokens) else None
    if token is None or not (token.kind == "document" or _PLAIN.fullmatch(token.text)):
        return None
    parts = tuple(document_key(token.text).split("-"))
    year = next((int(part) for part in parts[1:] if _YEAR.fullmatch(part)), None)
    end, suffix, year_words = at + 1, [], ""
    while end < len(tokens):
        part = _part_at(text, tokens, end)
        after = _after_year(text, tokens, end) if part is None and year is None else None
        if part:
            suffix.append(part)
            end += 1
        elif after:
            year, year_words = int(tokens[after - 1].text), text[tokens[end - 1].end : tokens[after - 1].end]
            end = after
        else:
            break
    words = _written(token.text, year_words, suffix)
    return _Figure(end, (*parts, *map(fold, suffix)), year, words, token.kind != "document" and not suffix)


def _written(figure: str, year: str, suffix: Sequence[str]) -> str:
    """133, /2002 and QĐ, TTg as one number, 133/2002/QĐ-TTg, whose parts behind the year an article may leave out."""
    printed = f"/{'-'.join(suffix)}" if suffix else ""
    return figure + year + printed if year[:1] in ("/", "-", "–") else figure + printed + year


def _between(text: str, tokens: Sequence[Token], at: int) -> str:
    return text[tokens[at - 1].end : tokens[at].start]


def _part_at(text: str, tokens: Sequence[Token], at: int) -> str | None:
    """The part of a number that follows a slash or dash, as it is printed: TTg for ttg; QĐTTg may be two in one."""
    if not 0 < at < len(tokens) or _between(text, tokens, at).strip() not in ("/", "-", "–"):
        return None
    folded = fold(tokens[at].text)
    if folded in _parts():
        return _parts()[folded]
    halves = ((folded[:place], folded[place:]) for place in range(2, len(folded) - 1))
    is_two = any(one in _types() and other in _parts() for one, other in halves)
    return tokens[at].text.upper() if is_two else None


def _after_year(text: str, tokens: Sequence[Token], at: int) -> int | None:
    """The token after the year that follows a number: after "năm", a slash, a dash, a bracket or a space."""
    if fold(tokens[at].text) == "nam":
        at += 1
    elif _between(text, tokens, at).strip() not in ("", "/", "-", "–", "("):
        return None
    return at + 1 if at < len(tokens) and _YEAR.fullmatch(tokens[at].text) else None


def resolve(number: DocumentNumber, lexicon: Lexicon) -> list[Document]:
    """The documents a number may mean: same figure, and nothing that contradicts."""
    return [document for document in lexicon.documents(number.parts[0]) if _may_be(number, document)]


def _may_be(number: DocumentNumber, document: Document) -> bool:
    if number.type and document.type and not _same_type(number.type, document.type):
        return False
    if number.year and document.year and number.year != document.year:
        return False
    typed, known = _suffix(number.parts), _suffix(document.parts)
    return any(one.startswith(other) or one.endswith(other) for one, other in ((typed, known), (known, typed)))


def _same_type(typed: str, known: str) -> bool:
    """ "Quy chế 03" may be a "Quy chế phối hợp 03", a "Nghị quyết" a "Nghị quyết liên tịch"."""
    return known.startswith(fold(typed)) or fold(typed).startswith(known)


def _suffix(parts: Sequence[str]) -> str:
    """The parts behind figure and year in one, so that QĐTTg is QĐ-TTg and TTg the end of both."""
    return "".join(fold(part) for part in parts[1:] if not _YEAR.fullmatch(part))


def forms(number: DocumentNumber) -> list[str]:
    """The figure behind each way to print its type: "quyết định 133/2002", "QĐ 133/2002"; none without a type."""
    figure = f"{number.parts[0]}/{number.year}" if number.year else number.parts[0]
    return [f"{form} {figure}" for form in _printed_types()[number.type]] if number.type else []


def spellings(number: DocumentNumber) -> Iterator[Node]:
    """How else articles may print a number after its type: "Quyết định số 133" for QĐ 133."""
    if number.year is None and len(number.parts) > 1:
        return
    for form in forms(number):
        kind, figure = form.rsplit(" ", 1)
        if keys_of(form) != keys_of(number.words):
            yield Phrase(form)
            # As for what was typed, the number may stand elsewhere.
            yield Quiet(All((Phrase(kind) if " " in kind else Words(kind), Words(figure))))
        yield Phrase(f"{kind} số {figure}")
