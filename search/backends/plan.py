"""A Haystack SQ tree to a plan that any engine can carry out: what must match, and which terms weigh how much.

A plan has two parts. The *condition* is a tree of sets and decides what is a hit: syllables, phrases, codes, ranges.
The *weights* decide the order: the score of a hit is the sum over all weighted terms it holds, each by BM25. So the
order does not depend on the shape of the condition, and every engine can be told the same.

How the terms of a text weigh, as measured on judged questions (docs/search.md): a syllable with marks counts by its
exact key, and a little by its folded one; a bare syllable counts by its folded key, and a little by its exact one; two
neighbours count once more where they stand side by side, and again where they stand within one word.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain, pairwise
from operator import add
from typing import Any, Literal, TypeAlias, cast

from haystack.query import SQ

from archive.vietnamese.normalize import fold, normalize
from search.analysis import JOINT, TONES, Term, analyse, key_of, readable
from search.backends.entry import LAST_KNOWN_DATE, code_term, date_number
from search.errors import UnknownCondition

Channel = Literal["content", "title", "figures"]
CHANNELS: tuple[Channel, ...] = ("content", "title", "figures")
CODE_FIELDS = frozenset({"agency", "place", "topic", "document", "official", "meeting", "outlet", "year"})
DATE_FIELDS = ("dated_on", "meeting_on", "published_on")

_FOLDED_WEIGHT = 0.3  # of everything, folded
_BARE_WEIGHT = 1.0 + _FOLDED_WEIGHT  # of the folded key of what was typed without marks
_BARE_EXACT_WEIGHT = 0.2
_PAIR_WEIGHT = 0.65
_PAIR_WEIGHT_IN_SENTENCE = 0.8  # where a syllable by itself says less
_SHORTEST_SENTENCE = 10  # syllables side by side
_WORD_WEIGHT = 0.15
_CODE_WEIGHTS = {"document": 3.0, "agency": 1.0}  # of codes that are weighed, which a document has or has not
_USUAL_SHARE = 0.1  # of the documents with a pair, however marked: so many have it as typed
_MOST_REMEMBERED = 500  # texts


@dataclass(frozen=True, slots=True)
class Syllable:
    """A syllable somewhere in a channel, by its exact or its folded key."""

    channel: Channel
    key: str
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Word:
    """Two neighbours within one word of the content's segmentation, by their exact keys, joined."""

    key: str

    @property
    def is_exact(self) -> bool:
        return True


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

    @property
    def is_exact(self) -> bool:
        return all(one.is_exact for one in self.syllables)


@dataclass(frozen=True, slots=True)
class Near:
    """Two phrases in the content with at most `distance` syllables between them, in either order."""

    left: Phrase
    right: Phrase
    distance: int


@dataclass(frozen=True, slots=True)
class Codes:
    """Any of some codes, each indexed whole: a document has one or it has none."""

    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """These documents, by primary key."""

    pks: frozenset[int]


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
    Syllable | Prefix | Phrase | Near | Codes | Keys | Dates | Values | AllOf | AnyOf | Not | Everything
)
Weighted: TypeAlias = Syllable | Phrase | Word | Codes  # the phrases are pairs of neighbours in the content
Leaf: TypeAlias = tuple[Channel, str, Hashable]  # a lookup of a text in a channel
NOTHING = Not(Everything())


@dataclass(frozen=True, slots=True)
class Plan:
    condition: Condition
    weights: Mapping[Weighted, float] = field(default_factory=dict)


