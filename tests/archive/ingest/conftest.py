"""Invented articles, and a folder of their own for what is handed in."""

import json

import pytest

from archive.ingest import pipeline
from archive.models import Submission

TITLE = "Ba lực lượng tỉnh Bình Phước giao ban quý I năm 2019"
LEAD = (
    "Sáng 3/4/2019, tại Đồng Xoài, Công an tỉnh Bình Phước, Bộ Chỉ huy Quân sự tỉnh và Bộ đội Biên phòng tỉnh tổ chức "
    "hội nghị giao ban công tác phối hợp quý I năm 2019 theo Nghị định 03/2019/NĐ-CP của Chính phủ."
)
BODY = (
    "Đại tá Cao Văn Mẫu, Phó Giám đốc Công an tỉnh Bình Phước chủ trì hội nghị. Quý I, ba lực lượng trao đổi 128 tin, "
    "phối hợp bắt 14 vụ, 21 đối tượng phạm tội về ma túy, thu giữ 3,2 kg ma túy tổng hợp trên tuyến biên giới."
)
END = "Hội nghị thống nhất chuyển lịch giao ban sang tuần đầu của quý, giao Bộ Chỉ huy Quân sự tỉnh chuẩn bị."
ARTICLE = "\n\n".join((TITLE, LEAD, BODY, END))


@pytest.fixture(autouse=True)
def submissions_folder(settings, tmp_path):
    settings.SUBMISSIONS_DIR = tmp_path / "submissions"
    return settings.SUBMISSIONS_DIR


def receive(text: str | bytes = ARTICLE, name: str = "bai.txt", **known) -> Submission:
    return Submission.objects.receive(text if isinstance(text, bytes) else text.encode(), name, **known)


def ingest(text: str | bytes = ARTICLE, name: str = "bai.txt", **known) -> Submission:
    """Hand in, work through, and return the submission as it ended."""
    submission = receive(text, name, **known)
    assert pipeline.ingest(submission.pk)
    submission.refresh_from_db()
    return submission


def json_lines(*articles: dict) -> bytes:
    return b"".join(json.dumps(article).encode() + b"\n" for article in articles)
