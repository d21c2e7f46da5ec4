"""What a visitor asks of the results page or the API, read from the address: never an exception for the page."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, Self
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from search.query import errors, limits
from search.query.periods import date_bounds

FACETS = ("agency", "year", "place", "topic", "document")
NARROWING = (*FACETS, "official", "meeting")
DATE_FIELDS = ("dated_on", "meeting_on", "published_on")
Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")

_MAX_CHOSEN = 20  # values of one facet
_LONGEST_CODE = 200
_USUAL_PAGE_SIZE: int = settings.HAYSTACK_SEARCH_RESULTS_PER_PAGE


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """One search, its narrowing, order and page. `faults` name the parameters that were not understood."""

    text: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: str = ""
    date_to: str = ""
    date_field: str = "dated_on"
    sort: Sort = "relevance"
    is_grouped: bool = False
    page: int = 1
    page_size: int = _USUAL_PAGE_SIZE
    faults: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """The request in an address; what is not understood takes its default and is named in `faults`."""
        faults: list[tuple[str, str]] = []
        return cls(
            text=data.get("q", ""),
            chosen=_chosen(data),
            date_from=_date(data, "from", faults),
            date_to=_date(data, "to", faults),
            date_field=_choice(data, "by", DATE_FIELDS, faults),
            sort=_choice(data, "sort", SORTS, faults),
            is_grouped=data.get("group") == "meeting",
            page=_number(data, "page", 1, limits.MAX_OFFSET, faults),
            page_size=_number(data, "page_size", _USUAL_PAGE_SIZE, limits.MAX_PAGE_SIZE, faults),
            faults=tuple(faults),
        )

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

    def check(self) -> None:
        """QueryRefused for a page beyond what can be paged through."""
        if self.offset >= limits.MAX_OFFSET:
            raise errors.page_too_far(limits.MAX_OFFSET)

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
        default = SearchRequest()
        pairs: list[tuple[str, object]] = [("q", self.text)]
        pairs += [(name, code) for name in NARROWING for code in self.chosen.get(name, ())]
        pairs += [("from", self.date_from), ("to", self.date_to)]
        pairs += [
            (name, value)
            for name, value, usual in (
                ("by", self.date_field, default.date_field),
                ("sort", self.sort, default.sort),
                ("group", "meeting" if self.is_grouped else "", ""),
                ("page", self.page, 1),
                ("page_size", self.page_size, default.page_size),
            )
            if value != usual
        ]
        return "?" + urlencode([(name, value) for name, value in pairs if value != ""], errors="replace")

    def hidden_fields(self) -> list[tuple[str, str]]:
        """What the date form must carry along."""
        pairs = [(name, code) for name in NARROWING for code in self.chosen.get(name, ())]
        if self.sort != "relevance":
            pairs.append(("sort", self.sort))
        return [("q", self.text), *pairs]


def _chosen(data: QueryDict) -> dict[str, tuple[str, ...]]:
    chosen = {name: _codes(data.getlist(name)) for name in NARROWING}
    return {name: codes for name, codes in chosen.items() if codes}


def _codes(values: Iterable[str]) -> tuple[str, ...]:
    kept = [value.replace("\x00", "") for value in values if value and len(value) <= _LONGEST_CODE]
    return tuple(dict.fromkeys(value for value in kept if value))[:_MAX_CHOSEN]


def _date(data: QueryDict, name: str, faults: list[tuple[str, str]]) -> str:
    text = data.get(name, "").strip()
    if not text:
        return ""
    if len(text) > 20 or date_bounds(text) is None:
        faults.append(
            (name, _("Không hiểu ngày “%(text)s”. Hãy gõ như 2019, 6/2019 hoặc 26/7/2019.") % {"text": text[:20]})
        )
        return ""
    return text


def _choice(data: QueryDict, name: str, choices: tuple, faults: list[tuple[str, str]]):  # type: ignore[no-untyped-def]
    value = data.get(name, "") or choices[0]
    if value in choices:
        return value
    known = ", ".join(choices)
    faults.append((name, _("Không có lựa chọn “%(value)s”; chỉ có %(known)s.") % {"value": value[:40], "known": known}))
    return choices[0]


def _number(data: QueryDict, name: str, default: int, most: int, faults: list[tuple[str, str]]) -> int:
    text = data.get(name, "") or str(default)
    if text.isascii() and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most:
        return int(text)
    parts = {"text": text[:20], "most": most}
    faults.append((name, _("“%(text)s” phải là số từ 1 đến %(most)d.") % parts))
    return default
