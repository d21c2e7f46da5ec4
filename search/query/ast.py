"""What a query says, engine-free: made by parse, enriched by expand, compiled by to_sq, read back by describe."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

Channel = Literal["content", "title", "figures"]


@dataclass(frozen=True, slots=True)
class Words:
    """Every syllable somewhere in the document; `is_loose` asks for any of them.

    With `is_exact` a syllable without marks is meant to be without: TU is no từ.
    """

    text: str
    channel: Channel = "content"
    is_loose: bool = False
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """The syllables side by side, in order."""

    text: str
    channel: Channel = "content"


@dataclass(frozen=True, slots=True)
class Prefix:
    """A syllable that begins so."""

    text: str
    channel: Channel = "content"


@dataclass(frozen=True, slots=True)
class Near:
    """Two phrases at most `distance` syllables apart, in either order. Also the value of a `near` leaf."""

    left: str
    right: str
    distance: int


@dataclass(frozen=True, slots=True)
class Field:
    """`name: value` as typed; `name` is canonical. Expansion decides what it stands for."""

    name: str
    value: str
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Signed:
    """Words behind a sign as typed ("-", "NOT "). Expansion decides whether it binds to the first or to a name."""

    sign: str
    word: str
    rest: str


@dataclass(frozen=True, slots=True)
class Codes:
    """One of these codes in a field of codes; `label` is for people. What is weighed has a part in the order."""

    field: str
    codes: tuple[str, ...]
    label: str
    is_weighed: bool = False


@dataclass(frozen=True, slots=True)
class Dates:
    """EDTF strings, inclusive; None is open. `field` is dated_on, meeting_on or published_on.

    `label` is the time as a person says it ("tháng 7/2010", "từ 1/2019").
    """

    field: str
    low: str | None
    high: str | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Values:
    """A reported figure within the range; None is open. The bounds belong to it unless `is_strict`: >1000."""

    low: Decimal | None
    high: Decimal | None
    is_strict: bool = False


@dataclass(frozen=True, slots=True)
class Not:
    node: "Node"


@dataclass(frozen=True, slots=True)
class Must:
    """Wanted also among partial matches: +word."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Decides what matches, and has no part in the order."""

    node: "Node"


@dataclass(frozen=True, slots=True)
class All:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Any:
    nodes: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches all documents: the empty query."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Words as typed, and what else they may stand for."""

    typed: "Node"
    others: tuple["Node", ...]


Leaf: TypeAlias = Words | Phrase | Prefix | Near | Field | Signed | Codes | Dates | Values | Everything
Node: TypeAlias = Leaf | Not | Must | Quiet | All | Any | Readings


@dataclass(frozen=True, slots=True)
class Query:
    """A query as parsed. `notes` say what was taken literally, in the reader's language."""

    text: str
    root: Node
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return isinstance(self.root, Everything)


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case All(nodes) | Any(nodes):
            return nodes
        case Not(inner) | Must(inner) | Quiet(inner):
            return (inner,)
        case Readings(typed, others):
            return (typed, *others)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in children(node):
        yield from walk(child)


def wanted(node: Node) -> Iterator[Node]:
    """The nodes whose words a hit may show: all but the excluded."""
    if isinstance(node, Not):
        return
    yield node
    for child in children(node):
        yield from wanted(child)


def conjunction(nodes: Sequence[Node]) -> Node:
    """All of the nodes, without needless wrapping."""
    flat = [part for node in nodes for part in (node.nodes if isinstance(node, All) else (node,))]
    kept = [node for node in flat if not isinstance(node, Everything)]
    return kept[0] if len(kept) == 1 else All(tuple(kept)) if kept else Everything()


def disjunction(nodes: Sequence[Node]) -> Node:
    """Any of the nodes, each once."""
    kept = list(dict.fromkeys(nodes))
    return kept[0] if len(kept) == 1 else Any(tuple(kept)) if kept else Everything()
