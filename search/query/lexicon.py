"""The names the archive knows, to be recognised in a query: agencies, places, people, documents, abbreviations."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Literal, TypeAlias

from django.db.models import Count, F, Max, Model, Q

from archive.authority import files
from archive.models import Agency, AgencyName, AgencyRole, LegalDocument, Official, Place, Report, Topic
from archive.vietnamese.normalize import fold, has_marks
from archive.vietnamese.syllables import Token, document_key, tokenize
from search.analysis import FOLDED, folded_keys, key_of
from search.analysis import keys as remembered_keys
from search.kept import Kept

# A district is a place of a lower level; a trigger is a phrase that suggests a topic.
Kind = Literal[
    "agency", "place", "district", "official", "rank", "topic", "trigger", "abbreviation", "document", "outlet"
]
Name: TypeAlias = tuple[Kind, str, str, str]  # kind, key, label, name

_FIGURE = re.compile(r"[0-9]")
_MOST_NAMES = 6  # of one thing that a query looks for
# Of the tens of thousands of provincial and district bodies only those in a report are worth recognising.
_ALWAYS_KNOWN_LEVELS = ("central", "force", "department", "region")
# The words for a unit, as they are abbreviated before its name. Longest first.
UNITS = {"thành phố": "TP", "thị trấn": "TT", "thị xã": "TX", "phường": "P", "huyện": "H", "quận": "Q", "xã": "X"}
_UNIT_WORDS = re.compile(rf"\b({'|'.join(UNITS)}) (?=(\w))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Key:
    """One syllable to be looked up: a marked one by its exact key, a bare one by its folded key."""

    exact: str
    folded: str
    is_marked: bool

    @classmethod
    def of(cls, token: Token) -> "Key":
        text = token.text.lstrip("0") or "0" if token.kind == "number" else token.text
        exact = key_of(text)
        return cls(exact, FOLDED[exact], has_marks(text))


def keys_of(text: str) -> list[Key]:
    return [Key.of(token) for token in tokenize(text)]


def _exact_keys(name: str) -> tuple[str, ...]:
    """Those of `keys_of`; a name without figures is put together from chunks that are remembered."""
    if _FIGURE.search(name):
        return tuple(key.exact for key in keys_of(name))
    return tuple(remembered_keys(name))


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
        names: Iterable[Name],
        documents: Iterable[Document] = (),
        groups: Sequence[Abbreviated] = (),
        successions: Mapping[tuple[str, str], Succession] | None = None,
        predecessors: Mapping[tuple[str, str], Sequence[tuple[str, str]]] | None = None,
        bodies: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """`successions` and `predecessors`, the latter (code, label), go by kind, agency or place, and code.

        `bodies` are the codes of the agencies that bear the name of a force, by its code.
        """
        self.groups = groups
        self._successions = successions or {}
        self._predecessors = predecessors or {}
        self._bodies = bodies or {}
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
        exact = _exact_keys(name)
        folded = tuple(folded_keys(exact))
        if not folded:
            return
        entry = Entry(kind, key, label, exact)
        entries = self._entries.setdefault(folded, [])
        if entry not in entries:
            entries.append(entry)
        self._longest[folded[0]] = max(len(folded), self._longest.get(folded[0], 0))

    def matches(self, keys: Sequence[Key], at: int) -> Iterator[tuple[int, list[Entry]]]:
        """(length, entries) of the names that begin at a place of the query, the longest first.

        Where a name is typed exactly as it is, those that only fold alike are not meant: "hải quan" is no Hải quân.
        """
        longest = min(self._longest.get(keys[at].folded, 0), len(keys) - at)
        for length in range(longest, 0, -1):
            run = keys[at : at + length]
            entries = self._entries.get(tuple(key.folded for key in run), [])
            typed = tuple(key.exact for key in run)
            found = [entry for entry in entries if entry.exact == typed]
            found = found or [entry for entry in entries if _agrees(run, entry.exact)]
            if found:
                yield length, found

    def is_short_name(self, token: Token) -> bool:
        """Whether a syllable by itself is an abbreviation or what an agency is called."""
        entries = self._entries.get((Key.of(token).folded,), ())
        return any(entry.kind in ("abbreviation", "agency") for entry in entries)

    def whole(self, keys: Sequence[Key]) -> list[Entry]:
        """The names that are all of a text."""
        longest = next(self.matches(keys, 0), (0, [])) if keys else (0, [])
        return longest[1] if longest[0] == len(keys) else []

    def names_of(self, kind: Kind, key: str) -> list[str]:
        """The names something goes by, of several words each, without those that hold another of them."""
        kept: list[str] = []
        for name in sorted(dict.fromkeys(self._names.get((kind, key), ())), key=len):
            folded = f" {fold(name)} "
            if len(name.split()) > 1 and not any(f" {fold(other)} " in folded for other in kept):
                kept.append(name)
        return kept[:_MOST_NAMES]

    def forms_of(self, kind: str, key: str) -> list[str]:
        """All that something is called by, abbreviated forms included."""
        return self._names.get((kind, key), [])

    def own_name(self, entry: Entry) -> str:
        """The first of its names; of a place that without the word for its kind."""
        return self._names[entry.kind, entry.key][0]

    def is_called(self, entry: Entry, keys: Sequence[Key]) -> bool:
        """Whether something also goes by this name, mark for mark."""
        return any(keys_of(name) == keys for name in self._names.get((entry.kind, entry.key), ()))

    def place_names(self, entry: Entry, without: Collection[str] = ()) -> list[str]:
        """The place's own name, and its others without those that hold another; those of `without`, folded, are none.

        A name printed with various marks, Đắk Lắk and Đăk Lăk, is given once more without any. A district that is
        called as a province is goes by its full name.
        """
        forms: dict[str, dict[tuple[str, ...], str]] = {}
        for name in self._names[entry.kind, entry.key]:
            keys = keys_of(name)
            folded = tuple(key.folded for key in keys)
            is_taken = entry.kind == "district" and any(other.kind == "place" for other in self._entries[folded])
            if " ".join(folded) not in without and not is_taken:
                forms.setdefault(" ".join(folded), {}).setdefault(tuple(key.exact for key in keys), name)
        first = next(iter(forms))
        names, kept = [next(iter(forms[first].values()))], [first]
        for folded_name in sorted(forms, key=len):
            spellings = list(forms[folded_name].values())
            is_new = not any(f" {other} " in f" {folded_name} " for other in kept)
            if len(spellings) > 1 and (is_new or folded_name == first):
                names.append(folded_name)
            elif is_new:
                names.append(spellings[0])
            kept.append(folded_name)
        return names[: _MOST_NAMES + 1]

    def documents(self, first: str) -> list[Document]:
        """The documents whose number begins with this figure, leading zeros off."""
        return self._documents.get(first, [])

    def successions(self, kind: str, key: str) -> list[Succession]:
        """What followed, and what followed that, to the one of today."""
        steps: list[Succession] = []
        while (step := self._successions.get((kind, key))) and step not in steps:
            steps.append(step)
            key = step.code
        return steps

    def predecessors(self, kind: str, key: str) -> dict[str, str]:
        """Labels by code of what this followed, and of what those had followed."""
        found: dict[str, str] = {}
        waiting = [key]
        while waiting:
            before = [each for each in self._predecessors.get((kind, waiting.pop()), ()) if each[0] not in found]
            found |= before
            waiting += [code for code, _label in before]
        return found

    @property
    def forces(self) -> Collection[str]:
        """Codes of the agencies that are a force of many bodies."""
        return self._bodies.keys()

    def bodies(self, force: str) -> Sequence[str]:
        """Codes of the agencies that bear a force's name: Công an tỉnh Tây Ninh of Công an."""
        return self._bodies.get(force, ())


