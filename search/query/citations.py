"""Documents in a query: a number in any spelling, or a name a document goes by, to the reports that cite it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.vietnamese.normalize import fold
from archive.vietnamese.syllables import tokenize
from search.query.ast import Codes, Node, Words
from search.query.finding import Finding, Run, Segment
from search.query.lexicon import Entry, keys_of
from search.query.numbers import DocumentNumber, forms, number_at, resolve, spellings

_MAX_DOCUMENTS = 30


@dataclass(frozen=True, slots=True)
class Documents:
    """What tokens [start:end) of a run cite: labels by code. `is_named` where they do not give its number."""

    start: int
    end: int
    labels: Mapping[str, str]
    is_named: bool = False

    @property
    def codes(self) -> Codes:
        names = list(dict.fromkeys(self.labels.values()))
        label = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
        return Codes("document", tuple(self.labels), label, is_weighed=True)


def number_segment(run: Run, at: int, found: Finding) -> Segment | None:
    """A document number at a place of the run, to be found in its other spellings and where it is cited."""
    number = number_at(run.text, run.tokens, at)
    documents = _numbered(number, found) if number else None
    if number is None or (number.is_plain_year and not documents):
        return None
    return Segment(at, number.end, Words(number.words), tuple(_others(run, number, documents, found)))


def _others(run: Run, number: DocumentNumber, documents: Documents | None, found: Finding) -> Iterator[Node]:
    typed = run.slice(number.start, number.end)
    yield from spellings(number)
    if len(tokenize(typed)) < number.end - number.start:  # parted by us, and perhaps printed in one
        yield Words(typed)
    if documents:
        codes = documents.codes
        if fold(typed) != fold(codes.label):
            found.note(_("%(typed)s: văn bản %(names)s") % {"typed": typed, "names": codes.label})
        yield codes


def documents_at(run: Run, at: int, found: Finding, *, is_bare: bool = True) -> Documents | None:
    """The known documents a text cites at a place, by number, with `is_bare` also by a mere figure, or by name."""
    number = number_at(run.text, run.tokens, at, is_bare=is_bare)
    return (_numbered(number, found) if number else None) or _named(run, at, found)


def _numbered(number: DocumentNumber, found: Finding) -> Documents | None:
    """Those of the number, and those called so: Đề án 06 is a decision's name."""
    labels = {document.code: document.label for document in resolve(number, found.lexicon)[:_MAX_DOCUMENTS]}
    for form in forms(number):
        labels |= _called(found.lexicon.whole(keys_of(form)))
    return Documents(number.start, number.end, labels) if labels else None


def _named(run: Run, at: int, found: Finding) -> Documents | None:
    for length, entries in found.lexicon.matches(run.keys, at):
        labels = _called(entries)
        if labels:
            return Documents(at, at + length, labels, is_named=True)
    return None


def _called(entries: Iterable[Entry]) -> dict[str, str]:
    return {entry.key: entry.label for entry in entries if entry.kind == "document"}
