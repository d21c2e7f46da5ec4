"""Words side by side: what is recognised in them becomes `Readings`, what lies between stays as typed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from archive.vietnamese.syllables import tokenize
from search.query.ast import Dates, Near, Node, Readings, Signed, Words, conjunction
from search.query.citations import number_segment
from search.query.finding import Finding, Run, Segment
from search.query.names import name_length, name_segment, variants
from search.query.numbers import parted
from search.query.periods import periods_in

_MOST_VARIANTS = 4  # of each side of NEAR


def recognised(text: str, found: Finding) -> Node:
    """The words of a text with what they may also stand for; Everything where it has none."""
    run = Run.of(text, parted(tokenize(text), found.lexicon))
    nodes: list[Node] = []
    at = 0
    for segment in _segments(run, found):
        nodes += _between(run, at, segment.start)
        nodes.append(Readings(segment.typed, segment.others) if segment.others else segment.typed)
        at = segment.end
    return conjunction([*nodes, *_between(run, at, len(run.tokens))])


def _between(run: Run, start: int, end: int) -> list[Node]:
    return [Words(run.slice(start, end))] if start < end else []


def _segments(run: Run, found: Finding) -> Iterator[Segment]:
    periods = {segment.start: segment for segment in _period_segments(run)}
    at = 0
    while at < len(run.tokens):
        segment = number_segment(run, at, found) or periods.get(at) or name_segment(run, at, found)
        if segment:
            yield segment
        at = segment.end if segment else at + 1


def _period_segments(run: Run) -> Iterator[Segment]:
    """Times that are said in words: also what is dated so, whatever it prints."""
    starts = {token.start: place for place, token in enumerate(run.tokens)}
    ends = {token.end: place + 1 for place, token in enumerate(run.tokens)}
    for start, end, period in periods_in(run.text):
        if start in starts and end in ends:
            dates = Dates("dated_on", period.low, period.high, period.label)
            yield Segment(starts[start], ends[end], Words(run.text[start:end]), (dates,))


def bound(node: Signed, found: Finding) -> tuple[str, str]:
    """What a sign binds to, and the words behind: in "-hải quan ma túy" nobody means to leave out hải."""
    text = f"{node.word} {node.rest}"
    run = Run.of(text, tokenize(text))
    length = name_length(run, found)
    if length > len(tokenize(node.word)):
        name, rest = run.slice(0, length), run.slice(length, len(run.tokens))
        parts = {"sign": node.sign.strip(), "name": name, "example": f'{node.sign}"{node.word}"'}
        found.note(_("%(sign)s gắn với cả “%(name)s”. Để gắn với một tiếng, hãy gõ %(example)s.") % parts)
        return name, rest
    if node.word.isalpha():  # and no number, which is whole
        following = node.rest.split()[0]
        parts = {"sign": node.sign.strip(), "word": node.word, "example": f'{node.sign}"{node.word} {following}"'}
        found.note(_("%(sign)s chỉ gắn với “%(word)s”. Để gắn với cả cụm, hãy gõ %(example)s.") % parts)
    return node.word, node.rest


def near(node: Near, found: Finding) -> Node:
    """NEAR, each side also in full or abbreviated."""
    lefts, rights = (variants(text, found)[:_MOST_VARIANTS] for text in (node.left, node.right))
    others = [Near(left, right, node.distance) for left in lefts for right in rights]
    return Readings(node, tuple(others[1:])) if len(others) > 1 else node
