"""Suggestions while typing: agencies, documents, people, places, topics, titles, and phrases of the archive.

Names are kept as sorted folded keys, once from each of their syllables on, so that "binh ph" finds "Công an tỉnh Bình
Phước" by one bisection. Marks that were typed must agree; what was typed without finds all.
"""

import heapq
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import pgettext

from archive.models import Agency, LegalDocument, Official, Report, Topic
from archive.vietnamese.normalize import fold, has_marks, normalize
from archive.vietnamese.syllables import tokenize
from search.facets import COLUMNS, labels
from search.kept import Kept
from search.known_words import VOCABULARY
from search.vocabulary import Vocabulary

_MOST = 8
_MOST_OF_A_KIND = 4
_MOST_LOOKED_AT = 600  # names that begin as typed
_MOST_TITLES = 5_000  # the newest
_MOST_STARTS = 8  # syllables of a name from which it can be found
_LONGEST_TEXT = 100
_FIELDS = ("document", "agency", "official", "place", "topic")


@dataclass(frozen=True, slots=True)
class Name:
    """Something to be suggested; `weight` is in how many reports it occurs."""

    kind: str
    key: str
    text: str
    weight: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`address` is the page of what is named, "" where the text is to be searched."""

    text: str
    kind: str
    address: str = ""


class NameIndex:
    """Names by what they begin with, from each of their first syllables on."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = names
        starts = sorted(
            (start, number, place)
            for number, name in enumerate(names)
            for place, start in enumerate(_starts(name.text))
        )
        self._starts = [start for start, _number, _place in starts]
        self._numbers = [(number, place) for _start, number, place in starts]

    def beginning_with(self, text: str) -> list[Name]:
        """The best names: found from their first syllable on before others, the more frequent before the rarer."""
        sought = _spaced(fold(text))
        if not sought:
            return []
        marked = _spaced(text.lower()) if has_marks(text) else ""
        first = bisect_left(self._starts, sought)
        found: dict[int, tuple[int, int]] = {}
        for at in range(first, min(first + _MOST_LOOKED_AT, len(self._starts))):
            if not self._starts[at].startswith(sought):
                break
            number, place = self._numbers[at]
            if not marked or marked in _spaced(self.names[number].text.lower()):
                rank = (int(place == 0), self.names[number].weight)
                found[number] = max(rank, found.get(number, (0, 0)))
        best = heapq.nlargest(_MOST * 3, found, key=lambda number: found[number])
        return [self.names[number] for number in best]


def _spaced(text: str) -> str:
    """The syllables of a text with single spaces between; a last space stays, for it ends a syllable."""
    row = " ".join(token.text for token in tokenize(text))
    return row + " " if row and text[-1:].isspace() else row


def _starts(text: str) -> Iterator[str]:
    row = [fold(token.text) for token in tokenize(text)]
    for place in range(min(len(row), _MOST_STARTS)):
        yield " ".join(row[place:]) + " "


def _names() -> Iterator[Name]:
    codes = COLUMNS.get()
    counts = {field: {code: found.bit_count() for code, found in codes.sets(field).items()} for field in _FIELDS}
    for field in _FIELDS:
        for code, label in labels(field, counts[field]).items():
            yield Name(field, code, label, counts[field][code])
    titles = Report.objects.published().order_by("-pk").values_list("accession", "title")[:_MOST_TITLES]
    yield from (Name("title", accession or "", title, 0) for accession, title in titles)


def _stamp() -> object:
    return tuple(model.objects.count() for model in (Agency, LegalDocument, Official, Topic, Report))


NAMES = Kept(lambda: NameIndex(list(_names())), _stamp, seconds=60)


def suggest(text: str) -> list[Suggestion]:
    """At most eight suggestions for what has been typed so far."""
    text = normalize(text[:_LONGEST_TEXT])
    if len(text.strip()) < 2:
        return []
    found = [_suggestion(name) for name in _mixed(NAMES.get().beginning_with(text))]
    phrases = [Suggestion(phrase, pgettext("suggestion", "cụm từ")) for phrase in completions(text, VOCABULARY.get())]
    room = max(_MOST - len(found), 2)
    chosen = [*found[: _MOST - min(len(phrases), room)], *phrases[:room]]
    return list({suggestion.text.lower(): suggestion for suggestion in reversed(chosen)}.values())[::-1]


def _mixed(names: Sequence[Name]) -> list[Name]:
    """The best of each kind, no more than a few of one."""
    kept: list[Name] = []
    for kind in (*_FIELDS, "title"):
        kept += [name for name in names if name.kind == kind][:_MOST_OF_A_KIND]
    return kept[:_MOST]


def _suggestion(name: Name) -> Suggestion:
    kinds = {
        "agency": (pgettext("suggestion", "cơ quan"), "agency"),
        "document": (pgettext("suggestion", "văn bản"), "legal_document"),
        "official": (pgettext("suggestion", "cán bộ"), "official"),
        "place": (pgettext("suggestion", "địa bàn"), "place"),
        "topic": (pgettext("suggestion", "chủ đề"), "topic"),
        "title": (pgettext("suggestion", "bài"), "report"),
    }
    kind, page = kinds[name.kind]
    return Suggestion(name.text, kind, reverse(page, args=[name.key]))


def completions(text: str, vocabulary: Vocabulary) -> list[str]:
    """The typed text with its last syllable completed, or the next one added, as the archive mostly goes on."""
    tokens = tokenize(text)
    if not tokens or text.rstrip()[-1:] in ('"', "*", ")"):
        return []
    is_ended = text[-1:].isspace()
    before = tokens[-1].text if is_ended else tokens[-2].text if len(tokens) > 1 else ""
    part = "" if is_ended else tokens[-1].text
    kept = text if is_ended else text[: tokens[-1].start]
    found = (form for form in _following(before, vocabulary) if _goes_on(part, form))
    return [kept + form for form, _number in zip(found, range(3), strict=False)] if before else []


def _following(before: str, vocabulary: Vocabulary) -> Iterator[str]:
    """What stands after a syllable, the most frequent first; with marks only after the very syllable."""
    marked = has_marks(before)
    for _count, left, right in vocabulary.following(fold(before)):
        if not marked or vocabulary.form(left) == before.lower():
            yield vocabulary.form(right)


def _goes_on(part: str, form: str) -> bool:
    if has_marks(part):
        return form.startswith(part.lower()) and form != part.lower()
    return fold(form).startswith(fold(part)) and form != part.lower()
