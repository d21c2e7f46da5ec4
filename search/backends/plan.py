"""A Haystack SQ tree to a plan that any engine can carry out: what must match, and which terms weigh how much.

A plan has two parts. The *condition* is a tree of sets and decides what is a hit: syllables, phrases, codes, ranges.
The *weights* decide the order: the score of a hit is the sum over all weighted terms it holds, each by BM25. So the
order does not depend on the shape of the condition, and every engine can be told the same.

How the terms of a text weigh, as measured on judged questions (docs/search.md): a syllable with marks counts by its
exact key, and a little by its folded one; a bare syllable counts by its folded key, and a little by its exact one;
pairs of neighbours count half as much as syllables.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from haystack.query import SQ

from archive.vietnamese.normalize import TONE_KEYS, canonical_syllable, fold, normalize
from search.analysis import JOINT, Term, analyse
from search.backends.entry import code_term, date_number
from search.errors import UnknownCondition

Channel = Literal["content", "title", "figures"]
CHANNELS: tuple[Channel, ...] = ("content", "title", "figures")
CODE_FIELDS = frozenset(
    {"agency", "place", "topic", "document", "official", "meeting", "source_id", "accession", "outlet", "year"}
)
DATE_FIELDS = ("dated_on", "meeting_on", "published_on")

_FOLDED_WEIGHT = 0.3  # of everything, folded
_BARE_WEIGHT = 1.0 + _FOLDED_WEIGHT  # of the folded key of what was typed without marks
_BARE_EXACT_WEIGHT = 0.2
_PAIR_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Syllable:
    """A syllable somewhere in a channel, by its exact or its folded key."""

    channel: Channel
    key: str
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbours in the content, by their exact or their folded keys."""

    key: str
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Prefix:
    """A syllable that begins with these letters; exact ones carry the tone, if any was typed."""

    channel: Channel
    letters: str
    tone: str
    is_exact: bool

    def fits(self, exact: str) -> bool:
        return exact.startswith(self.letters) and exact.endswith(self.tone)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Syllables side by side, in order."""

    channel: Channel
    syllables: tuple[Syllable, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Two phrases in the content with at most `distance` syllables between them, in either order."""

    left: Phrase
    right: Phrase
    distance: int


@dataclass(frozen=True, slots=True)
class Code:
    """A code indexed whole."""

    term: str


