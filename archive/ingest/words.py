"""The words of a text as the index keeps them: separated by spaces, the syllables of one word joined by "_"."""

from dataclasses import dataclass
from importlib.metadata import version

from archive.vietnamese.segment import segment

SEGMENTER = f"underthesea {version('underthesea')}"


@dataclass(frozen=True, slots=True)
class Words:
    title: str
    text: str


def words_of(title: str, text: str) -> Words:
    return Words(_joined(title), _joined(text))


def _joined(text: str) -> str:
    return " ".join("_".join(word.text.split()) for word in segment(text))
