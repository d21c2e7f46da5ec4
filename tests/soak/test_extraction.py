"""No text of a megabyte takes much more than twice as long as its half."""

import pytest

from tests.archive.ingest.extract.test_evidence import HOSTILE, MOST_GROWTH, seconds

HALF_A_MEGABYTE = 500_000


@pytest.mark.soak
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_megabyte_takes_about_twice_as_long_as_its_half(kind):
    text = HOSTILE[kind] * (2 * HALF_A_MEGABYTE // len(HOSTILE[kind]))
    seconds(text[:1000])
    once = seconds(text[:HALF_A_MEGABYTE])
    assert seconds(text) <= max(MOST_GROWTH * once, 0.5)
