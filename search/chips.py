"""What a result is narrowed by, each with the address that leaves it out."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from search.facets import labels
from search.forms import NARROWING, SearchRequest
from search.query.describe import local_date

_NAMES: dict[str, Promise] = {
    "agency": pgettext_lazy("đang thu hẹp theo", "Cơ quan"),
    "year": pgettext_lazy("đang thu hẹp theo", "Năm"),
    "place": pgettext_lazy("đang thu hẹp theo", "Tỉnh, thành phố"),
    "topic": pgettext_lazy("đang thu hẹp theo", "Chủ đề"),
    "document": pgettext_lazy("đang thu hẹp theo", "Văn bản"),
    "official": pgettext_lazy("đang thu hẹp theo", "Cán bộ"),
    "meeting": pgettext_lazy("đang thu hẹp theo", "Hội nghị"),
    "dated_on": pgettext_lazy("đang thu hẹp theo", "Ngày"),
    "meeting_on": pgettext_lazy("đang thu hẹp theo", "Ngày họp"),
    "published_on": pgettext_lazy("đang thu hẹp theo", "Ngày đăng"),
}
IN_VIETNAMESE = frozenset({"agency", "place", "document", "official", "meeting"})  # whatever the reader's language


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing chosen; `language` is that of its label, "" for the page's own."""

    name: str
    label: str
    address: str
    language: str = ""


def chips(asked: SearchRequest, beside: str = "") -> Iterator[Chip]:
    """A chip for each value and for the dates. `beside` is put behind each address: "&order=left"."""
    for name in NARROWING:
        language = "vi" if name in IN_VIETNAMESE else ""
        for code, label in labels(name, asked.chosen.get(name, ())).items():
            yield Chip(str(_NAMES[name]), label, asked.toggled(name, code) + beside, language)
    if asked.date_from or asked.date_to:
        without = asked.address(date_from="", date_to="") + beside
        yield Chip(str(_NAMES[asked.date_field]), _dates(asked), without)


def _dates(asked: SearchRequest) -> str:
    low, high = local_date(asked.date_from), local_date(asked.date_to)
    if not high:
        return _("từ %(low)s") % {"low": low}
    if not low:
        return _("đến %(high)s") % {"high": high}
    return low if low == high else f"{low} – {high}"
