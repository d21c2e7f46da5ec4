"""Is this a report of a coordination meeting at all?"""

import re
from collections.abc import Sequence

from archive.ingest.extract.context import Context
from archive.ingest.records import AgencyFact, DateFact, Judgment

_MEETING = r"(?:hội nghị|giao ban|sơ kết|tổng kết|hội đàm|lễ ký|ký kết|họp|buổi làm việc|gặp gỡ|hiệp đồng|hội thảo|tọa đàm)"
_PAPER = (
    r"(?:(?:bản )?(?:quy chế|qui chế|chương trình|kế hoạch|hiệp đồng|biên bản|thỏa thuận|thoả thuận|giao ước|cam kết|nghị quyết liên tịch|thông tư liên tịch|"
    r"văn bản|ghi nhớ|hướng dẫn liên ngành|kế hoạch liên ngành|nội dung|phối hợp|hợp đồng))"
)
_CUES: tuple[tuple[str, float, str, re.Pattern[str]], ...] = (
    ("hội nghị trong tiêu đề", 3.0, "title", re.compile(rf"\b(?:{_MEETING}|quy chế|qui chế|chương trình phối hợp)\b", re.IGNORECASE)),
    ("ký kết trong tiêu đề", 2.0, "title", re.compile(r"\bký\b", re.IGNORECASE)),
    ("phối hợp trong tiêu đề", 1.0, "title", re.compile(r"\b(?:phối hợp|giáp ranh|liên ngành|hợp tác|liên tịch)\b", re.IGNORECASE)),
    ("mở hội nghị", 2.5, "body", re.compile(
        rf"\b(?:tổ chức|họp|mở|khai mạc|chủ trì|dự|tại|trước|kết luận|trong)\b[^.;]{{0,60}}\b{_MEETING}\b|\b{_MEETING}\b[^.;]{{0,80}}\b(?:tổ chức|diễn ra|khai mạc|họp)\b", re.IGNORECASE)),
    ("ký văn bản phối hợp", 2.5, "body", re.compile(rf"\b(?:ký|ký kết|sơ kết|tổng kết|giao ban)\b[^.;]{{0,50}}\b{_PAPER}\b|\b{_PAPER}\b[^.;]{{0,160}}\b(?:ký|sơ kết|tổng kết)\b", re.IGNORECASE)),
    ("nói về phối hợp", 1.0, "body", re.compile(r"\b(?:phối hợp|hợp tác|liên ngành|hiệp đồng|giáp ranh)\b", re.IGNORECASE)),
    ("ảnh hội nghị", 1.0, "body", re.compile(rf"(?:toàn cảnh|quang cảnh|đại biểu)[^.\n]{{0,30}}{_MEETING}", re.IGNORECASE)),
    ("là văn bản pháp luật", -6.0, "body", re.compile(r"^(?:Điều|Chương) (?:1|I|2)\b[.:]?|QUYẾT ĐỊNH\s*:|Căn cứ (?:Luật|Nghị định|Hiến pháp)", re.MULTILINE)),
    ("việc khác trong tiêu đề", -3.5, "title", re.compile(
        r"\b(?:tuần tra|giao lưu|tập huấn|ngày hội|bắt (?:giữ|gọn|quả tang|hai|đối tượng)|khởi tố|triệt phá|phát quang|diễn tập|hội thi|hội thao|tặng quà|quyên góp|xét xử|tuyên án|tử hình|thi đấu|"
        r"đột kích|truy tố|tai nạn|khai giảng|lớp|chung tay|thăm|chúc tết|giải chạy|hỏi đáp|phóng sự|ký sự|toàn văn)\b", re.IGNORECASE)),
)
_THRESHOLD = 4.0


def judge(context: Context, agencies: Sequence[AgencyFact], meeting: DateFact | None) -> Judgment:
    """Weighs the cues found; the reasons name them for the desk."""
    title = context.parsed.title_span.of(context.text) if context.parsed.title_span else ""
    body = "\n".join(passage.span.of(context.text) for passage in context.passages if passage.kind != "heading")
    found = [(name, weight) for name, weight, where, cue in _CUES if cue.search(title if where == "title" else body[:6000])]
    parties = sum(agency.role != "mentioned" for agency in agencies)
    if parties >= 2:
        found.append(("hai cơ quan trở lên", 1.5))
    if meeting is not None:
        found.append(("có ngày họp", 0.5))
    score = sum(weight for _, weight in found)
    is_report = score >= _THRESHOLD
    confidence = min(0.99, 0.6 + abs(score - _THRESHOLD) / 10)
    return Judgment(is_report, round(confidence, 2), tuple(name for name, _ in found))
