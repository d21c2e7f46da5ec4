"""What one printed line is, told from the line alone: furniture of the page, a dateline, a byline, a caption."""

import re
from collections.abc import Iterable


def _any(alternatives: Iterable[str]) -> str:
    """One pattern that matches any of them."""
    return "(?:" + "|".join(alternatives) + ")"


def _words(text: str) -> list[str]:
    """Alternatives written one after the other, divided by bars and line ends."""
    return [word.strip() for line in text.strip().splitlines() for word in line.split("|") if word.strip()]


# ---------------------------------------------------------------- furniture

_COUNTED = _any(_words(r"(?:số )?lượt (?:xem|đọc|truy cập|nghe) | đã xem | xem | views? | lượt like"))
_SHARING = _any(
    _words(r"""
    chia sẻ[^.]{0,40} | share | like | tweet | zalo | facebook | (?:gửi |gởi )?e-?mail[^.]{0,40} | copy link
    sao chép liên kết
    lưu (?:bài|tin)(?: viết)? | theo dõi [^.]{0,60} trên [^.]{0,40} | phiên bản in | bản in | trang in | print
    in(?: (?:bài|trang|tin))?(?: (?:này|viết))? | \[?(?:quay lại|quay về|trở về|về trang chủ)\]?[^.]{0,12} | \[bản in\]
    """)
)
_PLAYER = _any(
    _words(r"""
    giọng (?:nữ|nam)[^.]{0,20} | nghe (?:đọc )?(?:bài|audio|nội dung|tin)[^.]{0,20} | audio | đọc tin
    \d{1,2}:\d\d(?: ?/ ?\d{1,2}:\d\d)?
    """)
)
_MENU = _any(
    _words(r"""
    trang chủ | home | tìm kiếm | tin tức(?: [-–] sự kiện)? | sự kiện | liên kết(?: (?:website|web|hữu ích))? | menu
    admin
    thư viện(?: ảnh| video)? | đăng nhập | đăng ký | liên hệ | gọi ngay | hotline[^.]{0,40} | quảng cáo | rss | en
    vi | english
    sơ đồ (?:site|trang|cổng) | tiếng việt | cỡ chữ[^.]{0,12} | đọc báo in | báo in | thời sự | chính trị | xã hội
    pháp luật
    quốc phòng ?[-–] ?an ninh | an ninh ?[-–] ?quốc phòng | (?:gửi )?(?:ý kiến|bình luận|phản hồi)[^.]{0,30}
    article rating
    đánh giá(?: bài viết| của bạn)?(?: :)? | bình chọn[^.]{0,20} | lên đầu trang | back to top | top | challenges-icon
    báo .{2,30} điện tử | (?:cổng|trang) thông tin điện tử .{2,80} | (?:bản quyền|copyright) .* | ©.*
    website liên kết | bộ đếm truy cập | (?:giấy phép|gp) (?:số|hoạt động|xuất bản|thiết lập).* | ghi rõ nguồn .*
    (?:địa chỉ|điện thoại|tel|fax|toà soạn|tòa soạn) ?:.*
    (?:chịu trách nhiệm|tổng biên tập|phó tổng biên tập|cơ quan chủ quản|đơn vị chủ quản).{0,120}
    viết bình luận.{0,20} | facebook twitter.*
    e-?mail của bạn sẽ không .* | các trường bắt buộc .* | (?:tags?|từ kh[oó][aá]|chuyên mục|chủ đề|nhãn|thẻ) ?:.{0,200}
    \(?\d{1,5}\)? (?:bình luận|ý kiến|phản hồi)
    """)
)
_SIGNS = _any(
    _words(r"""
    :? ?[\d.]{1,9} | a[-+]?(?: ?a[-+]?){0,3} | x | \W{1,12} | left(?:center|right|del)+ | hình (?:ảnh )?\d{1,2}
    ảnh \d{1,2}
    [^\s]{3,}\.(?:jpe?g|png|gif|webp|bmp)\W* | \.(?:jpe?g|png|gif)\W* | (?:>>|»|›|→|►|▶).*
    """)
)
_FURNITURE = re.compile(
    _any(
        [
            rf"{_COUNTED} ?:? ?[\d.,]+.{{0,12}}",
            rf"[\d.,]+ {_COUNTED}",
            rf"{_SHARING} ?:?(?: +{_SHARING})*",
            _PLAYER,
            rf"{_MENU} ?:?",
            _SIGNS,
        ]
    ),
    re.IGNORECASE,
)
_MENU_WORDS = re.compile(
    r"\b"
    + _any(
        _words(r"""
    video | báo (?:ảnh|in|nói|hình) | podcasts? | e-?magazines? | infographics? | multimedia | longform | photo
    audio | media
    đọc báo in | chuyển động trẻ | truyền hình | phát thanh | rss
    """)
    )
    + r"\b",
    re.IGNORECASE,
)
_WEATHER = re.compile(r".{0,40}\d{1,2} ?°[CF]?\b.{0,30}", re.IGNORECASE)
_OTHERS_FOLLOW = re.compile(
    r"\W{0,3}"
    + _any(
        _words(r"""
    (?:(?:các|những) )?(?:tin|bài)(?: (?:viết|tức))? (?:cùng (?:chuyên mục|chủ đề|loại)|liên quan|khác|mới|cũ|đã
    (?:đưa|đăng)).{0,20}
    (?:tin|bài)(?: viết)? (?:xem nhiều|đọc nhiều|nổi bật).{0,10} | có thể bạn (?:quan tâm|thích|chưa đọc).{0,10}
    đọc (?:nhiều|thêm|tiếp).{0,20} | xem (?:thêm|nhiều|tiếp).{0,20} | trả lời | để lại (?:bình luận|một).{0,30}
    (?:bình luận|ý kiến bạn đọc).{0,20} | liên kết (?:website|web|hữu ích) | đồng hành cùng .{0,40} | mới cập nhật
    đáng chú ý
    chia sẻ bài viết | (?:văn bản|thông báo) mới | tin ảnh khác
    """)
    )
    + r"\W{0,3}",
    re.IGNORECASE,
)


