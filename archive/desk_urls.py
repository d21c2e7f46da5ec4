"""Addresses of the review desk, and where readers send corrections to it."""

from django.urls import path, re_path

from archive.views import corrections
from archive.views.desk import agencies, documents, facts, history, lookup, meetings, officials, queue, report, status

_REPORT = "desk/report/<str:accession>/"

urlpatterns = [
    path("report/<str:accession>/correct/", corrections.correct, name="report_correct"),
    path("desk/", queue.queue, name="desk"),
    path("desk/changes/", history.changes, name="desk_changes"),
    path("desk/changes/<int:pk>/undo/", history.undo, name="desk_undo"),
    path("desk/corrections/<int:pk>/", status.resolve_correction, name="desk_correction"),
    path("desk/look-up/<slug:kind>/", lookup.look_up, name="desk_look_up"),
    path(_REPORT, report.report, name="desk_report"),
    path(f"{_REPORT}next/", queue.next_report, name="desk_next"),
    path(f"{_REPORT}texts/", facts.edit_texts, name="desk_texts"),
    path(f"{_REPORT}add/<slug:kind>/", facts.add_fact, name="desk_add"),
    path(f"{_REPORT}accept-above/", facts.accept_above, name="desk_accept_above"),
    path(f"{_REPORT}review/", status.review, name="desk_review"),
    path(f"{_REPORT}status/", status.set_status, name="desk_status"),
    path(f"{_REPORT}read-again/", status.read_again, name="desk_read_again"),
    path(f"{_REPORT}undo/", history.undo_last, name="desk_undo_last"),
    path(f"{_REPORT}fact/<slug:anchor>/edit/", facts.edit_fact, name="desk_edit"),
    re_path(
        r"^desk/report/(?P<accession>[^/]+)/fact/(?P<anchor>[-\w]+)/(?P<decision>accept|reject)/$",
        facts.decide_fact,
        name="desk_decide",
    ),
    path(f"{_REPORT}meeting/", meetings.regroup, name="desk_regroup"),
    path("desk/meeting/", meetings.meetings, name="desk_meetings"),
    path("desk/meeting/<int:pk>/", meetings.meeting, name="desk_meeting"),
    re_path(
        r"^desk/meeting/(?P<pk>[0-9]{1,18})/(?P<act>confirm|release)/$",
        meetings.change_meeting,
        name="desk_change_meeting",
    ),
    path("desk/agency/", agencies.agencies, name="desk_agencies"),
    path("desk/agency/<slug:code>/", agencies.agency, name="desk_agency"),
    re_path(
        r"^desk/agency/(?P<code>[-\w]+)/(?P<act>accept|edit|rename|alias|unalias|merge|split)/$",
        agencies.change_agency,
        name="desk_change_agency",
    ),
    path("desk/official/", officials.officials, name="desk_officials"),
    path("desk/official/<int:pk>/", officials.official, name="desk_official"),
    re_path(
        r"^desk/official/(?P<pk>[0-9]{1,18})/(?P<act>edit|merge|split)/$",
        officials.change_official,
        name="desk_change_official",
    ),
    path("desk/document/", documents.documents, name="desk_documents"),
    path("desk/document/<slug:code>/", documents.document, name="desk_document"),
    re_path(
        r"^desk/document/(?P<code>[-\w]+)/(?P<act>accept|edit|merge|split)/$",
        documents.change_document,
        name="desk_change_document",
    ),
]
