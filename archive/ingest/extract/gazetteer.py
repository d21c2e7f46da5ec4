"""Phrases looked up syllable by syllable, so that tone placement, i or y and case do not matter."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from archive.vietnamese.normalize import canonical_syllable
from archive.vietnamese.syllables import tokenize

T = TypeVar("T")

_VALUES = ""  # where a node keeps its own values; no syllable's key is empty


def keys_of(phrase: str) -> tuple[str, ...]:
    """The keys of the phrase's tokens."""
    return tuple(canonical_syllable(token.text) for token in tokenize(phrase))


class Gazetteer(Generic[T]):
    """Values by phrase. Looking up takes time in the length of the longest phrase, not of the text."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, phrase: str, value: T) -> None:
        node = self._root
        for key in keys_of(phrase):
            node = node.setdefault(key, {})
        values: list[T] = node.setdefault(_VALUES, [])
        if node is not self._root and value not in values:
            values.append(value)

    def longest(self, keys: Sequence[str], start: int, end: int) -> tuple[int, Sequence[T]]:
        """How many keys from `start`, at most to `end`, the longest phrase takes, and its values; (0, ()) if none."""
        node, taken, found = self._root, 0, ()
        for i in range(start, end):
            child = node.get(keys[i])
            if child is None:
                break
            node = child
            if _VALUES in node:
                taken, found = i - start + 1, node[_VALUES]
        return taken, found
