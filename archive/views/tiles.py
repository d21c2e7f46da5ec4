"""The provinces as a grid of tiles: a drawing that claims no borders, with the two archipelagos in their place."""

from collections.abc import Mapping
from dataclasses import dataclass

SIZE = 54
STEP = 58
COLUMNS = 7
ROWS = 14

# Province code: column, row. The 34 provinces and cities since 2025-07-01.
POSITIONS = {
    "lai-chau": (0, 0), "lao-cai": (1, 0), "tuyen-quang": (2, 0), "cao-bang": (3, 0),
    "dien-bien": (0, 1), "son-la": (1, 1), "phu-tho": (2, 1), "thai-nguyen": (3, 1), "lang-son": (4, 1),
    "ha-noi": (2, 2), "bac-ninh": (3, 2), "hai-phong": (4, 2), "quang-ninh": (5, 2),
    "ninh-binh": (2, 3), "hung-yen": (3, 3),
    "nghe-an": (1, 4), "thanh-hoa": (2, 4),
    "ha-tinh": (2, 5),
    "quang-tri": (3, 6), "hue": (4, 6),
    "da-nang": (4, 7),
    "quang-ngai": (4, 8),
    "gia-lai": (4, 9),
    "dak-lak": (4, 10),
    "tay-ninh": (1, 11), "dong-nai": (2, 11), "lam-dong": (3, 11), "khanh-hoa": (4, 11),
    "an-giang": (0, 12), "dong-thap": (1, 12), "ho-chi-minh": (2, 12),
    "ca-mau": (0, 13), "can-tho": (1, 13), "vinh-long": (2, 13),
}  # fmt: skip
ISLANDS = {"da-nang_hoang-sa": (6, 7), "khanh-hoa_truong-sa": (6, 11)}
SHORT_NAMES = {"ho-chi-minh": ("TP.", "HCM")}
HEATS = 5


@dataclass(frozen=True, slots=True)
class Tile:
    code: str
    name: str
    lines: tuple[str, ...]
    count: int
    heat: int
    x: int
    y: int
    is_island: bool

    @property
    def middle(self) -> int:
        return self.x + SIZE // 2

    @property
    def first_line(self) -> int:
        return self.y + (16 if len(self.lines) > 1 else 22)

    @property
    def second_line(self) -> int:
        return self.y + 28

    @property
    def count_line(self) -> int:
        return self.y + 45


def tiles(names: Mapping[str, str], counts: Mapping[str, int]) -> list[Tile]:
    """One tile a place of `names` (code: name) that has a position; heat 0 is no report, 5 the most."""
    highest = max(counts.values(), default=0)
    return [
        Tile(
            code=code,
            name=names[code],
            lines=SHORT_NAMES.get(code) or tuple(names[code].split(" ", 1)),
            count=counts.get(code, 0),
            heat=_heat(counts.get(code, 0), highest),
            x=column * STEP + 2,
            y=row * STEP + 2,
            is_island=code in ISLANDS,
        )
        for code, (column, row) in {**POSITIONS, **ISLANDS}.items()
        if code in names
    ]


def _heat(count: int, highest: int) -> int:
    """A step for every doubling below the highest, so that one busy province does not bleach the others."""
    if not count:
        return 0
    halvings = (highest // count).bit_length() - 1
    return max(1, HEATS - halvings)
