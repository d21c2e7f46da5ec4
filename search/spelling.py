"""Did you mean: a likelier spelling of a query, judged by what stands side by side in the archive.

Three of four real misspellings are syllables that exist, so a syllable alone says little. It is a noisy channel: of all
rows of syllables that may have been meant, the one is sought (Viterbi) that is likeliest in the archive and likely to
have come out as typed. What was typed is never replaced, a better spelling is offered.
"""

import heapq
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from archive.vietnamese.keystrokes import from_keystrokes
from archive.vietnamese.normalize import fold, has_marks, is_syllable
from archive.vietnamese.syllables import Token, tokenize
from search.analysis import FOLDED, TONES, key_of, keys
from search.query.lex import parted_at_fields
from search.vocabulary import LONGEST_SYLLABLE, Vocabulary, deletions

MOST_SYLLABLES = 24  # of a query that is looked at
_LONGEST_QUERY = 400  # characters
_MOST_CANDIDATES = 8  # for one syllable
_MOST_LOOKED_AT = 60  # for one syllable beside its neighbours
_MOST_REMEMBERED = 5_000  # syllables and what they may have meant
_MOST_FORMS = 12  # with other marks, of one folded syllable
_ENOUGH = 3  # reports in which two halves stand side by side

# Costs are negative logarithms of how often such a slip is made, as counted on labelled errors (tests/benchmarks), and
# of how rarely a syllable is misspelt at all.
_ANY_SLIP = 2.8
_MARKS_LEFT_OUT = 0.3  # by someone who types without marks: no slip
_TONE_LEFT_OUT = 3.5
_HALF_MARKED = 4.5  # a syllable without marks among others with them, all in all
_TONE_TOO_MANY = 3.3
_OTHER_TONE = 3.6
_HOI_NGA = 2.2
_OTHER_LETTER_MARK = 2.5  # a for â, d for đ
_USUAL_CONFUSION = 2.6
_ONE_LETTER = 4.6
_TONE_TOO = 2.5  # another tone besides
_KEYSTROKES = 0.5
_OF_A_NAME = 2.0  # with a capital, for names are rare and right

_HOI_AND_NGA = {TONES[2], TONES[3]}
_STARTS = [
    ("d", "gi"), ("d", "v"), ("gi", "v"), ("d", "r"), ("r", "gi"), ("s", "x"), ("ch", "tr"), ("l", "n"), ("c", "k"),
    ("g", "gh"), ("ng", "ngh"), ("c", "qu"),
]  # fmt: skip
_ENDS = [("n", "ng"), ("c", "t"), ("i", "y"), ("n", "nh"), ("t", "ch"), ("o", "u"), ("m", "n"), ("p", "c")]
_VOWEL = re.compile("[aeiouy]")
_CHUNK = re.compile(r"[^\W_]+")
_WITH_FIGURE = re.compile(r"[^\s\d]*\d\S*")


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
    """A likelier spelling of a query, None where there is none or what was typed is as good. Names of fields stay."""
    if len(text) > _LONGEST_QUERY or not vocabulary.syllables:
        return None
    pieces = [(piece, None if is_name else _corrected(piece, vocabulary)) for piece, is_name in parted_at_fields(text)]
    found = [better for _piece, better in pieces if better]
    if not found:
        return None
    return Correction(
        "".join(better.text if better else piece for piece, better in pieces),
        mark_safe("".join(better.marked if better else escape(piece) for piece, better in pieces)),  # noqa: S308 - escaped
        all(better.restores_marks for better in found),
    )


def _corrected(text: str, vocabulary: Vocabulary) -> Correction | None:
    spaced = _respaced(_out_of_keystrokes(text, vocabulary), vocabulary)
    tokens = tokenize(spaced)
    if not tokens or len(tokens) > MOST_SYLLABLES:
        return None
    better = _respelt(spaced, tokens, vocabulary)
    return _correction(text, better) if better != text else None


# What is no misspelt syllable, but more or less than one


def _out_of_keystrokes(text: str, vocabulary: Vocabulary) -> str:
    """The text with what an input method would have made of its keys, where the archive has that and not the keys."""

    def meant(chunk: re.Match[str]) -> str:
        made = from_keystrokes(chunk[0])
        if not made or chunk[0].isupper() or vocabulary.count(key_of(chunk[0])) >= vocabulary.count(key_of(made)):
            return chunk[0]
        return _cased(made, chunk[0])

    return _CHUNK.sub(meant, text)


