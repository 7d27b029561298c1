"""Buckets: so many at once, so many a second, each holder by itself."""

from hypothesis import given
from hypothesis import strategies as st

from doors.limits import AT_LEAST, Buckets


def test_burst_passes_and_then_one_must_wait() -> None:
    buckets = Buckets(per_s=2, burst=3)
    assert [buckets.wait_s("UA", 0.0) for _ in range(4)] == [0, 0, 0, 1]
    assert buckets.wait_s("BA", 0.0) == 0
    assert buckets.wait_s("UA", 0.5) == 0


def test_whoever_waits_as_told_is_let_in() -> None:
    buckets = Buckets(per_s=0.1, burst=1)
    buckets.wait_s("UA", 0.0)
    told = buckets.wait_s("UA", 1.0)
    assert told == 9
    assert buckets.wait_s("UA", 1.0 + told) == 0


@given(st.lists(st.floats(0, 5), max_size=80), st.floats(0.1, 20), st.integers(1, 10))
def test_never_more_than_the_burst_and_what_has_come_since(
    pauses: list[float], per_s: float, burst: int
) -> None:
    buckets, now, passed = Buckets(per_s, burst), 0.0, 0
    for pause in pauses:
        now += pause
        passed += buckets.wait_s("UA", now) == 0
    assert passed <= burst + now * per_s + 1e-6


def test_rest_does_not_save_up_more_than_the_burst() -> None:
    buckets = Buckets(per_s=2, burst=3)
    buckets.wait_s("UA", 0.0)
    assert [buckets.wait_s("UA", 1_000.0) for _ in range(4)] == [0, 0, 0, 1]


def test_who_has_rested_takes_no_room_and_who_has_not_is_not_forgotten() -> None:
    buckets = Buckets(per_s=1, burst=2)
    for number in range(20 * AT_LEAST):
        buckets.wait_s(number, number / 100)
        assert len(buckets) <= AT_LEAST
    last, now = 20 * AT_LEAST - 1, 20 * AT_LEAST / 100
    assert [buckets.wait_s(last, now) for _ in range(2)] == [0, 1]
    for number in range(2 * AT_LEAST):
        assert buckets.wait_s(f"new {number}", now) == 0
    assert buckets.wait_s(last, now) == 1
