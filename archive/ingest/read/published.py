"""The publication date as machines write it in a page's head or a feed's field."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from archive.vietnamese.dates import PartialDate, find_dates

_HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?=[T ])")


def publication_date(text: str) -> PartialDate | None:
    """The date in EDTF, an ISO instant (its day in Vietnam) or a printed Vietnamese date; None for anything else."""
    text = text.strip()
    try:
        return _of_instant(text) if _ISO_DATE.match(text) else PartialDate.from_edtf(text)
    except ValueError:
        return _printed(text)


def _of_instant(text: str) -> PartialDate:
    instant = datetime.fromisoformat(text)
    day = (instant.astimezone(_HERE) if instant.tzinfo else instant).date()
    return PartialDate(day.year, day.month, day.day)


def _printed(text: str) -> PartialDate | None:
    days = {mention.value for mention in find_dates(text[:100]) if mention.value.date}
    return days.pop() if len(days) == 1 else None