class Planner:
    """Makes plans, and asks the index how a pair of syllables is mostly spelt in it.

    `having` gives the number of documents that hold a term. `remembered` keeps what became of each text, for the page
    of a result asks for the same words several times.
    """

    def __init__(self, having: Callable[[Weighted], int], remembered: dict[Leaf, Plan] | None = None) -> None:
        self._having = having
        self._remembered: dict[Leaf, Plan] = {} if remembered is None else remembered
        self._leaves: dict[str, Callable[[Channel, Any], Plan]] = {
            "all": self._all,
            "exact": self._exact,
            "any": self._any,
            "phrase": self._phrase,
            "prefix": self._prefix,
            "near": self._near,
        }

    def plan(self, tree: Any) -> Plan:
        """The plan of an SQ tree; UnknownCondition for a leaf that no engine knows."""
        parts = [self.plan(child) if hasattr(child, "children") else self._leaf(*child) for child in tree.children]
        if not parts:
            joined = Plan(Everything())
        elif tree.connector == SQ.OR:
            joined = Plan(_either([part.condition for part in parts]), _merged(parts, max))
        else:
            joined = Plan(_both([part.condition for part in parts]), _merged(parts, add))
        return Plan(_negated(joined.condition)) if tree.negated else joined

    def _leaf(self, expression: str, value: Any) -> Plan:
        name, _, lookup = expression.partition("__")
        if name in CHANNELS and lookup in self._leaves:
            return self._of_text(cast(Channel, name), lookup, value)
        if name in CODE_FIELDS and lookup in ("exact", "in", "weighed"):
            codes = Codes(tuple(code_term(name, code) for code in ([value] if lookup == "exact" else value)))
            weights: dict[Weighted, float] = {codes: _CODE_WEIGHTS[name]} if lookup == "weighed" else {}
            return Plan(codes, weights) if codes.terms else Plan(NOTHING)
        if name == "pk" and lookup in ("exact", "in"):
            return Plan(Keys(frozenset([value] if lookup == "exact" else value)))
        if lookup == "range" and (name in DATE_FIELDS or name == "figure"):
            return Plan(_range(name, *value))
        raise UnknownCondition(expression)

    def _of_text(self, channel: Channel, lookup: str, value: Hashable) -> Plan:
        leaf = (channel, lookup, value)
        found = self._remembered.get(leaf)
        if found is None:
            if len(self._remembered) > _MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[leaf] = self._leaves[lookup](channel, value)
        return found

    def _terms(self, text: str) -> Sequence[Term]:
        """The terms of a text. A bare syllable that stands as usual beside a marked one is meant to be bare.

        In "hải quan" nobody left out the mark of quân, while in "phoi hợp" somebody did: "phoi hợp" is hardly ever
        printed. One that is meant to be bare counts as if it had its mark.
        """
        terms = analyse(text)
        meant = [term.is_marked for term in terms]
        if not any(meant):
            return terms
        steps = [(at, at + 1) for at in range(len(terms) - 1)]
        for known, bare in [*steps, *((right, left) for left, right in reversed(steps))]:
            if meant[known] and not meant[bare]:
                first = min(known, bare)
                meant[bare] = self._is_usual(terms[first], terms[first + 1])
        return [replace(term, is_marked=is_meant) for term, is_meant in zip(terms, meant, strict=True)]

    def _is_usual(self, left: Term, right: Term) -> bool:
        """Whether many of the documents with the pair, however marked, have it as typed."""
        as_typed = self._having(_pair(left, right, is_exact=True))
        return as_typed > _USUAL_SHARE * self._having(_pair(left, right, is_exact=False))

    def _all(self, channel: Channel, text: str) -> Plan:
        return _every(channel, self._terms(normalize(text)))

    def _exact(self, channel: Channel, text: str) -> Plan:
        """All syllables, a bare one as it stands: TU is no từ."""
        return _every(channel, [replace(term, is_marked=True) for term in analyse(normalize(text))])

    def _any(self, channel: Channel, text: str) -> Plan:
        terms = self._terms(normalize(text))
        if not terms:
            return Plan(NOTHING)
        return Plan(_either([_syllable(channel, term) for term in terms]), _weights(channel, terms))

    def _phrase(self, channel: Channel, text: str) -> Plan:
        terms = self._terms(normalize(text))
        syllables = tuple(_syllable(channel, term) for term in terms)
        if not syllables:
            return Plan(NOTHING)
        return Plan(Phrase(channel, syllables) if len(syllables) > 1 else syllables[0], _weights(channel, terms))

    def _prefix(self, channel: Channel, text: str) -> Plan:
        """The last syllable begins so, which weighs nothing; those before it are words as any."""
        text = normalize(text)
        terms = analyse(text)
        if not terms:
            return Plan(NOTHING)
        before = self._all(channel, text[: terms[-1].start]) if len(terms) > 1 else Plan(Everything())
        last = _prefix_of(channel, terms[-1])
        # Of "ky" and "quy" the whole syllable is filed under i, what begins so under y.
        begun = _either([last, _syllable(channel, terms[-1])])
        return Plan(_both([before.condition, begun]), before.weights)

    def _near(self, channel: Channel, value: Any) -> Plan:
        sides = [self._terms(normalize(text)) for text in (value.left, value.right)]
        if not all(sides):
            return Plan(NOTHING)
        left, right = (Phrase(channel, tuple(_syllable(channel, term) for term in side)) for side in sides)
        return Plan(
            Near(left, right, value.distance), _merged([Plan(NOTHING, _weights(channel, side)) for side in sides], add)
        )


