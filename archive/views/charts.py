"""Geometry of the charts that templates draw as SVG."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

HEIGHT = 120
LABEL_HEIGHT = 18
SLOT = 30
GAP = 6
LABEL_EVERY = 44  # pixels a year's label needs


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    count: int
    url: str
    x: int
    y: int
    width: int
    height: int
    middle: float
    is_labelled: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    bars: tuple[Bar, ...]
    width: int
    height: int = HEIGHT
    slot: int = SLOT

    @property
    def full_height(self) -> int:
        return self.height + LABEL_HEIGHT

    @property
    def label_y(self) -> int:
        return self.height + LABEL_HEIGHT - 4


def histogram(counts: Mapping[int, int], url_of: Callable[[int], str]) -> Histogram | None:
    """One bar for every number from the first to the last of `counts`, empty ones included; None without counts."""
    if not counts:
        return None
    numbers = range(min(counts), max(counts) + 1)
    highest = max(counts.values())
    every = 1 if len(numbers) * SLOT <= 13 * LABEL_EVERY else 2 if len(numbers) <= 30 else 5
    bars = []
    for index, number in enumerate(numbers):
        count = counts.get(number, 0)
        height = round(count / highest * (HEIGHT - 8)) if count else 0
        bars.append(
            Bar(
                label=str(number),
                count=count,
                url=url_of(number),
                x=index * SLOT + GAP // 2,
                y=HEIGHT - max(height, 2 if count else 0),
                width=SLOT - GAP,
                height=max(height, 2 if count else 0),
                middle=index * SLOT + SLOT / 2,
                is_labelled=(numbers[-1] - number) % every == 0,
            )
        )
    return Histogram(tuple(bars), width=len(numbers) * SLOT)
