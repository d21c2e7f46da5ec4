"""Sets of small whole numbers as one large integer each, bit number n for n: made, joined and counted at C's speed."""

from collections.abc import Collection, Iterator


def bitset(numbers: Collection[int]) -> int:
    """The set of these numbers. Linear, where one shift a number would be quadratic."""
    if not numbers:
        return 0
    last = max(numbers)
    digits = bytearray(b"0") * (last + 1)
    for number in numbers:
        digits[last - number] = 49
    return int(digits, 2)


def members(bits: int) -> Iterator[int]:
    """The numbers of a set, highest first."""
    digits = f"{bits:b}"
    last = len(digits) - 1
    at = digits.find("1")
    while at >= 0:
        yield last - at
        at = digits.find("1", at + 1)