def _every(channel: Channel, terms: Sequence[Term]) -> Plan:
    required = [_syllable(channel, term) for term in terms if term.is_required]
    return Plan(_both(required), _weights(channel, terms)) if required else Plan(NOTHING)


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


def _range(name: str, low: Any, high: Any) -> Condition:
    if name == "figure":
        return Values(_float(low), _float(high))
    try:
        return Dates(name, date_number(low) or None, date_number(high) or LAST_KNOWN_DATE)
    except ValueError as error:
        raise UnknownCondition(f"{name}: {low}..{high}") from error


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _syllable(channel: Channel, term: Term) -> Syllable:
    return Syllable(channel, term.exact if term.is_marked else term.folded, term.is_marked)


def _prefix_of(channel: Channel, term: Term) -> Prefix:
    key = term.exact if term.text[0].isdecimal() else key_of(term.text, proper_name=True)
    letters = key.rstrip(TONES)
    return Prefix(channel, letters if term.is_marked else fold(readable(letters)), key[len(letters) :], term.is_marked)


def _pair(left: Term, right: Term, is_exact: bool) -> Phrase:
    keys = (left.exact, right.exact) if is_exact else (left.folded, right.folded)
    return Phrase("content", tuple(Syllable("content", key, is_exact) for key in keys))


def _weights(channel: Channel, terms: Sequence[Term]) -> dict[Weighted, float]:
    weights: dict[Weighted, float] = {}
    for term, weight in chain(_of_syllables(channel, terms), _of_pairs(terms) if channel == "content" else ()):
        weights[term] = weights.get(term, 0.0) + weight
    return weights


def _of_syllables(channel: Channel, terms: Sequence[Term]) -> Iterator[tuple[Weighted, float]]:
    for term in terms:
        yield Syllable(channel, term.exact, is_exact=True), 1.0 if term.is_marked else _BARE_EXACT_WEIGHT
        yield Syllable(channel, term.folded, is_exact=False), _FOLDED_WEIGHT if term.is_marked else _BARE_WEIGHT


def _of_pairs(terms: Sequence[Term]) -> Iterator[tuple[Weighted, float]]:
    """A pair counts by what each of its syllables is looked for by."""
    weight = _PAIR_WEIGHT if len(terms) < _SHORTEST_SENTENCE else _PAIR_WEIGHT_IN_SENTENCE
    for left, right in pairwise(terms):
        yield Phrase("content", (_syllable("content", left), _syllable("content", right))), weight
        if left.is_marked and right.is_marked:
            yield Word(left.exact + JOINT + right.exact), _WORD_WEIGHT