def _agrees(run: Sequence[Key], exact: tuple[str, ...]) -> bool:
    return all(not key.is_marked or key.exact == other for key, other in zip(run, exact, strict=True))


# From the database and the authority files


def build() -> Lexicon:
    groups = _groups()
    agencies = _with_abbreviations(_agency_names(), groups)
    names = chain(agencies, _place_names(), _document_names(), _topic_names(), _other_names())
    return Lexicon(names, _documents(), groups, *_successions(), _bodies())


def _agency_names() -> Iterator[Name]:
    in_reports = Q(roles__isnull=False)
    # What followed a body in a report is asked for by its new name.
    followed = Q(predecessors__roles__isnull=False) | Q(predecessors__predecessors__roles__isnull=False)
    known = Q(level__in=_ALWAYS_KNOWN_LEVELS) | in_reports | followed
    agencies = dict(Agency.objects.filter(known, merged_into=None).values_list("pk", "code").distinct())
    labels = dict(Agency.objects.filter(pk__in=agencies).values_list("pk", "name"))
    for pk, label in labels.items():
        yield "agency", agencies[pk], label, label
    for pk, name in AgencyName.objects.values_list("agency_id", "name").iterator(chunk_size=5000):
        if pk in agencies:
            yield "agency", agencies[pk], labels[pk], name


def _place_names() -> Iterator[Name]:
    places = Place.objects.exclude(kind=Place.Kind.COMMUNE)
    for code, level, name, full_name, aliases in places.values_list("code", "kind", "name", "full_name", "aliases"):
        kind: Kind = "district" if level == Place.Kind.DISTRICT else "place"
        label = full_name.strip()
        for form in dict.fromkeys((name, label, *with_units_abbreviated(label), *aliases)):
            yield kind, code, label, form


def with_units_abbreviated(name: str) -> Iterator[str]:
    """ "TP Thủ Đức" and "T.P Thủ Đức" for "Thành phố Thủ Đức"; a numbered one also in one word, Q1."""
    match = _UNIT_WORDS.search(name)
    if match and not match[2].islower():
        before, short, after = name[: match.start()], UNITS[match[1].lower()], name[match.end() :]
        yield from (f"{before}{form} {after}" for form in dict.fromkeys((short, ".".join(short))))
        if after.isdecimal():
            yield f"{before}{short}{after}"


