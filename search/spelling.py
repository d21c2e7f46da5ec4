"""Did you mean: a likelier spelling of a query, judged by how often its syllables stand side by side in the archive.

Three of four real misspellings are syllables that exist, so a syllable alone says little: the best row of syllables is
sought (Viterbi), where a change costs and neighbours seen together pay. What was typed is never replaced, a better
spelling is offered.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from archive.vietnamese.normalize import has_marks
from archive.vietnamese.syllables import Token, tokenize
from search.analysis import FOLDED, TONES, keys
from search.vocabulary import LONGEST_SYLLABLE, Vocabulary, deletions

MOST_SYLLABLES = 24  # of a query that is looked at
_MOST_CANDIDATES = 12  # for one syllable
_MOST_FORMS = 12  # with other marks, of one folded syllable
_SMOOTHING = 8.0  # reports' worth of belief in a syllable's own frequency
# Costs are negative logarithms of how often such a slip is made, tuned on labelled errors (tests/benchmarks).
_MARKS_LEFT_OUT = 0.3  # by someone who types without marks
_OTHER_MARKS = 5.0
_HOI_NGA = 4.0
_USUAL_CONFUSION = 5.5
_ONE_LETTER = 6.5
_UNKNOWN = 9.0
_GAIN_WANTED = 2.5

_HOI, _NGA = TONES[2], TONES[3]
_STARTS = [
    ("d", "gi"), ("d", "v"), ("gi", "v"), ("d", "r"), ("r", "gi"), ("s", "x"), ("ch", "tr"), ("l", "n"), ("c", "k"),
    ("g", "gh"), ("ng", "ngh"), ("c", "qu"),
]  # fmt: skip
_ENDS = [("n", "ng"), ("c", "t"), ("i", "y"), ("n", "nh"), ("t", "ch"), ("o", "u"), ("m", "n"), ("p", "c")]


@dataclass(frozen=True, slots=True)
class Correction:
    """`text` is the likelier query, `marked` the same with what changed in <em>, escaped."""

    text: str
    marked: SafeString
    restores_marks: bool  # only marks were added


@dataclass(frozen=True, slots=True)
class _Candidate:
    key: str
    cost: float


def correct(text: str, vocabulary: Vocabulary) -> Correction | None:
    """A likelier spelling of a query, None where there is none or what was typed is as good."""
    tokens = tokenize(text)
    if not tokens or len(tokens) > MOST_SYLLABLES or not vocabulary.syllables:
        return None
    is_bare = not has_marks(text)
    changes: dict[int, str] = {}
    for start, run in _runs(tokens):
        best = _best_row(run, vocabulary, is_bare)
        changes |= {start + place: key for place, key in enumerate(best) if key}
    return _correction(text, tokens, changes, vocabulary) if changes else None


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[int, list[Token]]]:
    """(place of its first, words side by side): figures and document numbers part the rows."""
    run: list[Token] = []
    for place, token in enumerate(tokens):
        if token.kind == "word" and _may_be_misspelt(token.text):
            run.append(token)
            continue
        if run:
            yield place - len(run), run
        run = []
    if run:
        yield len(tokens) - len(run), run


def _may_be_misspelt(text: str) -> bool:
    """Not a letter by itself, an abbreviation, or a name too long for a syllable."""
    if len(text) == 1 or text.isupper():
        return False
    return not text[0].isupper() or len(text) <= LONGEST_SYLLABLE - 1


def _best_row(run: Sequence[Token], vocabulary: Vocabulary, is_bare: bool) -> list[str]:
    """For each syllable the better key, "" where it stays."""
    typed = [(keys(token.text) or [""])[0] for token in run]
    if _is_usual_row(typed, vocabulary):
        return [""] * len(typed)
    choices = [_candidates(key, vocabulary, is_bare, _beside(typed, place)) for place, key in enumerate(typed)]
    best, best_score = _viterbi(choices, vocabulary)
    as_typed = [[options[0]] for options in choices]
    _row, typed_score = _viterbi(as_typed, vocabulary)
    if best_score - typed_score < (_GAIN_WANTED if not is_bare else _GAIN_WANTED / 2):
        return [""] * len(typed)
    return ["" if key == own else key for key, own in zip(best, typed, strict=True)]


def _is_usual_row(typed: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether all neighbours are often seen together, so that there is nothing to look for."""
    enough = max(3, vocabulary.reports // 2_000)
    if len(typed) == 1:
        return vocabulary.count(typed[0]) >= enough and has_marks(typed[0])
    return all(vocabulary.pair_count(left, right) >= enough for left, right in pairwise(typed))


def _beside(typed: Sequence[str], place: int) -> tuple[str, str]:
    return (typed[place - 1] if place else "", typed[place + 1] if place + 1 < len(typed) else "")


def _viterbi(choices: Sequence[Sequence[_Candidate]], vocabulary: Vocabulary) -> tuple[list[str], float]:
    """The row of keys with the highest score."""
    scores = [_alone(option.key, vocabulary) - option.cost for option in choices[0]]
    back: list[list[int]] = []
    for before, here in pairwise(choices):
        links: list[int] = []
        new_scores: list[float] = []
        for option in here:
            steps = [
                score + _after(left.key, option.key, vocabulary) for score, left in zip(scores, before, strict=True)
            ]
            place = max(range(len(steps)), key=steps.__getitem__)
            links.append(place)
            new_scores.append(steps[place] - option.cost)
        back.append(links)
        scores = new_scores
    return _traced(choices, back, max(range(len(scores)), key=scores.__getitem__)), max(scores)


def _traced(choices: Sequence[Sequence[_Candidate]], back: Sequence[Sequence[int]], last: int) -> list[str]:
    row = [choices[-1][last].key]
    for options, links in zip(reversed(choices[:-1]), reversed(back), strict=True):
        last = links[last]
        row.append(options[last].key)
    return row[::-1]


def _alone(key: str, vocabulary: Vocabulary) -> float:
    return math.log((vocabulary.count(key) + 0.05) / (vocabulary.reports + 1))


def _after(left: str, right: str, vocabulary: Vocabulary) -> float:
    """How likely `right` follows `left`: pairs seen, smoothed by how frequent it is anyway."""
    expected = _SMOOTHING * (vocabulary.count(right) + 0.05) / (vocabulary.reports + 1) * _SHARE_BY_CHANCE
    return math.log((vocabulary.pair_count(left, right) + expected) / (vocabulary.count(left) + _SMOOTHING))


_SHARE_BY_CHANCE = 0.1  # two frequent syllables of one report are rarely neighbours


def _candidates(typed: str, vocabulary: Vocabulary, is_bare: bool, beside: tuple[str, str]) -> list[_Candidate]:
    """What was typed first, then the keys within one letter of it, the likeliest between its neighbours first."""
    own = _Candidate(typed, 0.0 if vocabulary.count(typed) else _UNKNOWN)
    folded = FOLDED[typed]
    found: dict[str, float] = {}
    for other in _near(folded, vocabulary):
        for key in vocabulary.by_folded[other][:_MOST_FORMS]:
            found[key] = _cost(typed, key, is_bare)
    found.pop(typed, None)
    options = [_Candidate(key, cost) for key, cost in found.items()]
    options.sort(key=lambda option: option.cost - _promise(option.key, beside, vocabulary))
    return [own, *options[:_MOST_CANDIDATES]]


def _near(folded: str, vocabulary: Vocabulary) -> set[str]:
    """The folded keys within one letter."""
    beginnings = (vocabulary.by_deletion.get(shorter, ()) for shorter in deletions(folded))
    return {other for others in beginnings for other in others if _within_one_letter(folded, other)}


def _promise(key: str, beside: tuple[str, str], vocabulary: Vocabulary) -> float:
    left, right = beside
    pairs = vocabulary.pair_count(left, key) + vocabulary.pair_count(key, right)
    return math.log(1 + pairs) * 2 + math.log(1 + vocabulary.count(key)) / 2


def _within_one_letter(one: str, other: str) -> bool:
    """Equal, one letter more, less or other, or two neighbours swapped."""
    if len(one) == len(other):
        differing = [place for place in range(len(one)) if one[place] != other[place]]
        if len(differing) == 2 and differing[1] == differing[0] + 1:
            return one[differing[0]] == other[differing[1]] and one[differing[1]] == other[differing[0]]
        return len(differing) <= 1
    return abs(len(one) - len(other)) == 1


def _cost(typed: str, key: str, is_bare: bool) -> float:
    typed_folded, folded = FOLDED[typed], FOLDED[key]
    if typed_folded == folded:
        return _cost_of_marks(typed, key, is_bare)
    cost = _USUAL_CONFUSION if _is_usual(typed_folded, folded) else _ONE_LETTER
    return cost if _marks_agree(typed, key) or is_bare else cost + 1.0


def _cost_of_marks(typed: str, key: str, is_bare: bool) -> float:
    if not has_marks(typed) and typed[-1:] not in TONES:
        return _MARKS_LEFT_OUT if is_bare else _MARKS_LEFT_OUT + 2.0
    if {typed[-1:], key[-1:]} == {_HOI, _NGA} and typed[:-1] == key[:-1]:
        return _HOI_NGA
    return _OTHER_MARKS


def _marks_agree(typed: str, key: str) -> bool:
    return (typed[-1:] if typed[-1:] in TONES else "") == (key[-1:] if key[-1:] in TONES else "")


@lru_cache(maxsize=100_000)
def _is_usual(typed: str, key: str) -> bool:
    """Whether the two differ as they do in the speech of some region, or by one letter of the end."""
    return any(_swapped(typed, key, one, other, at_start=True) for one, other in _STARTS) or any(
        _swapped(typed, key, one, other, at_start=False) for one, other in _ENDS
    )


def _swapped(typed: str, key: str, one: str, other: str, *, at_start: bool) -> bool:
    for left, right in ((one, other), (other, one)):
        if at_start and typed.startswith(left) and key == right + typed[len(left) :]:
            return True
        if not at_start and typed.endswith(left) and key == typed[: len(typed) - len(left)] + right:
            return True
    return False


def _correction(
    text: str, tokens: Sequence[Token], changes: dict[int, str], vocabulary: Vocabulary
) -> Correction | None:
    plain: list[str] = []
    marked: list[str] = []
    at = 0
    restores = True
    for place, key in sorted(changes.items()):
        token = tokens[place]
        form = _cased(vocabulary.form(key), token.text)
        restores = restores and FOLDED[key] == FOLDED[(keys(token.text) or [""])[0]] and not has_marks(token.text)
        plain += [text[at : token.start], form]
        marked += [escape(text[at : token.start]), "<em>", escape(form), "</em>"]
        at = token.end
    corrected = "".join([*plain, text[at:]])
    if corrected == text:
        return None
    return Correction(corrected, mark_safe("".join([*marked, escape(text[at:])])), restores)  # noqa: S308 - escaped


def _cased(form: str, typed: str) -> str:
    return form.upper() if typed.isupper() and len(typed) > 1 else form.capitalize() if typed[:1].isupper() else form
