"""The fields a query may name, in Vietnamese and English, with or without marks, with hyphens, spaces or neither."""

from archive.vietnamese.normalize import fold

_SPELLINGS = {
    "agency": "cơ-quan đơn-vị agency",
    "title": "tiêu-đề tựa title",
    "document": "văn-bản document",
    "official": "người cán-bộ official person",
    "place": "địa-bàn nơi tỉnh place",
    "topic": "chủ-đề topic",
    "dated": "ngày năm date year",
    "meeting": "ngày-họp họp meeting",
    "published": "ngày-đăng đăng published",
    "figure": "số-liệu figure",
    "source": "mã-nguồn source id",
    "accession": "mã-bài mã accession",
    "outlet": "báo outlet",
}


def _key(name: str) -> str:
    return fold(name).replace("-", "").replace("_", "").replace(" ", "")


_FIELDS = {_key(spelling): field for field, spellings in _SPELLINGS.items() for spelling in spellings.split()}


def canonical_field(name: str) -> str | None:
    """The field a person means by "Cơ-quan", "co_quan", "cơ quan" or "agency"; None where there is none such."""
    return _FIELDS.get(_key(name)) if len(name) <= 20 else None
