"""A query to Haystack's SQ tree: the only form in which it reaches an engine."""

from decimal import Decimal
from functools import reduce
from math import inf, nextafter
from operator import and_, or_

from haystack.query import SQ

from archive.models import Report
from search.query.ast import (
    All,
    Any,
    Codes,
    Dates,
    Everything,
    Field,
    Must,
    Near,
    Node,
    Not,
    Phrase,
    Prefix,
    Quiet,
    Readings,
    Values,
    Words,
)


def to_sq(node: Node) -> SQ:
    """The tree for a node; an empty one asks for all documents. Fields must have been expanded."""
    match node:
        case All(nodes):
            return reduce(and_, map(to_sq, nodes))
        case Any(nodes):
            return reduce(or_, map(to_sq, nodes))
        case Readings(typed, others):
            return reduce(or_, map(to_sq, others), to_sq(typed))
        case Not(inner):
            return ~to_sq(inner)
        case Must(inner):
            return to_sq(inner)
        case Quiet(inner):
            return ~~to_sq(inner)  # what is negated weighs nothing
        case _:
            return _leaf(node)


def _leaf(node: Node) -> SQ:
    match node:
        case Words(text, channel, is_loose, is_exact):
            lookup = "any" if is_loose else "exact" if is_exact else "all"
            return SQ(**{f"{channel}__{lookup}": text})
        case Phrase(text, channel):
            return SQ(**{f"{channel}__phrase": text})
        case Prefix(text, channel):
            return SQ(**{f"{channel}__prefix": text})
        case Near():
            return SQ(content__near=node)
        case Codes("accession" | "source_id" as field, codes):
            named = Report.objects.published().filter(**{f"{field}__in": codes})
            return SQ(pk__in=list(named.values_list("pk", flat=True)))
        case Codes(field, codes, _label, is_weighed):
            return SQ(**{f"{field}__{'weighed' if is_weighed else 'in'}": list(codes)})
        case Dates(field, low, high):
            return SQ(**{f"{field}__range": (low, high)})
        case Values(low, high, is_strict):
            return SQ(figure__range=(_beyond(low, inf), _beyond(high, -inf)) if is_strict else (low, high))
        case Everything():
            return SQ()
        case Field(name):
            raise ValueError(f"the field {name!r} was not expanded")
        case _:
            raise ValueError(f"no tree for {node!r}")


def _beyond(bound: Decimal | None, direction: float) -> Decimal | None:
    """The nearest number on that side of a bound that an index can tell from it."""
    return None if bound is None else Decimal(nextafter(float(bound), direction))
