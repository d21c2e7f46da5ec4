"""Addresses of the search."""

from django.urls import path

from search import api
from search.views import export, facet, mentions, report, results

urlpatterns = [
    path("search/", results.search_page, name="search"),
    path("search/help/", results.search_help, name="search_help"),
    path("search/goto/", results.goto, name="search_goto"),
    path("search/facet/<slug:name>/", facet.facet_values, name="search_facet"),
    path("search/mentions/", mentions.mentions, name="concordance"),
    path("search/export/", export.export, name="search_export"),
    path("search/related/<str:accession>/", report.related, name="search_related"),
    path("search/explain/<str:accession>/", report.explain, name="search_explain"),
    path("api/v1/search/", api.api_search, name="api_search"),
    path("api/v1/suggest/", api.api_suggest, name="api_suggest"),
]
