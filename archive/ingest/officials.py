"""Whose appearance is this? Reports are linked to one person cautiously: never on the name alone."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from archive.authority import files
from archive.ingest.records import OfficialFact
from archive.models import Appearance, Official
from archive.vietnamese.dates import PartialDate
from archive.vietnamese.normalize import canonical_syllable, fold
from archive.vietnamese.syllables import tokenize

_MOST_APPEARANCES = 500
_FEWEST_SHARED = 3  # syllables at the end of two posts: "Bộ Công an"
_GENERAL = 7.0  # the seniority of the first rank of generals, who are few enough to be told by name and rank
_LARGEST_STEP = 2.0


@dataclass(frozen=True, slots=True)
class Setting:
    """When and where a report's people were seen; `place` is a primary key, `report` that of one read before."""

    on: PartialDate | None
    place: int | None
    report: int | None = None


def name_key(name: str) -> str:
    """Spellings of one name meet (Hòa, Hoà); Ly and Li, Hoa and Hòa stay apart."""
    return " ".join(canonical_syllable(token.text, proper_name=True) for token in tokenize(name))


def officials_of(facts: Sequence[OfficialFact], setting: Setting) -> list[Official]:
    """The person of each fact: one known where posts or ranks agree, else the one the report had, else a new one."""
    if not facts:
        return []
    seen = _seen(facts)
    officials = [_person(fact, setting, seen[name_key(fact.name)]) for fact in facts]
    Official.objects.bulk_create(official for official in officials if official.pk is None)
    return officials


def _person(fact: OfficialFact, setting: Setting, seen: list[Appearance]) -> Official:
    own = next((_merged(row.official) for row in seen if row.report_id == setting.report), None)
    return _best(fact, setting, seen) or own or _new(fact)


def _new(fact: OfficialFact) -> Official:
    return Official(name=fact.name, folded_name=fold(fact.name))


def _seen(facts: Sequence[OfficialFact]) -> defaultdict[str, list[Appearance]]:
    """Earlier appearances of people of these names, by name key; the newest first."""
    names = {fold(fact.name) for fact in facts}
    rows = Appearance.objects.standing().filter(official__folded_name__in=names).order_by("-pk")
    rows = rows.select_related("official__merged_into", "report")
    seen: defaultdict[str, list[Appearance]] = defaultdict(list)
    for row in rows[:_MOST_APPEARANCES]:
        seen[name_key(row.name)].append(row)
    return seen


def _best(fact: OfficialFact, setting: Setting, seen: list[Appearance]) -> Official | None:
    """The person most of whose appearances agree with the fact, and none of whose contradicts it."""
    votes: dict[Official, int] = defaultdict(int)
    for row in seen:
        votes[_merged(row.official)] += _vote(fact, setting, row)
    best = max(votes, key=lambda official: (votes[official], -official.pk), default=None)
    return best if best and votes[best] > 0 else None


def _merged(official: Official) -> Official:
    while official.merged_into:
        official = official.merged_into
    return official


def _vote(fact: OfficialFact, setting: Setting, row: Appearance) -> int:
    """1 where the appearance is the same person's, far below 0 where it cannot be, else 0."""
    rank, other = _seniority(fact.rank), _seniority(row.rank)
    if rank and other and _contradict(rank, setting.on, other, row.report.dated_on):
        return -_MOST_APPEARANCES
    if any(_share_body(post, seen, setting, row) for post in fact.posts for seen in row.posts):
        return 1
    return int(bool(rank and other and min(rank, other) >= _GENERAL and abs(rank - other) <= _LARGEST_STEP))


def _contradict(rank: float, on: PartialDate | None, other: float, seen_on: PartialDate | None) -> bool:
    """Nobody is demoted: the higher rank cannot come first."""
    if on is None or seen_on is None or on.year is None or seen_on.year is None or on == seen_on:
        return False
    return rank < other if on > seen_on else rank > other


def _share_body(post: str, seen: str, setting: Setting, row: Appearance) -> bool:
    """Both posts are at one body: "Giám đốc / Phó Giám đốc Công an tỉnh Bình Phước".

    One that ends without a name ("Công an tỉnh") is at the body of the report's own place.
    """
    shared = 0
    left, right = _syllables(post), _syllables(seen)
    for one, other in zip(reversed(left), reversed(right), strict=False):
        if one != other:
            break
        shared += 1
    if shared < _FEWEST_SHARED:
        return False
    return left[-1] not in _unnamed() or (setting.place is not None and setting.place == row.report.place_id)


def _syllables(post: str) -> list[str]:
    return [canonical_syllable(token.text) for token in tokenize(post)]


@cache
def _unnamed() -> frozenset[str]:
    return frozenset(
        map(canonical_syllable, ("tỉnh", "huyện", "phố", "quận", "thị", "xã", "phường", "trấn", "khu", "vùng"))
    )


def _seniority(rank: str) -> float | None:
    return _ranks().get(fold(rank)) if rank else None


@cache
def _ranks() -> dict[str, float]:
    """Seniority by folded name and alias."""
    return {fold(name): rank.seniority for rank in files.ranks() for name in (rank.name, *rank.aliases)}
