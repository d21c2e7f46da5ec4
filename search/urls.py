"""Addresses of the search."""

from django.urls import path

from search import api, views

urlpatterns = [
    path("search/", views.search_page, name="search"),
    path("search/help/", views.search_help, name="search_help"),
    path("search/goto/", views.goto, name="search_goto"),
    path("search/mentions/", views.mentions, name="concordance"),
    path("search/export/", views.export, name="search_export"),
    path("search/related/<str:accession>/", views.related, name="search_related"),
    path("search/explain/<str:accession>/", views.explain, name="search_explain"),
    path("api/v1/search/", api.api_search, name="api_search"),
    path("api/v1/suggest/", api.api_suggest, name="api_suggest"),
]
