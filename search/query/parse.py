"""Typed text to a query: recursive descent over the tokens of `lex`, both linear.

    query   := branch (OR branch)*          OR, HOẶC, |
    branch  := clause*                      side by side: all of them
    clause  := [+|-|NOT] atom
    atom    := words | "phrase" | prefix* | field:value | field:( query ) | operand NEAR[/n] operand | ( query )

What cannot be read is searched literally, and a note says so; only the limits of `limits` refuse.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from archive.vietnamese.normalize import normalize
from archive.vietnamese.syllables import tokenize
from search.query import errors, limits
from search.query.ast import (
    All,
    Any,
    Everything,
    Field,
    Must,
    Near,
    Node,
    Not,
    Phrase,
    Prefix,
    Query,
    Signed,
    Words,
    children,
    conjunction,
    disjunction,
    walk,
)
from search.query.errors import QuerySyntaxError
from search.query.lex import NEAR, Token, tokens

_FIELDS_WITH_PREFIXES = frozenset({"title", "figure"})
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def parse(text: str) -> Query:
    """The query a text says; QueryRefused where it is over a limit."""
    if len(text) > limits.MAX_LENGTH:
        raise errors.too_long(limits.MAX_LENGTH)
    text = normalize(text.translate(_FULL_WIDTH)).strip()
    try:
        parser = _Parser(text)
        root, notes = parser.query(), parser.notes
    except QuerySyntaxError as error:
        root, notes = _literally(text), [_("%(fault)s Đã tìm từng chữ như đã gõ.") % {"fault": error}]
    _check_limits(root)
    return Query(text, root, tuple(dict.fromkeys([*notes, *_notes_on(text, root)])))


def _notes_on(text: str, root: Node) -> Iterator[str]:
    if text.count("*") > sum(map(_prefix_count, walk(root))) or re.search(r"(?<!\S)\?+\w|\w\?\w", text):
        yield _("Dấu * chỉ dùng được ở cuối một tiếng có từ hai chữ cái; chỗ khác được bỏ qua.")
    if text and isinstance(root, Everything):
        yield _("Câu tìm chưa có chữ nào để tìm: dưới đây là mọi bài.")


def _literally(text: str) -> Node:
    return Words(text) if tokenize(text) else Everything()


def _check_limits(root: Node) -> None:
    nodes = list(walk(root))
    if sum(not children(node) for node in nodes) > limits.MAX_CLAUSES:
        raise errors.too_many_clauses(limits.MAX_CLAUSES)
    if sum(map(_prefix_count, nodes)) > limits.MAX_PREFIXES:
        raise errors.too_many_prefixes(limits.MAX_PREFIXES)
    terms = 0
    for node in nodes:
        count = _term_count(node)
        if count > limits.MAX_PHRASE_TERMS and _is_phrase(node):
            raise errors.phrase_too_long(limits.MAX_PHRASE_TERMS)
        terms += count
    if terms > limits.MAX_TERMS:
        raise errors.too_many_terms(limits.MAX_TERMS)


def _prefix_count(node: Node) -> int:
    if isinstance(node, Field):
        return node.value.count("*") if node.name in _FIELDS_WITH_PREFIXES else 0
    return isinstance(node, Prefix)


def _is_phrase(node: Node) -> bool:
    return isinstance(node, Phrase | Near) or (isinstance(node, Field) and node.is_quoted)


def _term_count(node: Node) -> int:
    match node:
        case Words(text=text) | Phrase(text=text) | Field(value=text):
            return len(tokenize(text))
        case Near(left, right) | Signed(_, left, right):
            return len(tokenize(left)) + len(tokenize(right))
        case Prefix():
            return 1
        case _:
            return 0


class _Parser:
    """Recursive descent over the tokens of one text; `notes` say what was understood otherwise than it looks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.at = 0
        self.depth = 0
        self.notes: list[str] = []

    def query(self) -> Node:
        node = self._branches()
        if self._peek() is not None:
            raise QuerySyntaxError(_("Có dấu ngoặc đóng thừa."))
        return node

    def _peek(self) -> str | None:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else None

    def _take(self) -> Token:
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
        sign = self._take() if self._peek() in ("must", "not") else None
        node = self._signed_atom(sign) if sign else self._atom()
        if isinstance(node, Everything) or sign is None:
            return node
        return Must(node) if sign.kind == "must" else Not(node)

    def _signed_atom(self, sign: Token) -> Node:
        """What + or - binds to: a phrase, field or bracket, or the first of some words, or the name they begin."""
        kind = self._peek()
        if kind is None or kind in ("or", "and", "near", "close", "must", "not"):
            raise QuerySyntaxError(_("Dấu + hoặc - không đứng trước chữ nào."))
        if kind != "word":
            node = self._atom()
            return All((node,)) if kind == "open" and isinstance(node, Field) else node
        word = self._take()
        if self._peek() != "word":
            return _literally(word.value)
        behind = self.at
        rest = self._run("word")
        if self._peek() == "near":  # whose left side these are
            self.at = behind
            return _literally(word.value)
        return Signed(self.text[sign.start : word.start], word.value, rest)

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
        return _literally(self._run("word"))

    def _run(self, *kinds: str) -> str:
        """Words side by side, as they stand in the text."""
        first = self._take()
        last = first
        while self._peek() in kinds:
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
        node: Node = Everything()
        if kind == "phrase":
            node = Phrase(self._take().value.strip())
        elif kind == "open":
            node = self._bracket()
        elif kind in ("word", "prefix"):
            node = Words(self._run("word", "prefix"))
        within = self._within(name.value, node)
        if not isinstance(within, Everything):
            return within
        typed = self.text[name.start : name.end]
        self.notes.append(_("Trường “%(name)s” chưa có giá trị: đã tìm như chữ.") % {"name": typed})
        return _literally(typed)

    def _within(self, name: str, node: Node) -> Node:
        """The node with each of its words and phrases asked for in the field."""
        match node:
            case Words(text):
                return Field(name, text) if tokenize(text) else Everything()
            case Signed(_sign, word, rest):
                return Field(name, f"{word} {rest}")
            case Phrase(text):
                return Field(name, text, is_quoted=True) if tokenize(text) else Everything()
            case Prefix(text):
                return Field(name, f"{text}*")
            case All(nodes):
                return conjunction([self._within(name, part) for part in nodes])
            case Any(nodes):
                return disjunction([self._within(name, part) for part in nodes])
            case Must(inner):
                return Must(self._within(name, inner))
            case Not(inner):
                return Not(self._within(name, inner))
            case Near():
                self.notes.append(_("NEAR không dùng được trong một trường: đã tìm trong cả bài."))
                return node
            case _:
                return node

    def _near(self, before: list[Node]) -> Node:
        operator = self._take()
        left = _side(before.pop()) if before else None
        right = _side(self._atom()) if self._peek() in ("word", "phrase") else None
        if left is None or right is None:
            raise QuerySyntaxError(_("NEAR cần chữ hoặc cụm từ ở cả hai bên."))
        return Near(left, right, self._distance(operator.value))

    def _distance(self, operator: str) -> int:
        match = NEAR.fullmatch(operator)
        asked = int(match[1]) if match else limits.USUAL_NEAR_DISTANCE
        distance = min(max(asked, 1), limits.MAX_NEAR_DISTANCE)
        if distance != asked:
            parts = {"most": limits.MAX_NEAR_DISTANCE, "distance": distance}
            self.notes.append(_("NEAR nhận từ 1 đến %(most)d tiếng: đã lấy %(distance)d.") % parts)
        return distance


def _side(node: Node) -> str | None:
    """The words of one side of NEAR; a phrase of one syllable is a word that must be there."""
    match node:
        case Words(text=text) | Phrase(text=text) | Must(Words(text=text)):
            return text
        case _:
            return None


def _phrase_node(text: str) -> Node:
    """A phrase of one syllable is a word; one without any is nothing."""
    count = len(tokenize(text))
    return Phrase(text.strip()) if count > 1 else Must(Words(text.strip())) if count else Everything()
