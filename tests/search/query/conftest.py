"""A small invented lexicon, and what a query becomes by it."""

from datetime import date

from search.query.ast import Codes, walk
from search.query.describe import describe
from search.query.expand import expand
from search.query.lexicon import Abbreviated, Document, Lexicon, Succession
from search.query.parse import parse

NAMES = [
    ("place", "binh-phuoc", "Tỉnh Bình Phước", "Bình Phước"),
    ("place", "binh-phuoc", "Tỉnh Bình Phước", "Tỉnh Bình Phước"),
    ("place", "dong-nai", "Tỉnh Đồng Nai", "Đồng Nai"),
    ("place", "hoa-binh", "Tỉnh Hòa Bình", "Hòa Bình"),
    ("place", "dak-lak", "Tỉnh Đắk Lắk", "Đắk Lắk"),
    ("place", "dak-lak", "Tỉnh Đắk Lắk", "Đăk Lăk"),
    ("place", "dak-lak", "Tỉnh Đắk Lắk", "Đắc Lắc"),
    ("place", "dak-lak", "Tỉnh Đắk Lắk", "Daklak"),
    ("place", "ho-chi-minh", "Thành phố Hồ Chí Minh", "Hồ Chí Minh"),
    ("place", "ho-chi-minh", "Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
    ("place", "ho-chi-minh", "Thành phố Hồ Chí Minh", "Sài Gòn"),
    ("place", "hue", "Thành phố Huế", "Huế"),
    ("place", "tay-ninh", "Tỉnh Tây Ninh", "Tây Ninh"),
    ("place", "tay-ninh", "Tỉnh Tây Ninh", "Tỉnh Tây Ninh"),
    ("district", "tay-ninh_tay-ninh", "Thành phố Tây Ninh", "Tây Ninh"),
    ("district", "tay-ninh_tay-ninh", "Thành phố Tây Ninh", "Thành phố Tây Ninh"),
    ("district", "dong-nai_nhon-trach", "Huyện Nhơn Trạch", "Nhơn Trạch"),
    ("district", "dong-nai_nhon-trach", "Huyện Nhơn Trạch", "Huyện Nhơn Trạch"),
    ("district", "dong-nai_thong-nhat", "Huyện Thống Nhất", "Thống Nhất"),
    ("district", "dong-nai_thong-nhat", "Huyện Thống Nhất", "Huyện Thống Nhất"),
    ("agency", "vung-csb-2", "Bộ Tư lệnh Vùng Cảnh sát biển 2", "Cảnh sát biển Vùng 2"),
    ("agency", "vung-csb-2", "Bộ Tư lệnh Vùng Cảnh sát biển 2", "CSB Vùng 2"),
    ("agency", "bo-cong-an", "Bộ Công an", "Bộ Công an"),
    ("agency", "bo-quoc-phong", "Bộ Quốc phòng", "Bộ Quốc phòng"),
    ("agency", "hai-quan", "Hải quan", "Hải quan"),
    ("agency", "hai-quan", "Hải quan", "HQ"),
    ("agency", "hai-quan-vn", "Quân chủng Hải quân", "Hải quân"),
    ("agency", "cuc-c06", "Cục Cảnh sát quản lý hành chính", "C06"),
    ("agency", "bo-thuy-san", "Bộ Thủy sản", "Bộ Thủy sản"),
    ("agency", "so-nnmt", "Sở Nông nghiệp và Môi trường", "Sở Nông nghiệp và Môi trường"),
    ("official", "7", "Lưu Phúc Chẩn", "Lưu Phúc Chẩn"),
    ("rank", "thuong-ta", "Thượng tá", "Thượng tá"),
    ("rank", "dong-chi", "đồng chí", "đồng chí"),
    ("topic", "ma-tuy", "ma túy", "ma túy"),
    ("topic", "bien-gioi", "Biên giới, cửa khẩu", "biên giới"),
    ("trigger", "ma-tuy", "ma túy", "heroin"),
    ("document", "luat-bien-gioi", "Luật 06/2003/QH11", "Luật Biên giới quốc gia"),
    ("document", "qd-6", "Quyết định 06/QĐ-TTg", "Đề án 06"),
    ("outlet", "Báo Biên Cương", "Báo Biên Cương", "Báo Biên Cương"),
    ("outlet", "Báo Biên Cương", "Báo Biên Cương", "Biên Cương"),
]
DOCUMENTS = [
    Document("qd-133", "Quyết định 133/2002/QĐ-TTg", "quyet dinh", ("133", "2002", "qđ", "ttg"), 2002),
    Document("nd-3", "Nghị định 03/2019/NĐ-CP", "nghi dinh", ("3", "2019", "nđ", "cp"), 2019),
    Document("nq-12", "Nghị quyết 12-NQ/TW", "nghi quyet", ("12", "nq", "tw"), None),
    Document("khlt-22", "Kế hoạch liên tịch 22/KH-TA", "ke hoach lien tich", ("22", "kh", "ta"), None),
]
GROUPS = [
    Abbreviated("quản lý thị trường", ("QLTT",)),
    Abbreviated("biên phòng", ("BP",)),
    Abbreviated("trung ương", ("T.Ư", "TW", "TƯ")),
    Abbreviated("tỉnh ủy", ("TU",)),
    Abbreviated("thi hành án", ("THA",)),
    Abbreviated("tư pháp", ("TP",), "xét xử"),
    Abbreviated("thành phố", ("TP",)),
    Abbreviated("ban chấp hành", ("BCH",), "đảng, đoàn thể"),
    Abbreviated("bộ chỉ huy", ("BCH",), "quân sự"),
    Abbreviated("hải quan", ("HQ",)),
    Abbreviated("hải quân", ("HQ",), "quân đội"),
]
SUCCESSIONS = {
    ("place", "binh-phuoc"): Succession("dong-nai", "Đồng Nai", date(2025, 7, 1)),
    ("place", "hoa-binh"): Succession("phu-tho", "Phú Thọ", date(2025, 7, 1)),
    ("agency", "bo-thuy-san"): Succession("bo-nn", "Bộ Nông nghiệp", date(2007, 8, 2)),
    ("agency", "bo-nn"): Succession("bo-nnmt", "Bộ Nông nghiệp và Môi trường", date(2025, 3, 1)),
}
PREDECESSORS = {
    ("place", "dong-nai"): [("binh-phuoc", "Bình Phước")],
    ("agency", "so-nnmt"): [("so-nn", "Sở Nông nghiệp"), ("so-tnmt", "Sở Tài nguyên")],
}
BODIES = {"hai-quan": ["cuc-hai-quan-la", "cuc-hai-quan-lb"]}
LEXICON = Lexicon(NAMES, DOCUMENTS, GROUPS, SUCCESSIONS, PREDECESSORS, BODIES)


def expanded(text):
    return expand(parse(text), LEXICON)


def root(text):
    return expanded(text).root


def notes(text):
    return expanded(text).notes


def codes(text):
    return {code for node in walk(root(text)) if isinstance(node, Codes) for code in node.codes}


def understood(text):
    return describe(root(text))
