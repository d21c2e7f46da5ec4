"""What a visitor asks of the results page or the API, read from the address: never an exception for the page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from search.query import errors, limits
from search.query.periods import date_bounds

FACETS = ("agency", "year", "place", "topic", "document")
NARROWING = (*FACETS, "official", "meeting")
Sort = Literal["relevance", "newest", "oldest"]
SORTS: dict[str, Promise] = {
    "relevance": gettext_lazy("Sát câu tìm"),
    "newest": gettext_lazy("Mới trước"),
    "oldest": gettext_lazy("Cũ trước"),
}
DATE_FIELDS: dict[str, Promise] = {
    "dated_on": gettext_lazy("ngày họp hoặc ngày đăng"),
    "meeting_on": gettext_lazy("ngày họp"),
    "published_on": gettext_lazy("ngày đăng"),
}
GROUPS: dict[str, Promise] = {"": gettext_lazy("không gộp"), "meeting": gettext_lazy("gộp theo hội nghị")}
PARAMETERS: dict[str, Promise] = {
    "from": pgettext_lazy("tham số", "Từ ngày"),
    "to": pgettext_lazy("tham số", "Đến ngày"),
    "by": pgettext_lazy("tham số", "Tính theo"),
    "sort": pgettext_lazy("tham số", "Xếp theo"),
    "group": pgettext_lazy("tham số", "Gộp"),
    "page": pgettext_lazy("tham số", "Trang"),
    "page_size": pgettext_lazy("tham số", "Số bài một trang"),
}

_MAX_CHOSEN = 20  # values of one facet
_LONGEST_CODE = 200
_USUAL_PAGE_SIZE: int = settings.HAYSTACK_SEARCH_RESULTS_PER_PAGE


@dataclass(frozen=True, slots=True)
class Fault:
    """A parameter that was not understood: its name, the text in the address and what to say of it."""

    name: str
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search, its narrowing, order and page. `faults` are the parameters that were not understood."""

    text: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: str = ""
    date_to: str = ""
    date_field: str = "dated_on"
    sort: Sort = "relevance"
    is_grouped: bool = False
    page: int = 1
    page_size: int = _USUAL_PAGE_SIZE
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """The request in an address; what is not understood takes its default and is named in `faults`.

        Dates the wrong way round are turned, which a note tells.
        """
        faults: list[Fault] = []
        asked = cls(
            text=data.get("q", ""),
            chosen=_chosen(data),
            date_from=_date(data, "from", faults),
            date_to=_date(data, "to", faults),
            date_field=_choice(data, "by", DATE_FIELDS, faults),
            sort=_choice(data, "sort", SORTS, faults),  # type: ignore[arg-type]  # one of them
            is_grouped=_choice(data, "group", GROUPS, faults) == "meeting",
            page=_number(data, "page", 1, limits.MAX_OFFSET, faults),
            page_size=_number(data, "page_size", _USUAL_PAGE_SIZE, limits.MAX_PAGE_SIZE, faults),
        )
        return replace(asked._turned(), faults=tuple(faults))

    def _turned(self) -> Self:
        """The request with its dates in order."""
        low, high = self.date_bounds
        if low is None or high is None or low <= high:
            return self
        note = _("Ngày đầu sau ngày cuối: đã đổi chỗ, từ %(low)s đến %(high)s.")
        parts = {"low": self.date_to, "high": self.date_from}
        return replace(self, date_from=self.date_to, date_to=self.date_from, notes=(note % parts,))

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size

    @property
    def date_bounds(self) -> tuple[str | None, str | None]:
        """The EDTF strings between which the date lies; None is open."""
        low = date_bounds(self.date_from) if self.date_from else None
        high = date_bounds(self.date_to) if self.date_to else None
        return (low[0] if low else None, high[1] if high else None)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen or self.date_from or self.date_to)

    @property
    def is_beyond_reach(self) -> bool:
        """Whether the page lies beyond what can be paged through."""
        return self.offset >= limits.MAX_OFFSET

    def check(self) -> None:
        """QueryRefused for a page beyond what can be paged through."""
        if self.is_beyond_reach:
            raise errors.page_too_far(limits.MAX_OFFSET)

    def fault(self, name: str) -> Fault | None:
        """What was wrong with a parameter."""
        return next((fault for fault in self.faults if fault.name == name), None)

    def address(self, **changes: object) -> str:
        """The query string of this search with some things changed; back to the first page unless that is changed."""
        return replace(self, **{"page": 1, **changes}).query_string  # type: ignore[arg-type]

    def toggled(self, name: str, code: str) -> str:
        """The query string with one value of a facet chosen, or no longer."""
        present = self.chosen.get(name, ())
        values = tuple(value for value in present if value != code) if code in present else (*present, code)
        return self.address(chosen={**self.chosen, name: values})

    def only_hit(self, number: int) -> Self:
        """The request for the one hit that stands at a place of the whole result, counted from 1."""
        return replace(self, page=number, page_size=1)

    @property
    def query_string(self) -> str:
        pairs = [*self.fields(), ("page", str(self.page))] if self.page != 1 else self.fields()
        return "?" + urlencode(pairs, errors="replace")

    def fields(self, with_dates: bool = True) -> list[tuple[str, str]]:
        """What a form must carry along of this search: all but the page and what is as usual."""
        dates = [
            ("from", self.date_from),
            ("to", self.date_to),
            ("by", self.date_field if self.date_field != "dated_on" else ""),
        ]
        pairs = [("q", self.text), *self._narrowing(), *(dates if with_dates else ()), *self._shape()]
        return [(name, value) for name, value in pairs if value]

    def fields_beside_dates(self) -> list[tuple[str, str]]:
        return self.fields(with_dates=False)

    def _narrowing(self) -> list[tuple[str, str]]:
        return [(name, code) for name in NARROWING for code in self.chosen.get(name, ())]

    def _shape(self) -> list[tuple[str, str]]:
        """Order, grouping and size of a page; "" for what is as usual."""
        return [
            ("sort", self.sort if self.sort != "relevance" else ""),
            ("group", "meeting" if self.is_grouped else ""),
            ("page_size", str(self.page_size) if self.page_size != _USUAL_PAGE_SIZE else ""),
        ]


