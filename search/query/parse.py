"""Typed text to a query: a lexer of one pass and a recursive descent, both linear.

    query   := branch (OR branch)*          OR, HOẶC, |
    branch  := clause*                      side by side: all of them
    clause  := [+|-|NOT] atom
    atom    := words | "phrase" | prefix* | field:value | operand NEAR[/n] operand | ( query )

What cannot be read is searched literally, and a note says so; only the limits of `limits` refuse.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.vietnamese.normalize import normalize
from archive.vietnamese.syllables import tokenize
from search.query import errors, limits
from search.query.ast import (
    Everything,
    Field,
    Must,
    Near,
    Node,
    Not,
    Phrase,
    Prefix,
    Query,
    Words,
    conjunction,
    disjunction,
    walk,
)
from search.query.errors import QuerySyntaxError
from search.query.fields import canonical_field

_QUOTES = {'"': '"', "“": "”", "„": "”", "«": "»", "”": "”"}
_ENDS_OF_WORD = '"“”„«»()|'
_NEAR = re.compile(r"NEAR(?:/([0-9]{1,4}))?|GẦN/([0-9]{1,4})")
_OR_WORDS = frozenset({"OR", "HOẶC"})
_DEFAULT_DISTANCE = 10


@dataclass(frozen=True, slots=True)
class _Token:
    """`kind` is word, phrase, prefix, field, near, or, and, not, must, open or close."""

    kind: str
    value: str
    start: int
    end: int


def parse(text: str) -> Query:
    """The query a text says; QueryRefused where it is over a limit."""
    if len(text) > limits.MAX_LENGTH:
        raise errors.too_long(limits.MAX_LENGTH)
    text = normalize(text).strip()
    try:
        root = _Parser(text).query()
        notes = tuple(_wildcard_notes(text))
    except QuerySyntaxError as error:
        root, notes = _literally(text), (_("%(fault)s Đã tìm từng chữ như đã gõ.") % {"fault": error},)
    _check_limits(root)
    return Query(text, root, notes)


def _literally(text: str) -> Node:
    return Words(text) if tokenize(text) else Everything()


def _wildcard_notes(text: str) -> Iterator[str]:
    if re.search(r"(?<!\S)[^\s\w]*[*?]|\w[*?]\w|(?<!\S)\w\*", text):
        yield _("Dấu * chỉ dùng được ở cuối một tiếng có từ hai chữ cái; chỗ khác được bỏ qua.")


def _check_limits(root: Node) -> None:
    nodes = list(walk(root))
    if len(nodes) > limits.MAX_CLAUSES:
        raise errors.too_many_clauses(limits.MAX_CLAUSES)
    if sum(isinstance(node, Prefix) for node in nodes) > limits.MAX_PREFIXES:
        raise errors.too_many_prefixes(limits.MAX_PREFIXES)
    terms = 0
    for node in nodes:
        count = _term_count(node)
        if count > limits.MAX_PHRASE_TERMS and isinstance(node, Phrase | Near):
            raise errors.phrase_too_long(limits.MAX_PHRASE_TERMS)
        terms += count
    if terms > limits.MAX_TERMS:
        raise errors.too_many_terms(limits.MAX_TERMS)


def _term_count(node: Node) -> int:
    match node:
        case Words(text=text) | Phrase(text=text) | Field(value=text):
            return len(tokenize(text))
        case Near(left, right):
            return len(tokenize(left)) + len(tokenize(right))
        case Prefix():
            return 1
        case _:
            return 0


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
            continue
        token = _token(text, at, character)
        yield token
        at = token.end


def _token(text: str, at: int, character: str) -> _Token:
    if character in _QUOTES:
        return _phrase(text, at)
    if character in "()|":
        return _Token({"(": "open", ")": "close", "|": "or"}[character], character, at, at + 1)
    if character in "+-" and _is_sign(text, at):
        return _Token("must" if character == "+" else "not", character, at, at + 1)
    return _word(text, at)


def _phrase(text: str, at: int) -> _Token:
    closing = _QUOTES[text[at]]
    end = next((place for place in range(at + 1, len(text)) if text[place] in (closing, '"', "”")), -1)
    if end < 0:
        raise QuerySyntaxError(_("Dấu ngoặc kép chưa đóng."))
    return _Token("phrase", text[at + 1 : end], at, end + 1)


def _is_sign(text: str, at: int) -> bool:
    """Whether + or - binds to what follows: "-lậu", not "an ninh - trật tự" nor "--"."""
    before = text[at - 1 : at]
    after = text[at + 1 : at + 2]
    return (not before or before.isspace() or before in "(|") and (after.isalnum() or (after != "" and after in '"“('))


def _word(text: str, at: int) -> _Token:
    end = at
    while end < len(text) and not text[end].isspace() and text[end] not in _ENDS_OF_WORD:
        if text[end] == ":" and canonical_field(text[at:end]):
            return _Token("field", canonical_field(text[at:end]) or "", at, end + 1)
        end += 1
    word = text[at:end]
    return _Token(_kind_of_word(word), word, at, end)


def _kind_of_word(word: str) -> str:
    if word in _OR_WORDS:
        return "or"
    if word in ("AND", "NOT"):
        return word.lower()
    if _NEAR.fullmatch(word):
        return "near"
    stem = word.rstrip("*")
    if stem != word and stem.isalpha() and len(stem) >= limits.MIN_PREFIX_LENGTH:
        return "prefix"
    return "word"


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0

    def query(self) -> Node:
        node = self._branches()
        if self._peek() is not None:
            raise QuerySyntaxError(_("Có dấu ngoặc đóng thừa."))
        return node

    def _peek(self) -> str | None:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else None

    def _take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _branches(self) -> Node:
        branches = [self._branch()]
        while self._peek() == "or":
            self._take()
            branches.append(self._branch())
        said = [branch for branch in branches if not isinstance(branch, Everything)]
        if len(branches) > 1 and len(said) < len(branches):
            raise QuerySyntaxError(_("OR thiếu một vế."))
        return disjunction(said)

    def _branch(self) -> Node:
        clauses: list[Node] = []
        while self._peek() not in (None, "or", "close"):
            if self._peek() == "and":
                self._take()
                continue
            clauses.append(self._near(clauses) if self._peek() == "near" else self._clause())
        return conjunction(clauses)

    def _clause(self) -> Node:
        sign = self._take().kind if self._peek() in ("must", "not") else None
        node = self._signed_atom() if sign else self._atom()
        if isinstance(node, Everything) or sign is None:
            return node
        return Must(node) if sign == "must" else Not(node)

    def _signed_atom(self) -> Node:
        """What + or - binds to: one word, or a phrase, field or bracket."""
        kind = self._peek()
        if kind is None or kind in ("or", "and", "near", "close", "must", "not"):
            raise QuerySyntaxError(_("Dấu + hoặc - không đứng trước chữ nào."))
        if kind == "word":
            return _literally(self._take().value)
        return self._atom()

    def _atom(self) -> Node:
        kind = self._peek()
        if kind == "open":
            return self._bracket()
        if kind == "field":
            return self._field()
        if kind == "phrase":
            return _phrase_node(self._take().value)
        if kind == "prefix":
            return Prefix(self._take().value.rstrip("*"))
        return _literally(self._run())

    def _run(self) -> str:
        """Words side by side, as they stand in the text."""
        first = self._take()
        last = first
        while self._peek() == "word":
            last = self._take()
        return self.text[first.start : last.end]

    def _bracket(self) -> Node:
        self._take()
        self.depth += 1
        if self.depth > limits.MAX_DEPTH:
            raise errors.too_deep(limits.MAX_DEPTH)
        node = self._branches()
        if self._peek() != "close":
            raise QuerySyntaxError(_("Dấu ngoặc đơn chưa đóng."))
        self._take()
        self.depth -= 1
        return node

    def _field(self) -> Node:
        name = self._take()
        kind = self._peek()
        if kind == "phrase":
            return Field(name.value, self._take().value.strip(), is_quoted=True)
        if kind in ("word", "prefix", "must", "not") and self.tokens[self.at].start - name.end <= 1:
            return Field(name.value, self._field_value())
        return _literally(self.text[name.start : name.end])

    def _field_value(self) -> str:
        if self._peek() in ("must", "not", "prefix"):
            return self._take().value.rstrip("*")
        return self._run()

    def _near(self, before: list[Node]) -> Node:
        operator = self._take()
        left = before.pop() if before else None
        right = self._atom() if self._peek() in ("word", "phrase") else None
        if not isinstance(left, Words | Phrase) or not isinstance(right, Words | Phrase):
            raise QuerySyntaxError(_("NEAR cần chữ hoặc cụm từ ở cả hai bên."))
        match = _NEAR.fullmatch(operator.value)
        distance = next((int(group) for group in match.groups() if group), _DEFAULT_DISTANCE) if match else 0
        return Near(left.text, right.text, min(max(distance, 1), limits.MAX_NEAR_DISTANCE))


def _phrase_node(text: str) -> Node:
    """A phrase of one syllable is a word; one without any is nothing."""
    count = len(tokenize(text))
    return Phrase(text.strip()) if count > 1 else Must(Words(text.strip())) if count else Everything()
