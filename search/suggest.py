"""Suggestions while typing: agencies, documents, people, places, topics, titles, and phrases of the archive.

The whole of what was typed may begin a name, whose page is then suggested. Else its last words may, and the query is
suggested with the name in full. Behind the name of a field (cơ-quan:) only its values are suggested.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from django.urls import reverse
from django.utils.translation import pgettext
from haystack import connections

from archive.models import Agency, LegalDocument, Official, Report, Topic
from archive.vietnamese.normalize import fold, has_marks, normalize
from archive.vietnamese.syllables import tokenize
from search.analysis import FOLDED, key_of
from search.backends.base import Backend
from search.facets import COLUMNS, Columns, labels
from search.kept import Kept
from search.known_words import VOCABULARY
from search.names_index import Name, NameIndex
from search.query.ast import Phrase
from search.query.citations import documents_at
from search.query.fields import canonical_field
from search.query.finding import Finding, Run
from search.query.lexicon import LEXICON, Lexicon
from search.query.names import after_ranks, variants
from search.query.numbers import parted
from search.query.to_sq import to_sq
from search.spelling import correct
from search.vocabulary import SMALL_ARCHIVE, Vocabulary

_MOST = 8
_MOST_OF_A_KIND = 4
_MOST_PHRASES = 3
_MOST_CHECKED = 6  # phrases
_LONGEST_CHECKED = 3  # syllables of them, from their end
_MOST_TITLES = 5_000  # the newest
_MOST_TAIL = 5  # last words that may begin a name; one alone says too little
_LONGEST_TEXT = 200
_MOSTLY = 0.5  # of the reports with a syllable: with another behind it in so many, it is half a word
_FIELDS = ("document", "agency", "official", "place", "topic")
_FIELD = re.compile(r'(?:^|\s)[-+]?(?P<name>[^\s:"]{2,20}):(?P<value>"?[^":]*)$')
# Phrases do not end with these: they say nothing by themselves.
_SMALL = """
và của các những là được trong với cho để tại từ này đã khi có ở về do theo đến một như cũng không đang sẽ ra vào trên
bị mà thì còn nhưng lại rất hơn đó nên bởi qua sau trước giữa cùng nhiều mỗi mọi
"""
_SMALL_WORDS = frozenset(_SMALL.split())


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`address` is the page of what is named, "" where the text is to be searched."""

    text: str
    kind: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What can be suggested by name: things with a page, and the titles of the newest reports."""

    things: NameIndex
    titles: NameIndex


def _names() -> Names:
    columns, lexicon = COLUMNS.get(), LEXICON.get()
    things: list[tuple[Name, list[str]]] = []
    for field in _FIELDS:
        counts = {code: found.bit_count() for code, found in _sets(field, columns, lexicon).items()}
        for code, label in labels(field, counts).items():
            things.append((Name(field, code, label, counts[code]), [label, *lexicon.forms_of(field, code)]))
    titles = Report.objects.published().order_by("-pk").values_list("accession", "title")[:_MOST_TITLES]
    return Names(
        NameIndex(things), NameIndex((Name("title", accession or "", title, 0), [title]) for accession, title in titles)
    )


def _sets(field: str, columns: Columns, lexicon: Lexicon) -> dict[str, int]:
    """By code the reports as an integer; those of a force are also those of the bodies that bear its name."""
    sets = dict(columns.sets(field))
    if field == "agency":
        for force in lexicon.forces:
            together = columns.with_any("agency", [force, *lexicon.bodies(force)])
            if together:
                sets[force] = together
    return sets


def _stamp() -> object:
    return tuple(model.objects.count() for model in (Agency, LegalDocument, Official, Topic, Report))


def _none_yet() -> Names | None:
    """The names of a large archive take seconds to gather: nobody waits for them."""
    return Names(NameIndex(()), NameIndex(())) if Report.objects.published().count() > SMALL_ARCHIVE else None


NAMES = Kept(_names, _stamp, seconds=60, meanwhile=_none_yet)


def suggest(text: str) -> list[Suggestion]:
    """At most eight suggestions for what has been typed so far."""
    text = normalize(text[:_LONGEST_TEXT])
    if len(text.strip()) < 2:
        return []
    names = NAMES.get()
    field = _FIELD.search(text)
    if field and (name := canonical_field(field["name"])):
        return list(_values(text[: field.start("value")], name, field["value"].lstrip('"'), names))[:_MOST]
    found = _things(text, names, LEXICON.get())
    pages = [_page(name) for name in found]
    tails = [] if found else list(islice(_tails(text, names), _MOST_OF_A_KIND))
    completed = dict.fromkeys(islice(completions(text, VOCABULARY.get()), _MOST_CHECKED))
    phrases = [
        Suggestion(phrase, pgettext("suggestion", "cụm từ"))
        for phrase in islice(filter(_is_said, completed), _MOST_PHRASES)
    ]
    titles = [_page(one.name) for one in names.titles.beginning_with(text, _MOST_OF_A_KIND)]
    room = _MOST - min(len(phrases), _MOST_PHRASES) - min(len(titles), 1)
    chosen = [*(pages or tails)[:room], *phrases, *titles]
    return list({suggestion.text.lower(): suggestion for suggestion in reversed(chosen)}.values())[::-1][:_MOST]


def _things(text: str, names: Names, lexicon: Lexicon, kinds: Sequence[str] = _FIELDS) -> list[Name]:
    """What the text may begin: documents by number, names, names behind ranks, and what is abbreviated so."""
    finding = Finding(text, lexicon)
    run = Run.of(text, parted(tokenize(text), lexicon))
    texts = [text]
    start = after_ranks(run, 0, finding) if run.tokens else 0
    if 0 < start < len(run.tokens):
        texts.append(text[run.tokens[start].start :])
    texts += variants(text.strip(), finding)[1:]
    met = chain.from_iterable(names.things.beginning_with(each, _MOST * 3) for each in texts)
    ranked = [one.name for one in sorted(met, key=lambda one: -one.merit) if one.name.kind in kinds]
    numbered = _numbered(run, finding, names) if "document" in kinds else []
    chosen: list[Name] = []
    for name in dict.fromkeys([*numbered, *ranked]):
        if sum(other.kind == name.kind for other in chosen) < (_MOST_OF_A_KIND if len(kinds) > 1 else _MOST):
            chosen.append(name)
    return chosen[:_MOST]


def _numbered(run: Run, finding: Finding, names: Names) -> list[Name]:
    """The documents in the archive whose number the whole text is: QĐ 133, nghị định 03."""
    documents = documents_at(run, 0, finding) if run.tokens else None
    if documents is None or documents.end < len(run.tokens):
        return []
    met = (names.things.beginning_with(label, 1) for label in documents.labels.values())
    return [one.name for one in chain.from_iterable(met) if one.name.key in documents.labels][:_MOST_OF_A_KIND]


def _tails(text: str, names: Names) -> Iterator[Suggestion]:
    """The query with its last words, as many as begin a name, put as that name."""
    tokens = tokenize(text)
    for token in tokens[max(1, len(tokens) - _MOST_TAIL) : -1]:
        tail = text[token.start :]
        met = names.things.beginning_with(tail, _MOST)
        found = [one.name for one in met if one.is_from_start and one.name.kind != "topic"]
        if found:
            yield from (Suggestion(text[: token.start] + name.text, _kind(name)) for name in found)
            return


def _values(before: str, field: str, value: str, names: Names) -> Iterator[Suggestion]:
    """The query with the value of its last field in full."""
    if field in _FIELDS and value.strip():
        for name in _things(value, names, LEXICON.get(), (field,)):
            yield Suggestion(f'{before}"{name.text}"', _kind(name))


def _kind(name: Name) -> str:
    return {
        "agency": pgettext("suggestion", "cơ quan"),
        "document": pgettext("suggestion", "văn bản"),
        "official": pgettext("suggestion", "cán bộ"),
        "place": pgettext("suggestion", "địa bàn"),
        "topic": pgettext("suggestion", "chủ đề"),
        "title": pgettext("suggestion", "bài"),
    }[name.kind]


_PAGES = {"document": "legal_document", "title": "report"}


def _page(name: Name) -> Suggestion:
    return Suggestion(name.text, _kind(name), reverse(_PAGES.get(name.kind, name.kind), args=[name.key]))


def completions(text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The typed text with its last syllable completed, or the next one added, as the archive mostly goes on.

    What was typed without marks gets those the archive has.
    """
    tokens = tokenize(text)
    if not tokens or tokens[-1].kind != "word" or text.rstrip()[-1:] in ('"', "*", ")"):
        return
    is_ended = text[-1:].isspace()
    before, part = (tokens[-1:], "") if is_ended else (tokens[-2:-1], tokens[-1].text)
    if not before:
        return
    kept = text[: before[0].start]
    for left, right in _following(before[0].text, vocabulary):
        if _goes_on(part, right.split()[0]):
            phrase = f"{kept}{left} {right}"
            better = correct(phrase, vocabulary)
            yield better.text if better and better.restores_marks else phrase


