"""The newest reports, as Atom."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from archive.models import Report

NEWEST = 50


class ReportFeed(Feed):  # type: ignore[type-arg]
    feed_type = Atom1Feed
    title = _("Giao ban: bài mới vào kho")
    link = reverse_lazy("home")
    subtitle = _("Kho bài về hội nghị giao ban, phối hợp")

    def items(self) -> list[Report]:
        newest = Report.objects.published().order_by("-pk").values_list("pk", flat=True)[:NEWEST]
        return Report.objects.listed(list(newest))

    def item_title(self, item: Report) -> str:
        return item.title

    def item_description(self, item: Report) -> str:
        return item.lead

    def item_pubdate(self, item: Report) -> datetime:
        return item.created_at

    def item_updateddate(self, item: Report) -> datetime:
        return item.updated_at
