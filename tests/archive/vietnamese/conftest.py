from collections.abc import Callable
from time import process_time

import pytest


def seconds(function: Callable[[str], object], text: str) -> float:
    started = process_time()
    function(text)
    return process_time() - started


@pytest.fixture
def assert_linear() -> Callable[[Callable[[str], object], str], None]:
    """Asserts that four times the text takes about four times as long; a quadratic function takes sixteen.

    A busy machine may disturb a measurement, so one of five has to tell it.
    """

    def check(function: Callable[[str], object], pattern: str) -> None:
        short = pattern * (20_000 // len(pattern))
        seconds(function, short[:100])
        measured = (seconds(function, short * 4) < 8 * seconds(function, short) + 0.1 for _attempt in range(5))
        assert any(measured), pattern

    return check