def _is_said(phrase: str) -> bool:
    """Whether the end of a phrase stands so in the archive; of two syllables the vocabulary knows."""
    tokens = tokenize(phrase)
    end = phrase[tokens[-_LONGEST_CHECKED:][0].start :]
    backend: Backend = connections["default"].get_backend()
    return len(tokens) < _LONGEST_CHECKED or backend.has(to_sq(Phrase(end)))


def _following(before: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """(the syllable, what stands after it), the most frequent first; with marks only after the very one.

    Half a word comes with its other half.
    """
    typed, marked = key_of(before), has_marks(before)
    for _count, left, right in vocabulary.following(FOLDED[typed]):
        if vocabulary.form(right) not in _SMALL_WORDS and (left == typed or not marked):
            yield before if left == typed else vocabulary.form(left), _whole(right, vocabulary)


def _whole(key: str, vocabulary: Vocabulary) -> str:
    """A syllable, with the next where it is seldom seen without: phối hợp for phối."""
    for count, left, right in vocabulary.following(FOLDED[key]):
        if left == key:
            other = vocabulary.form(right)
            is_half = count >= _MOSTLY * vocabulary.count(key) and other not in _SMALL_WORDS
            return f"{vocabulary.form(key)} {other}" if is_half else vocabulary.form(key)
    return vocabulary.form(key)


def _goes_on(part: str, form: str) -> bool:
    if has_marks(part):
        return form.startswith(part.lower()) and form != part.lower()
    return fold(form).startswith(fold(part)) and form != part.lower()
