"""What stands under a code, under that of what followed it, and under those of what it followed."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _

from search.query.ast import Codes, Dates, Node, conjunction
from search.query.finding import Finding
from search.query.lexicon import Entry, Succession


def coded(field_name: str, entries: Sequence[Entry], found: Finding) -> list[Node]:
    """What stands under these entries of one kind, a force's bodies included, and what follows or precedes them."""
    labels = list(dict.fromkeys(entry.label for entry in entries))
    codes = [entry.key for entry in entries]
    later: list[Node] = []
    for entry in entries:
        bodies = found.lexicon.bodies(entry.key) if field_name == "agency" else ()
        if bodies:
            found.note(
                _("%(force)s: tìm cả %(count)d đơn vị mang tên ấy") % {"force": entry.label, "count": len(bodies)}
            )
            codes += bodies
        later += through_time(field_name, entry, found)
    return [Codes(field_name, tuple(dict.fromkeys(codes)), ", ".join(labels[:3])), *later]


def through_time(field_name: str, entry: Entry, found: Finding) -> Iterator[Node]:
    old = entry.label
    for step in found.lexicon.successions(field_name, entry.key):
        found.note(_succeeded(field_name, old, step))
        yield _since(field_name, step)
        old = step.label
    before = found.lexicon.predecessors(field_name, entry.key)
    if before:
        names = {"new": entry.label, "old": ", ".join(before.values())}
        found.note(_CONTINUED[field_name]() % names)
        if field_name == "agency":  # a place holds by its own code what was merged into it
            yield Codes(field_name, tuple(before), names["old"])


_CONTINUED = {
    "place": lambda: _("%(new)s nay gồm cả %(old)s: tìm cả bài ghi theo tên cũ"),
    "agency": lambda: _("%(new)s tiếp nối %(old)s: tìm cả bài ghi theo tên cũ"),
}


def _succeeded(field_name: str, old: str, step: Succession) -> str:
    names = {"old": old, "new": step.label, "day": _day(step.since)}
    if field_name == "place" and step.since:
        return _("%(old)s từ %(day)s thuộc %(new)s: tìm cả bài từ ngày ấy ghi theo tên mới") % names
    if field_name == "place":
        return _("%(old)s nay thuộc %(new)s: tìm cả bài ghi theo tên mới") % names
    if step.since:
        return _("%(old)s từ %(day)s được thay bằng %(new)s: tìm cả bài từ ngày ấy ghi theo tên mới") % names
    return _("%(old)s nay là %(new)s: tìm cả bài ghi theo tên mới") % names


def _day(day: date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def _since(field_name: str, step: Succession) -> Node:
    """What stands under the new name since it took over."""
    codes = Codes(field_name, (step.code,), step.label)
    if step.since is None:
        return codes
    dates = Dates("dated_on", step.since.isoformat(), None, _("từ %(date)s") % {"date": _day(step.since)})
    return conjunction([codes, dates])
