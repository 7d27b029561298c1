"""A record as handlers get it, whatever its writer says of it."""

import pytest

from streams.record import written_ms
from tests.streams.handling import record


@pytest.mark.parametrize(
    ("said", "year"),
    [(-1, 1970), (-1e14, 1970), (0, 1970), (1_764_000_000_000, 2025), (1e18, 9999)],
)
def test_time_of_a_record_is_one_that_there_is(said: float, year: int) -> None:
    assert record(timestamp_ms=written_ms(said)).at.year == year