_LONGEST_FURNITURE = 300


def is_furniture(line: str) -> bool:
    """A line of the page, not of the article: counters, buttons, menus, file names."""
    if len(line) > _LONGEST_FURNITURE:
        return False
    if _FURNITURE.fullmatch(line) or (len(line) < 80 and _WEATHER.fullmatch(line)):
        return True
    return len(line) < 160 and not line.endswith(".") and len(_MENU_WORDS.findall(line)) >= 2


def heads_other_articles(line: str) -> bool:
    """ "Tin cùng chuyên mục": what follows on the page is no longer this article."""
    return len(line) < 60 and _OTHERS_FOLLOW.fullmatch(line) is not None


# ---------------------------------------------------------------- dateline

_YEAR = r"(?:19|20)\d\d"
_DATE_OF_LINE = re.compile(
    _any(
        [
            rf"(?:ngày )?\d{{1,2}} ?(?:[/.\-–]|tháng) ?\d{{1,2}} ?(?:[/.\-–]|,? năm|,| ) ?{_YEAR}",
            rf"{_YEAR}[-/]\d\d[-/]\d\d",
        ]
    )
    + r"(?!\d)",
    re.IGNORECASE,
)
_BESIDE_DATE = re.compile(
    r"\b"
    + _any(
        _words(r"""
    thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7]) | chủ ?nhật | cn | t[2-7] | (?:lần )?cập nhật(?: (?:lúc|ngày|lần cuối))?
    ngày đăng(?: tin)? | đăng (?:ngày|lúc) | đăng | ngày | xuất bản | thời gian | lúc | gmt | utc
    asia | ho_chi_minh | am | pm | sa | ch
    giờ | phút
    hồi | vào | admin | article rating | lượt (?:xem|đọc) | đã xem | views? | xem | published | updated | date
    \d{1,2} ?[:hg] ?\d{2}(?::\d{2})?
    """)
    )
    + r"(?=\W|\d|$)",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_NO_LETTERS = re.compile(r"[\d|:+,/()•·–-]+")
LONGEST_DATELINE = 110


def date_of_dateline(line: str) -> re.Match[str] | None:
    """The full date of a line that says little else: weekday, time, view count, perhaps the author's name."""
    line = _without_furniture(line)
    date = _DATE_OF_LINE.search(line) if len(line) <= LONGEST_DATELINE else None
    if date is None:
        return None
    rest = beside_date(line, date)
    return date if len(_LETTER.findall(rest)) <= 3 or is_name_line(rest) else None


def _without_furniture(line: str) -> str:
    """The parts of a line divided by bars that are no buttons: "15/08/2019 | Nghe đọc bài"."""
    parts = [part.strip() for part in line.split("|")]
    return " | ".join(part for part in parts if part and not is_furniture(part)) if len(parts) > 1 else line


def beside_date(line: str, date: re.Match[str]) -> str:
    """What a dateline says besides the time: an author's name, or nothing."""
    rest = _BESIDE_DATE.sub(" ", f"{line[: date.start()]} {line[date.end() :]}")
    return " ".join(_NO_LETTERS.sub(" ", rest).split())


# ---------------------------------------------------------------- byline

_UPPER = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_LETTERS = r"[^\W\d_]"
_NAME_WORD = _any(
    [
        rf"(?:[{_UPPER}]{_LETTERS}?\.){{1,3}}[{_UPPER}]{_LETTERS}{{0,11}}\.?",  # P.Đăng, H.KHÁ, P.H., N.T.H
        rf"[{_UPPER}]['’]{_LETTERS}{{1,9}}",  # H'Mai
        rf"[{_UPPER}]{_LETTERS}{{0,11}}\.?",
    ]
)
_NAME = rf"{_NAME_WORD}(?:[ -]{_NAME_WORD}){{0,5}}"
_OF_UNIT = rf"(?: ?\([^()]{{2,60}}\)| ?/ ?{_LETTERS}{{2,12}})?"
_NAMES = rf"{_NAME}{_OF_UNIT}(?: ?(?:[-–—,&/+;]|và) ?{_NAME}{_OF_UNIT}){{0,4}}"
_WORK = r"(?:tin|bài|ảnh|hình|video|clip)"
_CREDIT = _any(
    [
        rf"{_WORK}(?: bài)?(?: ?(?:[,&/+–-]|và) ?{_WORK})*",
        *_words(
            "nội dung | bài viết | người viết | tác giả | thực hiện | cộng tác viên | phóng viên | biên tập | nguồn"
        ),
    ]
)
_BYLINE_WITH_CREDIT = re.compile(rf"\(?(?i:{_CREDIT}) ?[:：] ?[^.:][^:]{{1,80}}\)?")
_PHOTO_CREDIT = re.compile(r"\(?(?:ảnh|hình ảnh|hình|video|clip)(?!\W+(?:và\W+)?(?:tin|bài)\b)\b", re.IGNORECASE)
_NAME_LINE = re.compile(rf"\(?{_NAMES}\)?")
_NAME_AND_OFFICE = re.compile(
    rf"{_NAME_WORD}(?: {_NAME_WORD}){{1,4}} ?[-–—] ?(?:VKS|VKSND|TAND|Công an|Viện|Tòa|Ban|Sở|Phòng|Hội|Đoàn|UBND"
    rf"|BĐBP|Bộ|Đồn|Báo|Đài|Cổng|Văn phòng|Trung tâm|Cục|Chi cục|Trường|Bệnh viện|Hạt|Huyện|Tỉnh|Thành)[^.;:]{{0,50}}"
)
_STAFF_LINE = re.compile(
    r"(?:(?:nhóm )?(?:PV|P\.V|CTV|BTV|BBT|BT|PVTT)\.?|Nhóm phóng viên|Phóng viên|TTXVN|VOV|TTX)(?: ?[,/-] ?[^.]{1,30})?"
    r"|theo (?!đó|báo cáo|kế hoạch|quy)[^.,;:]{3,40}|[^.,;:]{3,40} \(?thực hiện\)?",
    re.IGNORECASE,
)
_OFFICE_LINE = re.compile(r"(?:Phòng|Ban|Văn phòng|Bộ phận|Tổ|Trung tâm|Công an|Đoàn|Hội|Khoa)(?: [^\W\d_]+){1,8}")
_NO_NAME = re.compile(  # words of institutions, places and headings, never of a person
    r"\b"
    + _any(
        _words("""
    Công an | Bộ | Sở | Ban | Cục | Viện | Tòa | Toà | Hội | UBND | HĐND | Tỉnh | Huyện | Thành phố | Báo | Trang
    Tin | Hải quan
    Biên phòng | Quân | Cảnh sát | Hội nghị | Lễ | Đoàn | Tổng | Trung ương | Chính trị | Văn phòng | Việt Nam
    Quốc phòng | Đại biểu
    Toàn cảnh | Quang cảnh | Ảnh | Video | Ký kết | Phối hợp | Chương trình | Nghị | Quyết | Thông tư | Tags? | RSS
    TX | TP | Thị xã
    """)
    )
    + r"\b"
)
_GLUED_BYLINE = re.compile(rf"(?<=[.!?…”\"»)]) *(?P<byline>(?i:{_CREDIT}) ?: ?[^.:!?]{{2,60}}|{_NAMES})$")
_LONGEST_BYLINE = 90


def is_name_line(line: str) -> bool:
    """A line of nothing but names of people, printed in any of the ways bylines are."""
    if not 3 <= len(line) <= 80 or len(line.split()) > 12:
        return False
    if _NAME_AND_OFFICE.fullmatch(line):
        return True
    return _NAME_LINE.fullmatch(line) is not None and _NO_NAME.search(line) is None


def is_credit_line(line: str) -> bool:
    """ "Tin, ảnh: Lê Duy", "Người viết: ...", "PV". "Ảnh: CTV" alone belongs to a picture, not to the article."""
    if len(line) > _LONGEST_BYLINE or _PHOTO_CREDIT.match(line):
        return False
    return _BYLINE_WITH_CREDIT.fullmatch(line) is not None or _STAFF_LINE.fullmatch(line) is not None


def is_office_line(line: str) -> bool:
    """ "Phòng Tổng hợp", "Công an tỉnh" behind the last paragraph: the office that wrote the article."""
    if len(line) > 60 or _ACT.search(line) or _SAYS.search(line) or is_furniture(line):
        return False
    return _OFFICE_LINE.fullmatch(line) is not None


def is_photo_credit(line: str) -> bool:
    """ "Ảnh: Bích Ngà" and no more: behind the last paragraph it belongs to the article."""
    credit, colon, name = line.partition(":")
    return bool(colon) and _PHOTO_CREDIT.fullmatch(credit.strip()) is not None and is_name_line(name.strip())


def glued_byline(paragraph: str) -> int | None:
    """Where a byline begins that was printed behind the last full stop, or None."""
    match = _GLUED_BYLINE.search(paragraph, max(0, len(paragraph) - _LONGEST_BYLINE))
    if match is None or len(match["byline"]) < 3:
        return None
    if ":" not in match["byline"] and _NO_NAME.search(match["byline"]):
        return None
    return match.start("byline")


# ---------------------------------------------------------------- caption

_SCENE = re.compile(
    r"(?:(?:một góc|một số) )?(?:toàn cảnh|quang cảnh|hình ảnh|khung cảnh|cảnh)\b|.{0,80}\bchụp ảnh (?:lưu niệm|chung)",
    re.IGNORECASE,
)
_PHOTO_MARK = re.compile(
    r"(?<!tin,)(?<!Tin,)(?<!bài,)(?<!Bài,)(?:[.(\s]|^)\(?(?:ảnh|hình|photo)(?: minh họa| tư liệu)? ?:[^:]{2,60}$",
    re.IGNORECASE,
)
_MEETING = r"(?:hội nghị|buổi|lễ|cuộc|hội thảo|hội đàm|giao ban|chương trình|diễn đàn|tọa đàm)"
_SHOWN = re.compile(
    _any(
        _words("""
    (?:các )?(?:đồng chí|đ/c|ông|bà|anh|chị) | thượng | trung | thiếu | đại | chuẩn | phó | thứ trưởng | bộ trưởng
    giám đốc | chủ tịch
    bí thư | viện trưởng | chánh án | lãnh đạo | đại diện | thủ trưởng | cục trưởng | trưởng | tư lệnh | chính ủy
    hai | ba | các
    dân quân | công an | cán bộ | học viên | chiến sĩ | đoàn viên | hội viên | bộ đội | hải quan | cảnh sát
    lực lượng | đơn vị | ban | đoàn | khen thưởng | tặng | trao | ký | lễ | hội nghị | buổi | hội | tuần tra
    kiểm tra
    """)
    )
    + r"\b",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"\b"
    + _any(
        [
            *_words("""
    phát biểu | chủ trì | điều hành | k[ýí](?: kết)? | tham quan | chỉ đạo | chụp ảnh | trả lời | giới thiệu
    hướng dẫn | bàn giao | trao | tặng | tham dự | dự | tham gia | khen thưởng | thông qua | trình bày | bắt tay
    chứng kiến | thảo luận | đọc | báo cáo | tham luận | kết luận | khai mạc | bế mạc | trao đổi | tiếp | đón
    tại điểm cầu | kiểm tra | tuần tra
    """),
            rf"(?:tại|trong) {_MEETING}",
        ]
    )
    + r"\b",
    re.IGNORECASE,
)
_SHOWN_AT_WORK = re.compile(  # as a paragraph begins too: told from one by the missing full stop
    _any(
        _words("""
    bưu tá | công nhân | phụ nữ | người dân | bà con | nông dân | ngư dân | thanh niên | học sinh | sinh viên
    bác sĩ | nhân viên | kiểm lâm | cựu chiến binh | đội | tổ | tàu | chốt | trạm | cán bộ | chiến sĩ | lực lượng
    công an | hải quan | biên phòng | bộ đội | dân quân | cảnh sát | đoàn viên | hội viên | giáo viên
    """)
    )
    + r"\b",
    re.IGNORECASE,
)
_WORK_DONE = re.compile(
    r"\b"
    + _any(
        _words("""
    trả | phát | cấp | thăm | tuyên truyền | vận động | giúp | đào | ra mắt | làm thủ tục | soi chiếu | thu giữ
    canh gác | ra quân | kiểm soát | hỗ trợ | kiểm tra | tuần tra | tham gia | xây | trồng | dọn | bảo vệ | làm việc
    """)
    )
    + r"\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b"
    + _any(
        _words("""
    cho biết | cho rằng | nhấn mạnh | yêu cầu | đề nghị | khẳng định | đánh giá | nêu rõ | chỉ rõ | thống nhất
    theo đó | ngoài ra
    bao gồm | gồm | bên cạnh | đồng thời | tuy nhiên | qua đó | nhằm | cũng | trong thời gian | thời gian (?:tới|qua)
    ghi nhận | mong | bày tỏ | được | sẽ | đã | vừa | xác định | tiếp tục | đề xuất | kiến nghị
    cam kết | hứa | nhận định | thừa nhận
    """)
    )
    + r"\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"(?:\([^)]{2,12}\)\W{0,3})?(?:ngày|sáng|chiều|trưa|tối|hôm|vừa|mới|trong|năm|theo|qua|nhân|thực hiện|tại|để"
    r"|nhằm|với|sau|từ|về|dự)\b",
    re.IGNORECASE,
)
_DATED = re.compile(r"\bngày \d|\b(?:sáng|chiều|tối) (?:ngày )?\d|\d{1,2}[/.]\d{1,2}", re.IGNORECASE)
_COUNTED_THINGS = re.compile(
    r"(?<!số )\b\d[\d.,]*\d (?!năm\b|tỉnh\b|bên\b|đơn vị\b|lực lượng\b|huyện\b|xã\b|[-–] )\w|;"
)
_SENTENCE_END = re.compile(r"(?<!TP)(?<!Tp)(?<!TX)(?<! [A-ZĐ])[.!?…](?=\s+[^\W\d_])|đồng chủ trì\.?$")
LONGEST_CAPTION = 260
_LONGEST_SCENE = 120


_GLUED_SCENE = re.compile(
    r"(?:toàn cảnh|quang cảnh|các đại biểu"
    r"|đại biểu)\b[^.!?;:]{3,90}?[^\W\d_A-ZĐ](?=[A-ZĐÂĂÊÔƠƯ][^\W\d_A-Z])(?-i:(?<=[a-zà-ỹ])(?=[A-ZĐÂĂÊÔƠƯ]))",
    re.IGNORECASE,
)


def glued_caption(paragraph: str) -> int | None:
    """Where the text begins that was printed right behind a caption: "Toàn cảnh hội nghịCác bên ..."."""
    match = _GLUED_SCENE.match(paragraph)
    return match.end() if match else None


_PICTURE_NUMBER = re.compile(r"(?:hình|ảnh) \d{1,2} ?[-–:.] ?(?=[^\W\d_])", re.IGNORECASE)


def picture_number(line: str) -> int:
    """How long the "Hình 1 - " is that opens a caption."""
    match = _PICTURE_NUMBER.match(line)
    return match.end() if match else 0


def is_caption(line: str) -> bool:
    """A short line of one sentence that names a scene: who does what in the picture."""
    if len(line) > LONGEST_CAPTION or line.endswith((":", ";", "?")):
        return False
    if _PHOTO_MARK.search(line) or picture_number(line):
        return True
    if _SCENE.match(line) and not _SAYS.search(line):
        return True
    if _SENTENCE_END.search(line) or _TELLS.match(line) or _DATED.search(line) or _COUNTED_THINGS.search(line):
        return False
    if _SAYS.search(line):
        return False
    if _SHOWN.match(line) and _ACT.search(line):
        return True
    is_no_sentence = len(line) <= _LONGEST_SCENE and not line.endswith(".")
    return is_no_sentence and bool(_SHOWN_AT_WORK.match(line) and _WORK_DONE.search(line))


_INTRODUCES = re.compile(r"[,–—-] .*\b(?:đồng )?chủ trì(?: [^.,;]{3,40})?\.$", re.IGNORECASE)


def introduces_chairs(line: str) -> bool:
    """ "Đại tá A, Phó Giám đốc X và ông B chủ trì hội nghị.": a sentence of the text, under no picture."""
    return _INTRODUCES.search(line) is not None
