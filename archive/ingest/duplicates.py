"""Near-duplicates: the share of one article's 4-syllable shingles that another contains.

Measured on news: a reprint of the lead alone has containment 1.00 (and Jaccard 0.2), unrelated articles at most 0.17.
A sketch keeps one shingle hash in KEPT_ONE_IN (FracMinHash); it only names candidates, whose texts are then compared.
"""

from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b

from django.db.models import Count

from archive.models import Report, SketchHash
from archive.vietnamese.normalize import fold
from archive.vietnamese.syllables import tokenize

SHINGLE = 4
KEPT_ONE_IN = 12
NEAR = 0.8
MOST_POSTINGS = 200  # reports a hash is kept for; so no lookup reads more than this for each hash
_FEWEST_SHINGLES = 20  # below, one set phrase decides
_MOST_CANDIDATES = 5
_LIKELY = 0.4  # of the smaller sketch; a containment of 0.8 falls below once in 200 reprints of a lead
_LOWEST = -(1 << 63)
_HIGHEST_KEPT = _LOWEST + (1 << 64) // KEPT_ONE_IN

Shingles = frozenset[int]
Postings = dict[int, list[int]]


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    report: Report
    containment: float


def shingles_of(text: str) -> Shingles:
    """64-bit hashes, signed as databases keep them, of every four syllables in a row, marks and case aside."""
    syllables = [fold(token.text) for token in tokenize(text)]
    runs = {" ".join(syllables[i : i + SHINGLE]) for i in range(len(syllables) - SHINGLE + 1)}
    return frozenset(_hash(run) for run in runs)


def sketch_of(shingles: Shingles) -> list[int]:
    return sorted(value for value in shingles if value <= _HIGHEST_KEPT)


def containment(left: Shingles, right: Shingles) -> float:
    """The share of the smaller set that the larger one holds."""
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller >= _FEWEST_SHINGLES else 0.0


def find_near_duplicate(shingles: Shingles, report: Report, postings: Postings) -> NearDuplicate | None:
    """The stored report that contains the most of this one, or lies in it, from NEAR upwards; of a chain, its head."""
    candidates = Report.objects.filter(pk__in=_candidates(postings)).select_related("reprint_of")
    found = [NearDuplicate(other, containment(shingles, shingles_of(other.text))) for other in candidates]
    best = max(found, key=lambda near: (near.containment, -near.report.pk), default=None)
    if best is None or best.containment < NEAR:
        return None
    head = best.report.reprint_of or best.report
    return None if head.pk == report.pk else NearDuplicate(head, best.containment)


def postings_of(sketch: list[int], report: Report) -> Postings:
    """In which other reports each hash of the sketch occurs; none has more than MOST_POSTINGS."""
    postings: Postings = {value: [] for value in sketch}
    rows = SketchHash.objects.filter(hash__in=sketch).exclude(report=report.pk).values_list("hash", "report")
    for value, other in rows.order_by():
        postings[value].append(other)
    return postings


def telling(postings: Postings) -> list[int]:
    """The hashes worth keeping: what stands in very many reports tells none of them."""
    return [value for value, reports in postings.items() if len(reports) < MOST_POSTINGS]


def _candidates(postings: Postings) -> list[int]:
    counts = Counter(report for reports in postings.values() for report in reports)
    likeliest = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_CANDIDATES])
    sizes = dict(SketchHash.objects.filter(report__in=likeliest).order_by().values_list("report").annotate(Count("pk")))
    return [pk for pk, count in likeliest.items() if count >= _LIKELY * min(len(postings), sizes[pk])]


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), signed=True)