def _respaced(text: str, vocabulary: Vocabulary) -> str:
    """The text with a space between two syllables typed as one, and without one inside a syllable."""
    parts: list[str] = []
    at = 0
    chunks = list(_CHUNK.finditer(text))
    for number, chunk in enumerate(chunks):
        if chunk.start() < at:
            continue
        following = chunks[number + 1] if number + 1 < len(chunks) else None
        if following and text[chunk.end() : following.start()] == " " and _is_one(chunk[0], following[0], vocabulary):
            parts += [text[at : chunk.start()], chunk[0] + following[0]]
            at = following.end()
        else:
            parts += [text[at : chunk.start()], _parted(chunk[0], vocabulary)]
            at = chunk.end()
    return "".join([*parts, text[at:]])


def _is_one(left: str, right: str, vocabulary: Vocabulary) -> bool:
    """Whether two pieces are one syllable of the archive, and no syllables by themselves."""
    one = left + right
    if len(one) > LONGEST_SYLLABLE or not one.isalpha() or left.isupper():
        return False
    is_broken = not is_syllable(left, accented=False) or not is_syllable(right, accented=False)
    return is_broken and is_syllable(one) and _forms(one, vocabulary) != []


def _parted(word: str, vocabulary: Vocabulary) -> str:
    """The word as two, where the archive has these side by side and not the word."""
    if len(word) > 2 * LONGEST_SYLLABLE or not word.isalpha() or word.isupper() or is_syllable(word, accented=False):
        return word
    if vocabulary.count(key_of(word)) >= _ENOUGH:
        return word
    halves = ((word[:place], word[place:]) for place in range(1, len(word)))
    counts = {(left, right): _side_by_side(left, right, vocabulary) for left, right in halves}
    best = max(counts, key=lambda pair: counts[pair], default=None)
    return " ".join(best) if best and counts[best] >= _ENOUGH else word


def _side_by_side(left: str, right: str, vocabulary: Vocabulary) -> int:
    if not (is_syllable(left, accented=False) and is_syllable(right, accented=False)):
        return 0
    pairs = ((one, other) for one in _forms(left, vocabulary) for other in _forms(right, vocabulary))
    return max((vocabulary.pair_count(*pair) for pair in pairs), default=0)


def _forms(word: str, vocabulary: Vocabulary) -> list[str]:
    """The keys a syllable may have meant: its own, of a bare one all that fold to it."""
    key = key_of(word)
    return [key] if has_marks(word) else vocabulary.by_folded.get(FOLDED[key], [])[:_MOST_FORMS]


# Misspelt syllables


def _respelt(text: str, tokens: Sequence[Token], vocabulary: Vocabulary) -> str:
    """The text with the likeliest syllables."""
    is_bare = not has_marks(text)
    is_shouted = text.isupper() and len(tokens) > 1
    parts: list[str] = []
    at = 0
    for run in _runs(text, tokens, is_shouted):
        for token, key in zip(run, _best_row(run, vocabulary, is_bare, is_shouted), strict=True):
            parts += [text[at : token.start], _cased(vocabulary.form(key), token.text) if key else token.text]
            at = token.end
    return "".join([*parts, text[at:]])


def _runs(text: str, tokens: Sequence[Token], is_shouted: bool = False) -> Iterator[list[Token]]:
    """Words side by side: figures, abbreviations and document numbers, 06/qd-ttg, part the rows."""
    numbers = {at for chunk in _WITH_FIGURE.finditer(text) for at in range(*chunk.span())}
    run: list[Token] = []
    for token in tokens:
        if token.kind == "word" and token.start not in numbers and _may_be_misspelt(token.text, is_shouted):
            run.append(token)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def _may_be_misspelt(text: str, is_shouted: bool) -> bool:
    """Not a letter by itself, an abbreviation, or a name too long for a syllable. Of a shout what no vowel is in."""
    if len(text) == 1 or (text.isupper() and not (is_shouted and _VOWEL.search(fold(text)))):
        return False
    return not text[0].isupper() or len(text) <= LONGEST_SYLLABLE - 1


