"""Dates of any precision in words."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from archive.vietnamese.dates import PartialDate

register = template.Library()

ANY_LEAP_YEAR = 2000


@register.filter
def in_words(when: PartialDate | None) -> str:
    """26/7/2010, tháng 7/2010, 2010, or 25/4 (không rõ năm); nothing for None."""
    match when:
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
