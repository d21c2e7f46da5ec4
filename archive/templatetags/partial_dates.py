"""Dates of any precision, and instants, in words of the reader's language."""

from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from archive.vietnamese.dates import PartialDate

register = template.Library()

ANY_LEAP_YEAR = 2000


@register.filter
def in_words(when: PartialDate | date | None) -> str:
    """26/7/2010, tháng 7/2010, 2010, or 25/4 (không rõ năm); with the hour for an instant; nothing for None."""
    match when:
        case datetime():
            return date_format(localtime(when), _("j/n/Y H:i"))
        case date():
            return date_format(when, _("j/n/Y"))
        case PartialDate(year=None, month=int(month), day=int(day)):
            known = date_format(date(ANY_LEAP_YEAR, month, day), _("j/n"))
            return _("%(day)s (không rõ năm)") % {"day": known}
        case PartialDate(year=int(year), month=None):
            return str(year)
        case PartialDate(year=int(year), month=int(month), day=None):
            return _("tháng %(month)s") % {"month": date_format(date(year, month, 1), _("n/Y"))}
        case PartialDate(year=int(year), month=int(month), day=int(day)):
            return date_format(date(year, month, day), _("j/n/Y"))
    return ""
