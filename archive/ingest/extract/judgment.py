"""Is this a report of a coordination meeting at all?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.ingest.extract.context import Context
from archive.ingest.records import AgencyFact, DateFact, Judgment

_MEETING = (
    r"(?:hội nghị|giao ban|sơ kết|tổng kết|hội đàm|lễ ký|lễ công bố|ký kết|cuộc họp|họp|buổi làm việc|gặp gỡ|hội thảo"
    r"|tọa đàm|làm việc)"
)
_PAPER = (
    r"(?:quy chế|qui chế|quy trình|chương trình|kế hoạch|hiệp đồng|biên bản|thỏa thuận|thoả thuận|giao ước"
    r"|nghị quyết liên tịch"
    r"|thông tư liên tịch|ghi nhớ|hướng dẫn liên ngành|nghị quyết|nghị định|quyết định)"
)
_TOGETHER = (
    r"(?:phối hợp|giáp ranh|liên ngành|liên tịch|hiệp đồng|hợp tác|lực lượng|hai (?:bên|ngành|đơn vị|bộ|tỉnh|cơ quan)"
    r"|(?:2|3|ba) (?:ngành|bên|tỉnh))"
)
_HELD = (
    rf"\b(?:tổ chức|mở|khai mạc|chủ trì|dự|tại|kết luận|toàn cảnh|quang cảnh|đại biểu)\b[^.;\n]{{0,80}}\b{_MEETING}\b"
    rf"|\b{_MEETING}\b[^.;\n]{{0,120}}\b(?:tổ chức|diễn ra|khai mạc)\b"
    r"|\bhọp (?:hội nghị|giao ban|liên ngành|bàn)\b"
)
_REVIEWED = r"\b(?:sơ kết|tổng kết|giao ban)\b[^.;\n]{0,60}\b(?:phối hợp|hợp tác|liên ngành|giáp ranh)\b"
_SIGNED = (
    rf"\b(?:ký|ký kết|sơ kết|tổng kết|giao ban|đánh giá|công bố)\b[^.;\n]{{0,70}}\b{_PAPER}\b"
    rf"|\b{_PAPER}\b[^.;\n]{{0,160}}\b(?:ký|sơ kết|tổng kết|công bố|giao ban)\b"
)


@dataclass(frozen=True, slots=True)
class _Cue:
    """A reason a person understands, and what it weighs where the pattern is found."""

    reason: str
    weight: float
    pattern: re.Pattern[str]


def _cue(reason: str, weight: float, pattern: str) -> _Cue:
    return _Cue(reason, weight, re.compile(pattern, re.IGNORECASE))


_TITLE_CUES = (
    _cue("hội nghị trong tiêu đề", 2.5, rf"\b(?:{_MEETING}|quy chế|qui chế|chương trình phối hợp|\bký)\b"),
    _cue("phối hợp trong tiêu đề", 2.0, rf"\b(?:{_TOGETHER}|giao ban|trao đổi tình hình|liên tịch)\b"),
    _cue(
        "việc khác trong tiêu đề",
        -3.0,
        r"\b(?:giao lưu|tập huấn|ngày hội|bắt (?:giữ|gọn|quả tang|hai|đối tượng)|khởi tố|triệt phá|phát quang"
        r"|diễn tập|hội thi|hội thao|tặng quà"
        r"|quyên góp|xét xử|tuyên án|tử hình|đột kích|truy tố|tai nạn|khai giảng|lớp|chung tay|thăm|chúc tết"
        r"|giải chạy|phóng sự|ký sự|ra quân|gặp mặt)\b",
    ),
    _cue("tuần tra trong tiêu đề", -1.5, r"\btuần tra\b"),
)
_OPENING_CUES = (
    _cue("mở hội nghị", 2.0, _HELD),
    _cue("ký, sơ kết hay tổng kết văn bản", 2.0, rf"{_SIGNED}|{_REVIEWED}"),
    _cue("nói về phối hợp", 1.5, rf"\b{_TOGETHER}\b"),
    _cue(
        "là văn bản pháp luật",
        -6.0,
        r"(?:^|\n)(?:Điều|Chương) (?:1|I|2)\b[.:]?|(?:^|\n)Căn cứ (?:Luật|Nghị định|Hiến pháp)|(?:^"
        r"|\n)(?-i:QUYẾT ĐỊNH)\b",
    ),
    _cue(
        "là bài phỏng vấn hay phân tích",
        -3.0,
        r"(?:^|\n)\W{0,3}(?:PV|Phóng viên) ?:|\bbài viết\b|\bcuộc trò chuyện\b|\btrò chuyện với\b",
    ),
    _cue("giao ban, sơ kết hay tổng kết", 1.5, r"\b(?:giao ban|sơ kết|tổng kết|hội đàm|lễ ký|biên bản ghi nhớ)\b"),
    _cue("việc khác", -1.0, r"\b(?:tập huấn|giao lưu|gặp mặt|ra quân|chúc tết|lễ hội|phát quang|phối hợp tuần tra)\b"),
)
_OPENING = 1500
_THRESHOLD = 5.0


def judge(context: Context, agencies: Sequence[AgencyFact], meeting: DateFact | None) -> Judgment:
    """Weighs the cues in title and opening; the reasons name them for the desk."""
    title = context.parsed.title_span.of(context.text) if context.parsed.title_span else ""
    body = "\n".join(passage.span.of(context.text) for passage in context.passages if passage.kind != "heading")[
        :_OPENING
    ]
    cues = [cue for cue in _TITLE_CUES if cue.pattern.search(title)]
    cues += [cue for cue in _OPENING_CUES if cue.pattern.search(body)]
    found = [(cue.reason, cue.weight) for cue in cues]
    if not title and not any(weight < 0 for _, weight in found):
        found.append(("không có tiêu đề", 1.0))
    if sum(agency.role != "mentioned" for agency in agencies) >= 2:
        found.append(("hai cơ quan trở lên", 1.5))
    if meeting is not None:
        found.append(("có ngày họp", 0.5))
    score = sum(weight for _, weight in found)
    confidence = min(0.99, 0.55 + abs(score - _THRESHOLD) / 8)
    return Judgment(score >= _THRESHOLD, round(confidence, 2), tuple(reason for reason, _ in found))
