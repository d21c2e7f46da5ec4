"""The query for partial matches: any of its words, all that was required."""

from collections.abc import Iterator

from search.query.ast import (
    All,
    Any,
    Codes,
    Near,
    Node,
    Phrase,
    Prefix,
    Readings,
    Words,
    conjunction,
    disjunction,
    walk,
)


def loosened(node: Node, also: str = "", *, phrases: bool = False) -> Node:
    """The node with its words only wanted; `also` are words of other readings, to order by.

    With `phrases` also phrases, NEAR and beginnings of words are only wanted; what bears a + or stands in a field
    never is.
    """
    if isinstance(node, Any):
        return disjunction([loosened(part, phrases=phrases) for part in node.nodes])
    nodes = node.nodes if isinstance(node, All) else (node,)
    soft = [part for part in nodes if _is_soft(part, phrases)]
    if not soft:
        return node
    hard = [part for part in nodes if not _is_soft(part, phrases)]
    text = " ".join(filter(None, [*map(_text, soft), also]))
    wanted = [Words(text, is_loose=True)] if text else []
    return conjunction([*hard, disjunction([*wanted, *(kept for part in soft for kept in _kept(part))])])


def _is_soft(node: Node, phrases: bool) -> bool:
    match node:
        case Words(channel=channel):
            return channel == "content"
        case Readings(typed):
            return _is_soft(typed, phrases) or isinstance(typed, Phrase)
        case Phrase(channel=channel) | Prefix(channel=channel):
            return phrases and channel == "content"
        case Near():
            return phrases
        case _:
            return False


def _text(node: Node) -> str:
    match node:
        case Words(is_exact=True):
            return ""
        case Words(text=text) | Phrase(text=text) | Prefix(text=text):
            return text
        case Near(left, right):
            return f"{left} {right}"
        case Readings(typed):
            return _text(typed)
        case _:
            return ""


def _kept(node: Node) -> Iterator[Node]:
    """What stays as it is: an abbreviation as printed, and reports that cite a document."""
    if isinstance(node, Words) and node.is_exact:
        yield node
    elif isinstance(node, Readings):
        yield from _kept(node.typed)
        yield from (other for other in node.others if _is_document(other))


def _is_document(node: Node) -> bool:
    return any(isinstance(part, Codes) and part.field == "document" for part in walk(node))