def place_in(text: str) -> int:
    """A place in a result as an address gives it, counted from 1; 0 where it gives none that can be reached."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 7
    return int(text) if is_number and int(text) <= limits.MAX_OFFSET else 0


def _chosen(data: QueryDict) -> dict[str, tuple[str, ...]]:
    chosen = {name: _codes(data.getlist(name)) for name in NARROWING}
    return {name: codes for name, codes in chosen.items() if codes}


def _codes(values: Iterable[str]) -> tuple[str, ...]:
    kept = [value.replace("\x00", "") for value in values if value and len(value) <= _LONGEST_CODE]
    return tuple(dict.fromkeys(value for value in kept if value))[:_MAX_CHOSEN]


def _date(data: QueryDict, name: str, faults: list[Fault]) -> str:
    text = data.get(name, "").strip()
    if not text:
        return ""
    if len(text) > 20 or date_bounds(text) is None:
        said = _("không hiểu ngày “%(text)s”. Hãy gõ như 2019, 6/2019 hoặc 26/7/2019.")
        faults.append(_fault(name, text, said % {"text": text[:20]}))
        return ""
    return text


def _choice(data: QueryDict, name: str, choices: Mapping[str, Promise], faults: list[Fault]) -> str:
    """One of the choices; the first where none is asked for."""
    first = next(iter(choices))
    value = data.get(name, "") or first
    if value in choices:
        return value
    known = ", ".join(f"{choice} ({words})" for choice, words in choices.items() if choice)
    said = _("không có lựa chọn “%(value)s”; chỉ có %(known)s.") % {"value": value[:40], "known": known}
    faults.append(_fault(name, value, said))
    return first


def _number(data: QueryDict, name: str, default: int, most: int, faults: list[Fault]) -> int:
    text = data.get(name, "") or str(default)
    if text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most:
        return int(text)
    said = _("“%(text)s” phải là số từ 1 đến %(most)d.") % {"text": text[:20], "most": most}
    faults.append(_fault(name, text, said))
    return default


def _fault(name: str, text: str, said: str) -> Fault:
    """The fault, with the parameter named as people and as programs call it."""
    message = _("%(words)s (%(name)s): %(said)s") % {"words": PARAMETERS[name], "name": name, "said": said}
    return Fault(name, text[:_LONGEST_CODE], message)
