"""Geometry of the charts that templates draw as SVG."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

HEIGHT = 120
LABEL_HEIGHT = 18
SLOT = 30
GAP = 6
LABELS_AT_MOST = 12  # years; shorter labels all fit


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    count: int
    url: str
    x: int
    y: int
    width: int
    height: int
    middle: int
    label_class: str  # "" where there is no room for a label, "minor" where there is none on a phone


@dataclass(frozen=True, slots=True)
class Histogram:
    bars: tuple[Bar, ...]
    width: int
    height: int = HEIGHT
    slot: int = SLOT

    @property
    def shown_width(self) -> int:
        """Pixels on a wide screen; a narrow one scales it down."""
        return self.width * 3 // 2

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
    every = 1 if numbers[-1] < 100 else -(-len(numbers) // LABELS_AT_MOST)
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
                middle=index * SLOT + SLOT // 2,
                label_class=_label_class(numbers[-1] - number, every),
            )
        )
    return Histogram(tuple(bars), width=len(numbers) * SLOT)


def _label_class(distance: int, every: int) -> str:
    """By the distance from the last number, which is always labelled."""
    if distance % every:
        return ""
    return "minor" if distance % (2 * every) else "major"
