"""Reports that speak of the same things: found by the words of a report's title and lead."""

from haystack import connections
from haystack.query import SQ

from archive.models import Report

_MOST = 6
_WORDS = 45  # of title and lead


def related_to(report: Report) -> list[Report]:
    """The most similar published reports, those on the same meeting first; SearchError without an index."""
    words = f"{report.title} {report.lead}".split()[:_WORDS]
    query = connections["default"].get_query()
    query.add_filter(SQ(content__any=" ".join(words)) & ~SQ(pk__exact=report.pk))
    query.add_order_by("-score")
    query.set_limits(0, _MOST)
    pks = [int(hit.pk) for hit in query.get_results()]
    found = Report.objects.published().select_related("place").defer("source_text", "text").in_bulk(pks)
    ordered = [found[pk] for pk in pks if pk in found]
    return sorted(ordered, key=lambda other: not (report.meeting_id and other.meeting_id == report.meeting_id))
