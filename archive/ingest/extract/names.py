"""Names of people: which run of capitalised words is one."""

import re
from functools import cache

from archive.ingest.extract.context import Context
from archive.ingest.extract.gazetteer import Gazetteer

# Family names of the Kinh and of the peoples of the border provinces; a name without rank must begin with one.
_SURNAMES = frozenset([
    "Alăng",
    "Arâl",
    "Âu",
    "Ayun",
    "Bạch",
    "Bàn",
    "Bành",
    "Bế",
    "Bhling",
    "Biện",
    "Bling",
    "Bnướch",
    "Bríu",
    "Bùi",
    "Cấn",
    "Cao",
    "Cầm",
    "Cháng",
    "Châu",
    "Chảo",
    "Chẩu",
    "Chau",
    "Chìu",
    "Chíu",
    "Chu",
    "Chử",
    "Cil",
    "Coor",
    "Cù",
    "Cung",
    "Cư",
    "Cụt",
    "Danh",
    "Diệp",
    "Doãn",
    "Dư",
    "Dương",
    "Đàm",
    "Đàng",
    "Đào",
    "Đặng",
    "Đậu",
    "Điêu",
    "Điểu",
    "Đinh",
    "Đoàn",
    "Đỗ",
    "Đới",
    "Đồng",
    "Đổng",
    "Đường",
    "Êban",
    "Giang",
    "Giàng",
    "Giáp",
    "Hà",
    "Hán",
    "Hàn",
    "Hạng",
    "Hảng",
    "Háng",
    "Hầu",
    "Hờ",
    "Hoa",
    "Hoàng",
    "Hồ",
    "Hứa",
    "Huỳnh",
    "Kha",
    "Khà",
    "Khoàng",
    "Khổng",
    "Khuất",
    "Khúc",
    "Khương",
    "Kiều",
    "Kim",
    "Kpă",
    "Ksor",
    "La",
    "Lã",
    "Lại",
    "Lâm",
    "Lang",
    "Lầu",
    "Lê",
    "Lèo",
    "Liễu",
    "Lò",
    "Lồ",
    "Lô",
    "Lộc",
    "Lù",
    "Lục",
    "Luân",
    "Lương",
    "Lường",
    "Lữ",
    "Lưu",
    "Lừu",
    "Ly",
    "Lý",
    "Lỳ",
    "Lỷ",
    "Ma",
    "Mạc",
    "Mã",
    "Mai",
    "Mạch",
    "Man",
    "Mào",
    "Mẫn",
    "Mè",
    "Mlô",
    "Moong",
    "Mùa",
    "Nay",
    "Nghiêm",
    "Ngọ",
    "Ngô",
    "Ngũ",
    "Ngụy",
    "Nguyễn",
    "Nhâm",
    "Nhữ",
    "Niê",
    "Ninh",
    "Nông",
    "Ông",
    "Ôn",
    "Phạm",
    "Phan",
    "Phàn",
    "Phí",
    "Phùn",
    "Pờ",
    "Phó",
    "Phù",
    "Phùng",
    "Phương",
    "Pơloong",
    "Quách",
    "Quan",
    "Quàng",
    "Quản",
    "Rahlan",
    "Rcăm",
    "Rơ",
    "Rmah",
    "Rcom",
    "Rơmah",
    "Sầm",
    "Sần",
    "Siu",
    "Sơn",
    "Sồng",
    "Sùng",
    "Sừng",
    "Tạ",
    "Tăng",
    "Tẩn",
    "Tằng",
    "Tào",
    "Tất",
    "Thạch",
    "Thái",
    "Thang",
    "Thào",
    "Thân",
    "Thẩm",
    "Thi",
    "Thiều",
    "Thịnh",
    "Thòng",
    "Tiêu",
    "Tô",
    "Tòng",
    "Tôn",
    "Tống",
    "Trà",
    "Trang",
    "Trần",
    "Tráng",
    "Triệu",
    "Trịnh",
    "Trương",
    "Trượng",
    "Từ",
    "Tưởng",
    "Ung",
    "Uông",
    "Ưng",
    "Vàng",
    "Văn",
    "Vi",
    "Vì",
    "Viên",
    "Vòng",
    "Võ",
    "Voòng",
    "Vũ",
    "Vương",
    "Vừ",
    "Xeo",
    "Xồng",
    "Y",
    "Yên",
    "Zơrâm",
])  # fmt: skip
_SURNAME_KEYS = frozenset(name.lower() for name in _SURNAMES)
_BETWEEN_NAME_WORDS = re.compile(r" {1,2}|-|’|'|\. ?")
LONGEST_NAME = 6