@dataclass(frozen=True, slots=True)
class Dates:
    """Numbers of `date_number`, inclusive; None is open. An unknown date is in no range."""

    field: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Values:
    """A figure reported within the range, inclusive; None is open."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class AllOf:
    nodes: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    nodes: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    node: "Condition"


@dataclass(frozen=True, slots=True)
class Everything:
    pass


Condition: TypeAlias = (
    Syllable | Pair | Prefix | Phrase | Near | Code | Dates | Values | AllOf | AnyOf | Not | Everything
)
Weighted: TypeAlias = Syllable | Pair
NOTHING = Not(Everything())


@dataclass(frozen=True, slots=True)
class Plan:
    condition: Condition
    weights: Mapping[Weighted, float] = field(default_factory=dict)


def plan_of(tree: Any) -> Plan:
    """The plan of an SQ tree; UnknownCondition for a leaf that no engine knows."""
    parts = [_part(child) for child in tree.children]
    if not parts:
        joined = Plan(Everything())
    elif tree.connector == SQ.OR:
        joined = Plan(_either([part.condition for part in parts]), _merged(parts, max))
    else:
        joined = Plan(_both([part.condition for part in parts]), _merged(parts, lambda one, other: one + other))
    return Plan(_negated(joined.condition)) if tree.negated else joined


def _part(child: Any) -> Plan:
    return plan_of(child) if hasattr(child, "children") else _leaf(*child)


def _merged(parts: Iterable[Plan], join: Callable[[float, float], float]) -> dict[Weighted, float]:
    merged: dict[Weighted, float] = {}
    for part in parts:
        for term, weight in part.weights.items():
            merged[term] = join(merged[term], weight) if term in merged else weight
    return merged


def _both(nodes: Sequence[Condition]) -> Condition:
    """All of them, without what another makes needless: of (a or b) and a, only a."""
    kept = [node for node in dict.fromkeys(nodes) if not (isinstance(node, AnyOf) and set(node.nodes) & set(nodes))]
    return kept[0] if len(kept) == 1 else AllOf(tuple(kept))


def _either(nodes: Sequence[Condition]) -> Condition:
    return nodes[0] if len(nodes) == 1 else AnyOf(tuple(dict.fromkeys(nodes)))


def _negated(node: Condition) -> Condition:
    return node.node if isinstance(node, Not) else Not(node)


def _leaf(expression: str, value: Any) -> Plan:
    name, _, lookup = expression.partition("__")
    if name in CHANNELS and lookup in _TEXT_LEAVES:
        return _TEXT_LEAVES[lookup](name, value)
    if name in CODE_FIELDS and lookup in ("exact", "in"):
        codes = [value] if lookup == "exact" else list(value)
        return Plan(_either([Code(code_term(name, code)) for code in codes]) if codes else NOTHING)
    if lookup == "range" and (name in DATE_FIELDS or name == "figure"):
        return Plan(_range(name, *value))
    raise UnknownCondition(expression)


def _range(name: str, low: Any, high: Any) -> Condition:
    if name == "figure":
        return Values(_float(low), _float(high))
    try:
        return Dates(name, date_number(low) or None, date_number(high) or None)
    except ValueError as error:
        raise UnknownCondition(f"{name}: {low}..{high}") from error


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


@lru_cache(maxsize=1024)
def _terms(text: str) -> tuple[Term, ...]:
    return tuple(analyse(normalize(text)))


def _syllable(channel: Channel, term: Term) -> Syllable:
    return Syllable(channel, term.exact if term.is_marked else term.folded, term.is_marked)


def _all(channel: Channel, text: str) -> Plan:
    terms = _terms(text)
    required = [_syllable(channel, term) for term in terms if term.is_required]
    return Plan(_both(required), _weights(channel, terms)) if required else Plan(NOTHING)


def _any(channel: Channel, text: str) -> Plan:
    terms = _terms(text)
    if not terms:
        return Plan(NOTHING)
    return Plan(_either([_syllable(channel, term) for term in terms]), _weights(channel, terms))


def _phrase(channel: Channel, text: str) -> Plan:
    terms = _terms(text)
    return Plan(_adjacent(channel, terms), _weights(channel, terms)) if terms else Plan(NOTHING)


def _adjacent(channel: Channel, terms: Sequence[Term]) -> Condition:
    syllables = tuple(_syllable(channel, term) for term in terms)
    return Phrase(channel, syllables) if len(syllables) > 1 else syllables[0]


def _prefix(channel: Channel, text: str) -> Plan:
    """The last syllable begins so, which weighs nothing; those before it are words as any."""
    text = normalize(text)
    terms = _terms(text)
    if not terms:
        return Plan(NOTHING)
    before = _all(channel, text[: terms[-1].start]) if len(terms) > 1 else Plan(Everything())
    last = _prefix_of(channel, terms[-1])
    # Of "ky" and "quy" the whole syllable is filed under i, what begins so under y.
    begun = _either([last, _syllable(channel, terms[-1])])
    return Plan(_both([before.condition, begun]), before.weights)


def _prefix_of(channel: Channel, term: Term) -> Prefix:
    key = term.exact if term.text[0].isdecimal() else canonical_syllable(term.text, proper_name=True)
    letters = key.rstrip(TONE_KEYS)
    return Prefix(channel, letters if term.is_marked else fold(letters), key[len(letters) :], term.is_marked)


def _near(channel: Channel, value: Any) -> Plan:
    left, right = _phrase(channel, value.left), _phrase(channel, value.right)
    weights = _merged([left, right], lambda one, other: one + other)
    sides = [tuple(_syllable(channel, term) for term in _terms(text)) for text in (value.left, value.right)]
    if not all(sides):
        return Plan(NOTHING)
    return Plan(Near(Phrase(channel, sides[0]), Phrase(channel, sides[1]), value.distance), weights)


_TEXT_LEAVES: dict[str, Callable[[Any, Any], Plan]] = {
    "all": _all,
    "any": _any,
    "phrase": _phrase,
    "prefix": _prefix,
    "near": _near,
}


def _weights(channel: Channel, terms: Sequence[Term]) -> dict[Weighted, float]:
    weights: dict[Weighted, float] = {}

    def add(term: Weighted, weight: float) -> None:
        weights[term] = weights.get(term, 0.0) + weight

    for term in terms:
        add(Syllable(channel, term.exact, is_exact=True), 1.0 if term.is_marked else _BARE_EXACT_WEIGHT)
        add(Syllable(channel, term.folded, is_exact=False), _FOLDED_WEIGHT if term.is_marked else _BARE_WEIGHT)
    if channel == "content":
        for left, right in pairwise(terms):
            _weigh_pair(left, right, add)
    return weights


def _weigh_pair(left: Term, right: Term, add: Callable[[Weighted, float], None]) -> None:
    marked = left.is_marked + right.is_marked
    if marked:
        add(Pair(left.exact + JOINT + right.exact, is_exact=True), _PAIR_WEIGHT)
    folded_weight = (_BARE_WEIGHT, 1.0, _FOLDED_WEIGHT)[marked]
    add(Pair(left.folded + JOINT + right.folded, is_exact=False), _PAIR_WEIGHT * folded_weight)
