"""What holds for the whole site: headers, errors, the admin."""

import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.urls import reverse

from archive.models import Agency, AgencyRole, Change, Report
from tests.factories import AgencyFactory, AgencyRoleFactory, ReportFactory, SubmissionFactory

ROOT = Path(__file__).resolve().parents[3]


# ---------------------------------------------------------------- headers and errors


@pytest.mark.django_db
def test_pages_forbid_what_they_do_not_need(client):
    response = client.get("/")
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_templates_carry_no_inline_script_or_style(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]* src=)", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)


@pytest.mark.django_db
def test_a_page_that_does_not_exist_says_so_in_the_readers_language(client):
    response = client.get("/khong/co/")
    assert response.status_code == 404
    assert "Không có trang này" in response.content.decode()


@pytest.mark.django_db
def test_a_crash_has_a_page_of_its_own_that_needs_nothing(client, monkeypatch):
    monkeypatch.setattr(Report.objects, "published", lambda: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "Kho đang gặp lỗi" in response.content.decode()


# ---------------------------------------------------------------- the admin


@pytest.mark.django_db
@pytest.mark.parametrize("model", [m for m in admin.site._registry if m._meta.app_label == "archive"])
def test_every_admin_list_opens_and_can_be_searched(staff, model):
    AgencyRoleFactory(report=ReportFactory())
    SubmissionFactory()
    name = f"admin:archive_{model._meta.model_name}_changelist"
    assert staff.get(reverse(name)).status_code == 200
    assert staff.get(reverse(name), {"q": "phối hợp"}).status_code == 200


@pytest.mark.django_db
def test_reports_and_authority_entries_cannot_be_deleted(staff):
    report, agency = ReportFactory(), AgencyFactory()
    assert staff.post(f"/admin/archive/report/{report.pk}/delete/").status_code == 403
    assert staff.post(f"/admin/archive/agency/{agency.pk}/delete/").status_code == 403


@pytest.mark.django_db
def test_an_edit_in_the_admin_enters_the_history_and_queues_the_reports(staff):
    role = AgencyRoleFactory(report=ReportFactory(indexed_revision=1), agency=AgencyFactory(name="Tên cũ"))
    no_names = {"names-TOTAL_FORMS": 0, "names-INITIAL_FORMS": 0}
    staff.post(
        f"/admin/archive/agency/{role.agency.pk}/change/",
        {"name": "Tên mới", "level": "unit", "is_reviewed": "on", **no_names},
    )
    assert Agency.objects.get(pk=role.agency.pk).name == "Tên mới"
    change = Change.objects.get()
    assert (change.before, change.after) == ({"name": "Tên cũ"}, {"name": "Tên mới"})
    assert Report.objects.dirty().filter(agencyroles__in=AgencyRole.objects.all()).exists()
