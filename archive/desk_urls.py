"""Addresses of the review desk, and where readers send corrections to it."""

from django.urls import path, re_path

from archive.views import authority, corrections, desk

_REPORT = "desk/report/<str:accession>/"

urlpatterns = [
    path("report/<str:accession>/correct/", corrections.correct, name="report_correct"),
    path("desk/", desk.queue, name="desk"),
    path("desk/changes/", desk.changes, name="desk_changes"),
    path("desk/changes/<int:pk>/undo/", desk.undo, name="desk_undo"),
    path("desk/corrections/<int:pk>/", desk.resolve_correction, name="desk_correction"),
    path("desk/look-up/<slug:kind>/", desk.look_up, name="desk_look_up"),
    path(_REPORT, desk.report, name="desk_report"),
    path(f"{_REPORT}next/", desk.next_report, name="desk_next"),
    path(f"{_REPORT}texts/", desk.edit_texts, name="desk_texts"),
    path(f"{_REPORT}add/<slug:kind>/", desk.add_fact, name="desk_add"),
    path(f"{_REPORT}accept-above/", desk.accept_above, name="desk_accept_above"),
    path(f"{_REPORT}review/", desk.review, name="desk_review"),
    path(f"{_REPORT}status/", desk.set_status, name="desk_status"),
    path(f"{_REPORT}read-again/", desk.read_again, name="desk_read_again"),
    path(f"{_REPORT}undo/", desk.undo_last, name="desk_undo_last"),
    path(f"{_REPORT}fact/<slug:anchor>/edit/", desk.edit_fact, name="desk_edit"),
    re_path(
        r"^desk/report/(?P<accession>[^/]+)/fact/(?P<anchor>[-\w]+)/(?P<decision>accept|reject)/$",
        desk.decide_fact,
        name="desk_decide",
    ),
    path("desk/agency/", authority.agencies, name="desk_agencies"),
    path("desk/agency/<slug:code>/", authority.agency, name="desk_agency"),
    re_path(
        r"^desk/agency/(?P<code>[-\w]+)/(?P<act>accept|edit|rename|alias|unalias|merge|split)/$",
        authority.change_agency,
        name="desk_change_agency",
    ),
    path("desk/official/", authority.officials, name="desk_officials"),
    path("desk/official/<int:pk>/", authority.official, name="desk_official"),
    re_path(
        r"^desk/official/(?P<pk>[0-9]{1,18})/(?P<act>edit|merge|split)/$",
        authority.change_official,
        name="desk_change_official",
    ),
    path("desk/document/", authority.documents, name="desk_documents"),
    path("desk/document/<slug:code>/", authority.document, name="desk_document"),
    re_path(
        r"^desk/document/(?P<code>[-\w]+)/(?P<act>accept|edit|merge)/$",
        authority.change_document,
        name="desk_change_document",
    ),
]
