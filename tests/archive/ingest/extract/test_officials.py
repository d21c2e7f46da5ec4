"""Officials with rank and posts as printed."""

import pytest

from tests.archive.ingest.articles import extracted


def officials(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    found = extracted(f"Hai ngành giao ban\n\n{text}").officials
    return [(official.rank, official.name, official.posts) for official in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Đại tá Nguyễn Văn Mẫu, Phó Giám đốc Công an tỉnh chủ trì hội nghị.",
            ("Đại tá", "Nguyễn Văn Mẫu", ("Phó Giám đốc Công an tỉnh",)),
        ),
        (
            "Chủ trì là ông Trương Thanh Thử-Quyền Chi cục trưởng Chi cục Kiểm lâm Gia Lai.",
            ("ông", "Trương Thanh Thử", ("Quyền Chi cục trưởng Chi cục Kiểm lâm Gia Lai",)),
        ),
        ("Phó Chánh án TAND huyện Lê Quang Thử phát biểu.", ("", "Lê Quang Thử", ("Phó Chánh án TAND huyện",))),
        (
            "Đến dự có Ủy viên Bộ Chính trị, Phó Thủ tướng Thường trực Chính phủ Trương Mẫu Bình.",
            ("", "Trương Mẫu Bình", ("Ủy viên Bộ Chính trị", "Phó Thủ tướng Thường trực Chính phủ")),
        ),
        (
            "Đồng chí Đại tá Trần Thử Phúc, Giám đốc Công an tỉnh chủ trì hội nghị.",
            ("Đại tá", "Trần Thử Phúc", ("Giám đốc Công an tỉnh",)),
        ),
        (
            "Trung tướng U Sô Mẫu Na, Trưởng ty Công an Kratie phát biểu.",
            ("Trung tướng", "U Sô Mẫu Na", ("Trưởng ty Công an Kratie",)),
        ),
        (
            "Thượng tá Hiêm xay Mẫu Lat - Phó Giám đốc Công an tỉnh Sê Kông cùng dự.",
            ("Thượng tá", "Hiêm xay Mẫu Lat", ("Phó Giám đốc Công an tỉnh Sê Kông",)),
        ),
        (
            "Trung tướng Lê Mẫu Phong, Giám đốc Công an TP.HCM nêu tại hội nghị.",
            ("Trung tướng", "Lê Mẫu Phong", ("Giám đốc Công an TP.HCM",)),
        ),
    ],
)
def test_one_official(text, expected):
    (found,) = officials(text)
    assert (found[0], found[1]) == expected[:2]
    assert set(found[2]) == set(expected[2])


def test_two_joined_by_and():
    found = officials(
        "Trung tướng Lương Mẫu Quang, Thứ trưởng Bộ Công an và Thượng tướng Phan Thử Giang, Tổng tham mưu trưởng, "
        "Thứ trưởng Bộ Quốc phòng đồng chủ trì."
    )
    assert found == [
        ("Trung tướng", "Lương Mẫu Quang", ("Thứ trưởng Bộ Công an",)),
        ("Thượng tướng", "Phan Thử Giang", ("Tổng tham mưu trưởng", "Thứ trưởng Bộ Quốc phòng")),
    ]


def test_a_list_with_posts_of_its_own_and_shared():
    found = officials(
        "Có các đồng chí Uỷ viên Ban Thường vụ Tỉnh uỷ: Đinh Anh Mẫu - Chánh văn phòng Tỉnh uỷ; "
        "Phạm Thanh Thử - Chánh văn phòng UBND tỉnh."
    )
    assert [name for _, name, _ in found] == ["Đinh Anh Mẫu", "Phạm Thanh Thử"]
    assert all("Uỷ viên Ban Thường vụ Tỉnh uỷ" in posts for _, _, posts in found)


def test_a_second_mention_adds_its_post_once():
    (found,) = officials(
        "Đại tá Mai Thử, Giám đốc Công an tỉnh chủ trì. Kết luận, Giám đốc Công an tỉnh Mai Thử yêu cầu giữ nền nếp."
    )
    assert found[2] == ("Giám đốc Công an tỉnh",)


@pytest.mark.parametrize(
    "text",
    [
        "Công an bắt đối tượng Nguyễn Văn Xấu, trú tại xã Mẫu.",
        "Anh Nguyễn Văn Dân (SN 1990) kể lại.",
        "Các đồng chí lãnh đạo hai ngành dự hội nghị.",
        "Thứ trưởng yêu cầu hai bên phối hợp.",
    ],
)
def test_nobody(text):
    assert officials(text) == []


def test_the_chair_is_told_from_the_speaker():
    found = extracted(
        "Hội nghị giao ban\n\nĐại tá Lê Mẫu, Giám đốc Công an tỉnh chủ trì. "
        "Thượng tá Mai Thử, Phó Giám đốc Công an tỉnh phát biểu."
    ).officials
    assert {official.name: official.role for official in found} == {"Lê Mẫu": "chaired", "Mai Thử": "spoke"}