_NO_NAMES = (
    "Công an", "Bộ", "Sở", "Ban", "Cục", "Viện", "Tòa án", "Hội", "UBND", "HĐND", "Tỉnh ủy", "Huyện ủy", "Thành ủy",
    "Quân khu", "Việt Nam", "Chính phủ", "Quốc hội", "Trung ương", "Đảng", "Nhà nước", "Hải quan", "Biên phòng",
    "Cảnh sát", "Quân đội", "Mặt trận", "Đoàn Thanh niên", "Quân chủng", "Vùng", "BĐBP", "TAND", "VKSND", "MTTQ",
    "Liên đoàn", "Sư đoàn", "Lữ đoàn",
)  # fmt: skip


@cache
def _no_names() -> Gazetteer[bool]:
    """Capitalised words that follow a rank or post and are no name."""
    gazetteer: Gazetteer[bool] = Gazetteer()
    for word in _NO_NAMES:
        gazetteer.add(word, True)
    return gazetteer


def is_surname(word: str) -> bool:
    return word.lower() in _SURNAME_KEYS and word[0].isupper()


_ONE_WORD = re.compile(r"[KH]['’][^\W\d_]{2,}")  # "K'Brốp" is a whole name


def name_end(context: Context, first: int, stops: Gazetteer[str]) -> int:
    """The token behind the name that begins at `first`; `first` itself where no name begins there.

    `stops` are words that begin something else: ranks and posts.
    """
    last = first
    while last < len(context.tokens) and last - first < 3 * LONGEST_NAME and _continues(context, first, last, stops):
        last += 1
    words = len(context.text[context.tokens[first].start : context.tokens[last - 1].end].split()) if last > first else 0
    has_own_mark = words == 1 and _ONE_WORD.match(context.text, context.tokens[first].start) is not None
    return last if 2 <= words <= LONGEST_NAME or has_own_mark else first


def _continues(context: Context, first: int, i: int, stops: Gazetteer[str]) -> bool:
    token = context.tokens[i]
    if token.kind != "word":
        return False
    if i > first:
        gap = context.text[context.tokens[i - 1].end : token.start]
        if not _BETWEEN_NAME_WORDS.fullmatch(gap) or (gap.startswith(".") and len(context.tokens[i - 1].text) > 1):
            return False
        hyphened = gap == "-"
        if stops.longest(context.keys, i, _breath_end(context, i))[0] and token.text[0].isupper():
            return False
        if hyphened and token.text[0].islower():
            return True
    if not token.text[0].isupper() or (len(token.text) > 1 and token.text.isupper() and len(token.text) > 7):
        return False
    return not _no_names().longest(context.keys, i, len(context.tokens))[0]


_LONGEST_STOP = 6


def _breath_end(context: Context, i: int) -> int:
    """The token behind the words that follow without a comma: "Hiệu, Phó Giám đốc" is no "Hiệu phó"."""
    end = i + 1
    while end < min(i + _LONGEST_STOP, len(context.tokens)):
        if context.text[context.tokens[end - 1].end : context.tokens[end].start].strip(" -–"):
            break
        end += 1
    return end
