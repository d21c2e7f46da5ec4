"""Why a report stands where it does: each term of the query with what it gave to the score, as people read it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from archive.models import Report
from search.analysis import JOINT, TONES, analyse, readable
from search.backends.base import ScorePart
from search.backends.plan import Codes, Phrase, Syllable, Weighted, Word
from search.facets import labels
from search.forms import SearchRequest
from search.results import scoring

_MOST_CODES = 3  # that are told by name


@dataclass(frozen=True, slots=True)
class Part:
    """One term: as printed, what it is, in how many reports it stands, and what it gave; `share` is in per cent."""

    term: str
    kind: str
    marks: str
    channel: str
    reports: int
    weight: float
    score: float
    share: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The parts of a score, their sum, and what that was multiplied by (in words, factor)."""

    parts: list[Part]
    sum: float
    factors: list[tuple[str, float]]
    is_hit: bool

    @property
    def score(self) -> float:
        product = self.sum
        for _words, factor in self.factors:
            product *= factor
        return product


def explained(request: SearchRequest, report: Report) -> Explanation:
    """How the score of a report came about."""
    told = scoring(request, report.pk)
    total = sum(part.score for part, _reports in told.parts)
    printed = _Printed(f"{request.text}\n{report.title}\n{report.text}")
    parts = [_part(part, reports, total, printed) for part, reports in told.parts]
    factors = [
        (_("khớp đủ mọi tiếng của một câu dài"), told.full),
        (_("đúng thời gian câu tìm nói tới"), told.time),
    ]
    return Explanation(parts, total, [(words, factor) for words, factor in factors if factor != 1], told.is_hit)


class _Printed(dict[str, str]):
    """By exact key the spelling that stands first in a text: the query's own, then that of the article."""

    def __init__(self, text: str) -> None:
        super().__init__((term.exact, term.text) for term in reversed(analyse(text)))

    def __missing__(self, key: str) -> str:
        return readable(key.rstrip(TONES))


def _part(part: ScorePart, reports: int, total: float, printed: _Printed) -> Part:
    kind, channel = _kind(part.term)
    return Part(
        term=_term(part.term, printed),
        kind=kind,
        marks=_marks(part.term),
        channel=channel,
        reports=reports,
        weight=part.weight,
        score=part.score,
        share=100 * part.score / total if total else 0.0,
    )


def _kind(term: Weighted) -> tuple[str, str]:
    everywhere = _("tiêu đề và nguyên văn")
    channels = {"content": everywhere, "title": pgettext("chỗ nhắc tới", "tiêu đề"), "figures": _("câu có số liệu")}
    match term:
        case Syllable(channel):
            return _("tiếng"), channels[channel]
        case Phrase(channel):
            return _("cặp tiếng liền nhau"), channels[channel]
        case Word():
            return _("từ"), everywhere
        case Codes():
            return _("mã"), _("mục ghi của bài")


def _marks(term: Weighted) -> str:
    if isinstance(term, Codes):
        return ""
    return _("đúng dấu") if term.is_exact else _("không kể dấu")


def _term(term: Weighted, printed: _Printed) -> str:
    match term:
        case Syllable():
            return _syllable(term, printed)
        case Phrase(_channel, syllables):
            return " ".join(_syllable(one, printed) for one in syllables)
        case Word(key):
            return " ".join(printed[part] for part in key.split(JOINT))
        case Codes(terms):
            field = terms[0].partition("=")[0]
            codes = [each.partition("=")[2] for each in terms[:_MOST_CODES]]
            return ", ".join(labels(field, codes).values()) + (" …" if len(terms) > _MOST_CODES else "")


def _syllable(one: Syllable, printed: _Printed) -> str:
    return printed[one.key] if one.is_exact else one.key