def _best_row(run: Sequence[Token], vocabulary: Vocabulary, is_bare: bool, is_shouted: bool) -> list[str]:
    """For each syllable the better key, "" where it stays."""
    typed = [(keys(token.text) or [""])[0] for token in run]
    is_usual = _usual(typed, vocabulary)
    if all(is_usual):
        return [""] * len(typed)
    choices = []
    for place, (key, token) in enumerate(zip(typed, run, strict=True)):
        if is_usual[place] and not is_bare:
            choices.append([_Candidate(key, 0.0)])
            continue
        is_name = token.text[0].isupper() and not is_shouted and not is_bare
        extra = _OF_A_NAME if is_name else 0.0
        choices.append(_candidates(key, vocabulary, is_bare, _beside(typed, place), extra))
    best = _likeliest(choices, vocabulary)
    return ["" if key == own else key for key, own in zip(best, typed, strict=True)]


def _usual(typed: Sequence[str], vocabulary: Vocabulary) -> list[bool]:
    """For each syllable whether it is often seen with each of its neighbours, so that there is nothing to look for."""
    enough = max(_ENOUGH, vocabulary.reports // 2_000)
    if len(typed) == 1:
        return [vocabulary.count(typed[0]) >= enough and has_marks(typed[0])]
    pairs = [vocabulary.pair_count(left, right) >= enough for left, right in pairwise(typed)]
    return [left and right for left, right in zip([True, *pairs], [*pairs, True], strict=True)]


def _beside(typed: Sequence[str], place: int) -> tuple[str, str]:
    return (typed[place - 1] if place else "", typed[place + 1] if place + 1 < len(typed) else "")


def _likeliest(choices: Sequence[Sequence[_Candidate]], vocabulary: Vocabulary) -> list[str]:
    """The row of keys with the highest score; of equals the one as typed."""
    scores = [math.log(vocabulary.likelihood(option.key)) - option.cost for option in choices[0]]
    back: list[list[int]] = []
    for before, here in pairwise(choices):
        links: list[int] = []
        new_scores: list[float] = []
        for option in here:
            steps = [
                score + math.log(vocabulary.likelihood_after(left.key, option.key))
                for score, left in zip(scores, before, strict=True)
            ]
            place = max(range(len(steps)), key=steps.__getitem__)
            links.append(place)
            new_scores.append(steps[place] - option.cost)
        back.append(links)
        scores = new_scores
    last = max(range(len(scores)), key=scores.__getitem__)
    row = [choices[-1][last].key]
    for options, links in zip(reversed(choices[:-1]), reversed(back), strict=True):
        last = links[last]
        row.append(options[last].key)
    return row[::-1]


def _candidates(
    typed: str, vocabulary: Vocabulary, is_bare: bool, beside: tuple[str, str], extra: float
) -> list[_Candidate]:
    """What was typed first, then the keys within one letter of it, the likeliest between its neighbours first."""
    alone = _meanings(typed, vocabulary, is_bare)
    best = heapq.nsmallest(
        _MOST_CANDIDATES, ((worth - _fit(key, beside, vocabulary), key, cost) for worth, key, cost in alone)
    )
    return [_Candidate(typed, 0.0), *(_Candidate(key, cost + extra) for _worth, key, cost in best)]


def _meanings(typed: str, vocabulary: Vocabulary, is_bare: bool) -> list[tuple[float, str, float]]:
    """(cost less what its frequency is worth, key, cost) of what a syllable may have meant, the likeliest first."""
    found = vocabulary.meanings.get((typed, is_bare))
    if found is None:
        costs = {
            key: _cost(typed, key, is_bare)
            for folded in _near(FOLDED[typed], vocabulary)
            for key in vocabulary.by_folded[folded][:_MOST_FORMS]
            if key != typed
        }
        worths = ((cost - _frequency(key, vocabulary), key, cost) for key, cost in costs.items())
        found = heapq.nsmallest(_MOST_LOOKED_AT, worths)
        if len(vocabulary.meanings) > _MOST_REMEMBERED:
            vocabulary.meanings.clear()
        vocabulary.meanings[typed, is_bare] = found
    return found


def _near(folded: str, vocabulary: Vocabulary) -> set[str]:
    """The folded keys within one letter, or one usual confusion."""
    beginnings = (vocabulary.by_deletion.get(shorter, ()) for shorter in deletions(folded))
    near = {other for others in beginnings for other in others if _within_one_letter(folded, other)}
    return near.union(other for other in _confused(folded) if other in vocabulary.by_folded)


def _frequency(key: str, vocabulary: Vocabulary) -> float:
    return math.log(1 + vocabulary.count(key)) / 2


def _fit(key: str, beside: tuple[str, str], vocabulary: Vocabulary) -> float:
    left, right = beside
    return math.log(1 + vocabulary.pair_count(left, key) + vocabulary.pair_count(key, right)) * 2


def _within_one_letter(one: str, other: str) -> bool:
    """Equal, one letter more, less or other, or two neighbours swapped."""
    if len(one) == len(other):
        differing = [place for place in range(len(one)) if one[place] != other[place]]
        if len(differing) == 2 and differing[1] == differing[0] + 1:
            return one[differing[0]] == other[differing[1]] and one[differing[1]] == other[differing[0]]
        return len(differing) <= 1
    return abs(len(one) - len(other)) == 1


@lru_cache(maxsize=20_000)
def _confused(folded: str) -> frozenset[str]:
    """What differs from a folded key as the speech of some region does, or its spelling: chật for trật."""
    swaps = [*_STARTS, *((other, one) for one, other in _STARTS)]
    starts = {other + folded[len(one) :] for one, other in swaps if folded.startswith(one)}
    swaps = [*_ENDS, *((other, one) for one, other in _ENDS)]
    ends = {folded[: len(folded) - len(one)] + other for one, other in swaps if folded.endswith(one)}
    return frozenset(starts | ends)


def _cost(typed: str, key: str, is_bare: bool) -> float:
    """What it costs to have meant one key and typed another."""
    typed_folded, folded = FOLDED[typed], FOLDED[key]
    (typed_letters, typed_tone), (letters, tone) = _parts(typed), _parts(key)
    if is_bare:
        if typed_folded == folded:
            return _MARKS_LEFT_OUT
        return _MARKS_LEFT_OUT + _ANY_SLIP + _cost_of_letters(typed_folded, folded)
    if typed_folded == folded and typed == folded:
        return _HALF_MARKED
    if typed_letters == letters:
        return _ANY_SLIP + _cost_of_tone(typed_tone, tone)
    of_letters = _OTHER_LETTER_MARK if typed_folded == folded else _cost_of_letters(typed_folded, folded)
    return _ANY_SLIP + of_letters + (_TONE_TOO if typed_tone != tone else 0.0)


def _cost_of_letters(typed: str, folded: str) -> float:
    return _USUAL_CONFUSION if folded in _confused(typed) else _ONE_LETTER


def _cost_of_tone(typed: str, tone: str) -> float:
    if {typed, tone} == _HOI_AND_NGA:
        return _HOI_NGA
    return _OTHER_TONE if typed and tone else _TONE_TOO_MANY if typed else _TONE_LEFT_OUT


def _parts(key: str) -> tuple[str, str]:
    """Letters and tone of a key."""
    return (key[:-1], key[-1]) if key[-1:] in _TONE_SIGNS else (key, "")


_TONE_SIGNS = frozenset(TONES)


def _cased(form: str, typed: str) -> str:
    return form.upper() if typed.isupper() and len(typed) > 1 else form.capitalize() if typed[:1].isupper() else form


def _correction(text: str, better: str) -> Correction:
    """The better text, with the words in <em> that are not as typed."""
    typed, words = _CHUNK.findall(text), list(_CHUNK.finditer(better))
    marked: list[str] = []
    at = 0
    matcher = SequenceMatcher(None, typed, [word[0] for word in words], autojunk=False)
    for kind, _start, _end, first, last in matcher.get_opcodes():
        if kind in ("replace", "insert"):
            start, end = words[first].start(), words[last - 1].end()
            marked += [escape(better[at:start]), "<em>", escape(better[start:end]), "</em>"]
            at = end
    restores = len(typed) == len(words) and all(
        one == word[0] or (not has_marks(one) and FOLDED[key_of(one)] == FOLDED[key_of(word[0])])
        for one, word in zip(typed, words, strict=True)
    )
    return Correction(better, mark_safe("".join([*marked, escape(better[at:])])), restores)  # noqa: S308 - escaped
