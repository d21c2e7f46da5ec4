import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from archive.models import Submission
from tests.factories import ReportFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


ARTICLE = "Giao ban công tác phối hợp".encode()


def file(name="bai.txt", content=ARTICLE):
    return SimpleUploadedFile(name, content)


def hand_in(staff, **data):
    return staff.post("/submission/new/", data)


@pytest.mark.parametrize("url", ["/submission/", "/submission/new/", "/submission/1/"])
def test_handing_in_is_for_staff(client, url):
    response = client.get(url)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_one_file_is_received_and_its_page_opens(staff):
    response = hand_in(staff, files=file(), outlet="Báo Mẫu", source_url="vi-du.vn/bai", publish="on")
    submission = Submission.objects.get()
    assert response["Location"] == submission.get_absolute_url()
    assert (submission.name, submission.outlet, submission.publish) == ("bai.txt", "Báo Mẫu", True)
    assert submission.source_url == "https://vi-du.vn/bai"
    assert submission.submitted_by is not None


def test_many_files_and_pasted_text_go_in_together(staff):
    response = hand_in(staff, files=[file("một.txt"), file("hai.html")], text="Bài dán vào\n\nNội dung.")
    assert response["Location"] == "/submission/"
    assert set(Submission.objects.values_list("name", flat=True)) == {"một.txt", "hai.html", "Bài dán vào.txt"}


def test_an_empty_file_does_not_stop_the_others(staff):
    hand_in(staff, files=[file("rỗng.txt", b""), file("bai.txt")])
    assert Submission.objects.count() == 2


def test_nothing_handed_in_is_said_clearly(staff):
    response = hand_in(staff)
    assert response.status_code == 400
    assert "Hãy chọn ít nhất một tệp hoặc dán chữ" in response.content.decode()


def test_a_bad_address_is_said_beside_its_field(staff):
    response = hand_in(staff, text="Bài", source_url="không phải địa chỉ")
    assert response.status_code == 400
    assert 'aria-invalid="true"' in response.content.decode()
    assert not Submission.objects.exists()


@override_settings(SUBMISSION_MAX_BYTES=10)
def test_an_oversized_file_becomes_a_failed_submission_with_its_reason(staff):
    hand_in(staff, files=file(content=b"x" * 11))
    submission = Submission.objects.get()
    html = staff.get(submission.get_absolute_url()).content.decode()
    assert submission.explanation in html
    assert "Thử lại" not in html


def test_a_submission_shows_stages_times_and_outcome(staff):
    submission = SubmissionFactory(state="done", outcome="created", report=ReportFactory(title="Bài đã vào kho"))
    submission.events.create(stage="extract", milliseconds=31)
    html = staff.get(submission.get_absolute_url()).content.decode()
    for shown in ("đọc dữ kiện", "31 ms", "bài mới", "Bài đã vào kho"):
        assert shown in html


def test_a_failed_one_can_be_retried(staff):
    submission = SubmissionFactory(state="failed", reason="internal")
    html = staff.get(submission.get_absolute_url()).content.decode()
    assert submission.explanation in html
    assert "Thử lại" in html
    staff.post(f"/submission/{submission.pk}/retry/")
    submission.refresh_from_db()
    assert submission.state == Submission.State.RECEIVED


def test_retrying_what_is_done_changes_nothing(staff):
    submission = SubmissionFactory(state="done", outcome="created")
    staff.post(f"/submission/{submission.pk}/retry/")
    submission.refresh_from_db()
    assert submission.state == Submission.State.DONE


def test_a_batch_lists_its_parts(staff):
    batch = SubmissionFactory(state="done", outcome="split")
    SubmissionFactory(parent=batch, name="dòng 7", offset=1)
    assert "dòng 7" in staff.get(batch.get_absolute_url()).content.decode()
    assert "dòng 7" not in staff.get("/submission/").content.decode()


def test_the_list_is_filtered_by_state(staff):
    SubmissionFactory(name="hỏng.txt", state="failed", reason="binary")
    SubmissionFactory(name="lành.txt", state="done", outcome="created")
    html = staff.get("/submission/?state=failed").content.decode()
    assert "hỏng.txt" in html
    assert "lành.txt" not in html


def test_a_page_refreshes_itself_only_while_something_moves(staff):
    assert "data-live" not in staff.get(SubmissionFactory(state="done").get_absolute_url()).content.decode()
    assert "data-live" in staff.get(SubmissionFactory(state="working").get_absolute_url()).content.decode()


def test_the_list_takes_few_queries(staff, django_assert_max_num_queries):
    for _ in range(20):
        SubmissionFactory(state="done", report=ReportFactory())
    with django_assert_max_num_queries(8):
        staff.get("/submission/")


def test_names_are_escaped(staff):
    submission = SubmissionFactory(name="<img src=x onerror=alert(1)>")
    assert "<img" not in staff.get(submission.get_absolute_url()).content.decode()


def test_a_disk_that_refuses_is_said_and_what_was_received_before_is_kept(staff, settings, tmp_path):
    settings.SUBMISSIONS_DIR = tmp_path / "submissions"
    settings.SUBMISSIONS_DIR.touch()  # a file where the folder should be
    answer = staff.post("/submission/new/", {"text": "Giao ban quý I"})
    assert answer.status_code == 400
    assert "Kho dữ liệu đang không ghi được" in answer.content.decode()
    assert not Submission.objects.exists()
