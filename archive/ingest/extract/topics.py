"""Topics of the reviewed vocabulary, by the phrases that suggest them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from archive.authority import files
from archive.ingest.extract.context import Context
from archive.ingest.extract.gazetteer import Gazetteer
from archive.ingest.records import TopicFact

_WEIGHT = {"heading": 3.0, "lead": 2.0}
_ENOUGH = 2.0
_AT_MOST = 6


@cache
def _triggers() -> Gazetteer[str]:
    gazetteer: Gazetteer[str] = Gazetteer()
    for topic in files.topics():
        for trigger in topic.triggers:
            gazetteer.add(trigger, topic.code)
    return gazetteer


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that suggests a topic."""

    code: str
    start: int
    end: int


def find_mentions(context: Context) -> tuple[Mention, ...]:
    """Every phrase of the article that suggests a topic, in order; one that suggests two stands twice."""
    found: list[Mention] = []
    i = 0
    while i < len(context.tokens):
        taken, codes = _triggers().longest(context.keys, i, context.reach[i])
        found += (Mention(code, context.tokens[i].start, context.tokens[i + taken - 1].end) for code in codes)
        i += max(taken, 1)
    return tuple(found)


def find_topics(context: Context, mentions: Sequence[Mention]) -> tuple[TopicFact, ...]:
    """The topics the article names in its title or lead or returns to, the weightiest first."""
    weights: dict[str, float] = {}
    first: dict[str, tuple[int, int]] = {}
    for mention in mentions:
        passage = context.passage_at(mention.start)
        weight = _WEIGHT.get(passage.kind if passage else "", 1.0)
        weights[mention.code] = weights.get(mention.code, 0.0) + weight
        first.setdefault(mention.code, (mention.start, mention.end))
    chosen = sorted((c for c in weights if weights[c] >= _ENOUGH), key=lambda c: (-weights[c], c))[:_AT_MOST]
    return tuple(
        TopicFact(code, context.evidence(*first[code], "trigger", min(0.95, 0.7 + weights[code] / 40)))
        for code in chosen
    )
