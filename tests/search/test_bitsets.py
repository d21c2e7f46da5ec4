"""Sets of numbers as integers."""

from hypothesis import given
from hypothesis import strategies as st

from search.bitsets import bitset, members

numbers = st.sets(st.integers(0, 3_000))


@given(numbers)
def test_a_set_has_what_was_put_in_highest_first(given_numbers):
    assert list(members(bitset(given_numbers))) == sorted(given_numbers, reverse=True)


@given(numbers, numbers)
def test_sets_are_joined_and_counted_as_integers(one, other):
    assert bitset(one) & bitset(other) == bitset(one & other)
    assert (bitset(one) | bitset(other)).bit_count() == len(one | other)