def _document_names() -> Iterator[Name]:
    """What documents are called beside their number; the title of a law is its name."""
    documents = LegalDocument.objects.filter(merged_into=None)
    for document in documents:
        names = [document.title] if fold(document.title).startswith(fold(document.type)) else []
        for name in (*names, *document.aliases):
            yield "document", document.code, document.name, name


def _topic_names() -> Iterator[Name]:
    """The names of topics, the parts of these, and the phrases that suggest a topic."""
    topics = {topic.code: topic for topic in Topic.objects.all()}
    for topic in topics.values():
        for name in filter(None, (topic.name, topic.name_en)):
            for part in (name, *re.split(r",| và | and ", name)):
                yield "topic", topic.code, topic.name, part.strip()
    for entry in files.topics():
        if entry.code in topics:
            yield from (("trigger", entry.code, topics[entry.code].name, trigger) for trigger in entry.triggers)


def _other_names() -> Iterator[Name]:
    for pk, name in Official.objects.filter(merged_into=None).values_list("pk", "name"):
        yield "official", str(pk), name, name
    for rank in files.ranks():
        yield from (("rank", rank.code, rank.name, form) for form in (rank.name, *rank.aliases))
    for honorific in files.honorifics():
        yield from (("rank", honorific.code, honorific.name, form) for form in (honorific.name, *honorific.aliases))
    for outlet in _outlets():
        short = outlet.removeprefix("Báo ")
        yield from (("outlet", outlet, outlet, form) for form in dict.fromkeys((outlet, short)))


def _outlets() -> list[str]:
    return list(Report.objects.exclude(outlet="").order_by().values_list("outlet", flat=True).distinct())


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


def _successions() -> tuple[dict[tuple[str, str], Succession], dict[tuple[str, str], list[tuple[str, str]]]]:
    """What followed each agency and place, and what each followed.

    A place holds all that was filed under those merged into it. An agency is taken for another one's continuation only
    where it began with the other's end: the police of a province are not those of the provinces it took in.
    """
    after: dict[tuple[str, str], Succession] = {}
    before: dict[tuple[str, str], list[tuple[str, str]]] = {}
    columns = ("code", "name", "valid_to", "successor__code", "successor__name", "successor__valid_from")
    models: tuple[tuple[str, type[Agency] | type[Place]], ...] = (("agency", Agency), ("place", Place))
    for kind, model in models:
        followed = model._default_manager.filter(successor__isnull=False).exclude(code=F("successor__code"))
        for code, name, ended, following, label, founded in followed.values_list(*columns):
            since = ended + timedelta(days=1) if ended else None
            after[kind, code] = Succession(following, label, since)
            if kind == "place" or (since and founded and founded >= since):
                before.setdefault((kind, following), []).append((code, name))
    return after, before


def _bodies() -> dict[str, list[str]]:
    """The agencies with a part in reports that bear a force's name, capitals too: kiểm định hải quan is no Hải quan."""
    known = Agency.objects.filter(pk__in=AgencyRole.objects.taking_part().values("agency"), merged_into=None)
    bodies = list(known.exclude(level__in=("force", "foreign")).order_by("code").values_list("code", "name"))
    found = {}
    for force in Agency.objects.filter(level="force", merged_into=None).prefetch_related("names"):
        forms = [name for name in (force.name, *(each.name for each in force.names.all())) if name[0].isupper()]
        if forms:
            bearing = re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b")
            found[force.code] = [code for code, name in bodies if bearing.search(name)]
    return found


def _with_abbreviations(names: Iterable[Name], groups: Sequence[Abbreviated]) -> Iterator[Name]:
    """The names, and each once more with a part of it abbreviated: CSB Vùng 2 for Cảnh sát biển Vùng 2."""
    shorts = {fold(group.full): group.short for group in groups if not group.context}
    longest_first = sorted(map(re.escape, shorts), key=len, reverse=True)
    full = re.compile(rf"\b(?:{'|'.join(longest_first)})\b") if shorts else None
    for kind, key, label, name in names:
        yield kind, key, label, name
        yield from ((kind, key, label, form) for form in with_units_abbreviated(name))
        found = full.search(fold(name)) if full else None
        if found and found[0] != fold(name):
            yield from (
                (kind, key, label, name[: found.start()] + short + name[found.end() :]) for short in shorts[found[0]]
            )


def stamp() -> object:
    """Changes whenever a name may have been added or taken away."""
    counted: tuple[type[Model], ...] = (Agency, AgencyName, Place, Official, Topic, LegalDocument)
    counts = [tuple(model._default_manager.aggregate(Max("pk"), Count("pk")).values()) for model in counted]
    in_reports = Agency.objects.filter(roles__isnull=False).aggregate(Count("pk", distinct=True))
    return (*counts, *in_reports.values(), tuple(_outlets()))


LEXICON = Kept(build, stamp, seconds=30)
