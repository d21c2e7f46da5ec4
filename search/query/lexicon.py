"""The names the archive knows, to be recognised in a query: agencies, places, people, documents, abbreviations."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Literal

from django.db.models import Count, F, Max, Q

from archive.authority import files
from archive.models import Agency, AgencyName, LegalDocument, Official, Place, Topic
from archive.vietnamese.normalize import fold, has_marks
from archive.vietnamese.syllables import Token, document_key, tokenize
from search.analysis import FOLDED, key_of
from search.kept import Kept

Kind = Literal["agency", "place", "official", "rank", "topic", "abbreviation"]

_MOST_NAMES = 6  # of one thing that a query looks for
# Of the tens of thousands of provincial and district bodies only those in a report are worth recognising.
_ALWAYS_KNOWN_LEVELS = ("central", "force", "department", "region")


@dataclass(frozen=True, slots=True)
class Key:
    """One syllable to be looked up: a marked one by its exact key, a bare one by its folded key."""

    exact: str
    folded: str
    is_marked: bool

    @classmethod
    def of(cls, token: Token) -> "Key":
        exact = key_of(token.text)
        return cls(exact, FOLDED[exact], has_marks(token.text))


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of something. `key` is a code, an official's pk or the number of a group of abbreviations."""

    kind: Kind
    key: str
    label: str
    exact: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A legal document as the index knows it, ready to be compared with a number as typed."""

    code: str
    label: str
    type: str  # folded
    parts: tuple[str, ...]  # of its key: ("133", "2002", "qđ", "ttg")
    year: int | None


@dataclass(frozen=True, slots=True)
class Succession:
    """What followed an agency or place, from which day on."""

    code: str
    label: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Abbreviated:
    """One meaning: what it is written as in full, its abbreviations, and the field it belongs to ("quân sự")."""

    full: str
    short: tuple[str, ...]
    context: str = ""


class Lexicon:
    """Names by their folded syllables; longest match first."""

    def __init__(
        self,
        names: Iterable[tuple[Kind, str, str, str]],
        documents: Iterable[Document] = (),
        groups: Sequence[Abbreviated] = (),
        successions: Mapping[tuple[str, str], Succession] | None = None,
    ) -> None:
        self.groups = groups
        self.successions = successions or {}
        self._entries: dict[tuple[str, ...], list[Entry]] = {}
        self._longest: dict[str, int] = {}
        self._documents: dict[str, list[Document]] = {}
        self._names: dict[tuple[str, str], list[str]] = {}
        for kind, key, label, name in names:
            self._add(kind, key, label, name)
            self._names.setdefault((kind, key), []).append(name)
        for number, group in enumerate(groups):
            for form in (group.full, *group.short):
                self._add("abbreviation", str(number), group.full, form)
        for document in documents:
            self._documents.setdefault(document.parts[0], []).append(document)

    def _add(self, kind: Kind, key: str, label: str, name: str) -> None:
        keys = [Key.of(token) for token in tokenize(name)]
        folded = tuple(part.folded for part in keys)
        if not folded:
            return
        entry = Entry(kind, key, label, tuple(part.exact for part in keys))
        entries = self._entries.setdefault(folded, [])
        if entry not in entries:
            entries.append(entry)
        self._longest[folded[0]] = max(len(folded), self._longest.get(folded[0], 0))

    def matches(self, keys: Sequence[Key], at: int) -> Iterator[tuple[int, list[Entry]]]:
        """(length, entries) of the names that begin at a place of the query, the longest first."""
        longest = min(self._longest.get(keys[at].folded, 0), len(keys) - at)
        for length in range(longest, 0, -1):
            run = keys[at : at + length]
            entries = self._entries.get(tuple(key.folded for key in run), [])
            found = [entry for entry in entries if _agrees(run, entry.exact)]
            if found:
                yield length, found

    def names_of(self, kind: Kind, key: str) -> list[str]:
        """The names something goes by, of several words each, without those that hold another of them."""
        kept: list[str] = []
        for name in sorted(dict.fromkeys(self._names.get((kind, key), ())), key=len):
            folded = f" {fold(name)} "
            if len(name.split()) > 1 and not any(f" {fold(other)} " in folded for other in kept):
                kept.append(name)
        return kept[:_MOST_NAMES]

    def documents(self, first: str) -> list[Document]:
        """The documents whose number begins with this figure, leading zeros off."""
        return self._documents.get(first, [])


def _agrees(run: Sequence[Key], exact: tuple[str, ...]) -> bool:
    return all(not key.is_marked or key.exact == other for key, other in zip(run, exact, strict=True))


def _agency_names() -> Iterator[tuple[Kind, str, str, str]]:
    known = Q(level__in=_ALWAYS_KNOWN_LEVELS) | Q(roles__isnull=False)
    agencies = dict(Agency.objects.filter(known, merged_into=None).values_list("pk", "code").distinct())
    labels = dict(Agency.objects.filter(pk__in=agencies).values_list("pk", "name"))
    for pk, label in labels.items():
        yield "agency", agencies[pk], label, label
    for pk, name in AgencyName.objects.values_list("agency_id", "name").iterator(chunk_size=5000):
        if pk in agencies:
            yield "agency", agencies[pk], labels[pk], name


def _place_names() -> Iterator[tuple[Kind, str, str, str]]:
    places = Place.objects.exclude(kind=Place.Kind.COMMUNE)
    for code, name, full_name, aliases in places.values_list("code", "name", "full_name", "aliases"):
        for form in dict.fromkeys((name, full_name, *aliases)):
            yield "place", code, full_name, form


def _other_names() -> Iterator[tuple[Kind, str, str, str]]:
    for pk, name in Official.objects.filter(merged_into=None).values_list("pk", "name"):
        yield "official", str(pk), name, name
    for code, name, name_en in Topic.objects.values_list("code", "name", "name_en"):
        yield "topic", code, name, name
        if name_en:
            yield "topic", code, name, name_en
    for rank in files.ranks():
        yield from (("rank", rank.code, rank.name, form) for form in (rank.name, *rank.aliases))
    for honorific in files.honorifics():
        yield from (("rank", honorific.code, honorific.name, form) for form in (honorific.name, *honorific.aliases))


def _documents() -> Iterator[Document]:
    for document in LegalDocument.objects.filter(merged_into=None):
        parts = tuple(document_key(document.number).split("-")) if document.number else ()
        if parts and parts[0]:
            yield Document(document.code, document.name, fold(document.type), parts, document.year)


def _groups() -> list[Abbreviated]:
    shorts: dict[tuple[str, str], list[str]] = {}
    for entry in chain.from_iterable(files.abbreviations().values()):
        shorts.setdefault((entry.expansion, entry.context), []).append(entry.abbreviation)
    return [Abbreviated(full, tuple(short), context) for (full, context), short in shorts.items()]


def _successions() -> dict[tuple[str, str], Succession]:
    found = {}
    for kind, model in (("agency", Agency), ("place", Place)):
        followed = model.objects.filter(successor__isnull=False).exclude(code=F("successor__code"))
        for code, ended, successor, label in followed.values_list(
            "code", "valid_to", "successor__code", "successor__name"
        ):
            found[kind, code] = Succession(successor, label, ended + timedelta(days=1) if ended else None)
    return found


def _with_abbreviations(
    names: Iterable[tuple[Kind, str, str, str]], groups: Sequence[Abbreviated]
) -> Iterator[tuple[Kind, str, str, str]]:
    """The names, and each once more with a part of it abbreviated: CSB Vùng 2 for Cảnh sát biển Vùng 2."""
    shorts = {fold(group.full): group.short for group in groups if not group.context}
    longest_first = sorted(map(re.escape, shorts), key=len, reverse=True)
    full = re.compile(rf"\b(?:{'|'.join(longest_first)})\b") if shorts else None
    for kind, key, label, name in names:
        yield kind, key, label, name
        found = full.search(fold(name)) if full else None
        if found and found[0] != fold(name):
            yield from (
                (kind, key, label, name[: found.start()] + short + name[found.end() :]) for short in shorts[found[0]]
            )


def build() -> Lexicon:
    groups = _groups()
    agencies = _with_abbreviations(_agency_names(), groups)
    return Lexicon([*agencies, *_place_names(), *_other_names()], _documents(), groups, _successions())


def stamp() -> object:
    """Changes whenever a name may have been added or taken away."""
    counted = (Agency, AgencyName, Place, Official, Topic, LegalDocument)
    return tuple(tuple(model.objects.aggregate(Max("pk"), Count("pk")).values()) for model in counted)


LEXICON = Kept(build, stamp, seconds=30)
