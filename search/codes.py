"""The codes a report is found, narrowed and counted by: one definition for the index and for the facets."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from archive.models import AgencyRole, Appearance, Citation, Place, Report, ReportTopic
from search.kept import Kept

# agency: that took part (a mention is no part); place: where the meeting was held, with the district's province and
# the units that followed; document: cited; official: who appears; each without what a person rejected.
FIELDS = ("agency", "place", "topic", "document", "official", "meeting")


def among(field: str, pks: Collection[int]) -> Q:
    """Rows whose `field` is one of these keys: of neighbours by a range, with those between, which costs far less."""
    low, high = min(pks, default=0), max(pks, default=0)
    if high - low < 2 * len(pks):
        return Q(**{f"{field}__gte": low, f"{field}__lte": high})
    return Q(**{f"{field}__in": list(pks)})


def codes_of(pks: Collection[int]) -> dict[int, dict[str, set[str]]]:
    """By report and field, the codes; perhaps of other reports too."""
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for field, pairs in _pairs(pks):
        for pk, code in pairs:
            found[pk][field].add(str(code))
    return found


def _pairs(pks: Collection[int]) -> Iterator[tuple[str, Iterator[tuple[int, object]]]]:
    took_part = AgencyRole.objects.standing().exclude(role=AgencyRole.Role.MENTIONED)
    yield "agency", _values(took_part, pks, Coalesce("agency__merged_into__code", "agency__code"))
    yield "topic", _values(ReportTopic.objects.standing(), pks, F("topic__code"))
    cited = Citation.objects.standing()
    yield "document", _values(cited, pks, Coalesce("document__merged_into__code", "document__code"))
    appeared = Appearance.objects.standing()
    yield "official", _values(appeared, pks, Coalesce("official__merged_into", "official"))
    reports = Report.objects.filter(among("pk", pks)).order_by()
    yield "meeting", iter(reports.filter(meeting__isnull=False).values_list("pk", "meeting_id"))
    places = reports.filter(place__isnull=False).values_list("pk", "place__code")
    yield "place", ((pk, code) for pk, own in places for code in place_codes(own))


def _values(facts: QuerySet, pks: Collection[int], code: Combinable) -> Iterator[tuple[int, object]]:
    return iter(facts.filter(among("report", pks)).order_by().values_list("report_id", code))


def place_codes(own: str) -> set[str]:
    """The place itself, what it lies in, and what followed each of them."""
    parents, successors = _LINKS.get()
    found: set[str] = set()
    waiting = [own]
    while waiting:
        code = waiting.pop()
        if code and code not in found:
            found.add(code)
            waiting += [parents.get(code, ""), successors.get(code, "")]
    return found - _COUNTRY


_COUNTRY = {"viet-nam"}


def _links() -> tuple[dict[str, str], dict[str, str]]:
    """By code, the code of the parent and that of the successor."""
    places = Place.objects.order_by()
    parents = dict(places.filter(parent__isnull=False).values_list("code", "parent__code"))
    return parents, dict(places.filter(successor__isnull=False).values_list("code", "successor__code"))


def _stamp() -> object:
    return Place.objects.filter(successor__isnull=False).count(), Place.objects.count()


_LINKS = Kept(_links, _stamp, seconds=60)
