"""Addresses of the record: browsing for everybody, handing in and review for staff."""

from django.urls import include, path

from archive.views import (
    agencies,
    dates,
    documents,
    figures,
    home,
    meetings,
    officials,
    places,
    reports,
    submissions,
    topics,
)
from archive.views.feed import ReportFeed

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("feed/", ReportFeed(), name="feed"),
    path("agency/", agencies.index, name="agencies"),
    path("agency/<slug:code>/", agencies.detail, name="agency"),
    path("agency/<slug:code>/figures/", figures.of_agency, name="agency_figures"),
    path("agency/<slug:code>/figures.csv", figures.file_of_agency, name="agency_figures_file"),
    path("date/", dates.index, name="dates"),
    path("date/<int:year>/", dates.period, name="year"),
    path("date/<int:year>/<int:month>/", dates.period, name="month"),
    path("date/<int:year>/<int:month>/<int:day>/", dates.period, name="day"),
    path("place/", places.index, name="places"),
    path("place/<slug:code>/", places.detail, name="place"),
    path("official/", officials.index, name="officials"),
    path("official/<int:pk>/", officials.detail, name="official"),
    path("document/", documents.index, name="legal_documents"),
    path("document/<slug:code>/", documents.detail, name="legal_document"),
    path("topic/", topics.index, name="topics"),
    path("topic/<slug:code>/", topics.detail, name="topic"),
    path("topic/<slug:code>/figures/", figures.of_topic, name="topic_figures"),
    path("topic/<slug:code>/figures.csv", figures.file_of_topic, name="topic_figures_file"),
    path("meeting/<int:pk>/", meetings.detail, name="meeting"),
    path("report/<str:accession>/", reports.detail, name="report"),
    path("report/<str:accession>/cite.<str:style>", reports.citation, name="report_citation"),
    path("report/<str:accession>/publish/", reports.publish, name="report_publish"),
    path("report/<str:accession>/withdraw/", reports.withdraw, name="report_withdraw"),
    path("draft/", reports.drafts, name="drafts"),
    path("submission/", submissions.index, name="submissions"),
    path("submission/new/", submissions.new, name="submission_new"),
    path("submission/<int:pk>/", submissions.detail, name="submission"),
    path("submission/<int:pk>/retry/", submissions.retry, name="submission_retry"),
    path("", include("archive.desk_urls")),
]
