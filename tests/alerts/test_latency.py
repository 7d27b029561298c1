"""Latencies in buckets: percentiles are never too short and a little too long at most."""

from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.latency import LAST, added, bound_s, bucket_of, octaves, percentile_s

SECONDS = st.floats(0.01, 600)
COUNTS = st.dictionaries(st.integers(0, LAST + 1), st.integers(1, 99))


def counted(times: list[float]) -> dict[int, int]:
    return added({bucket_of(one): 1} for one in times)


@given(st.lists(SECONDS, min_size=1), st.sampled_from([50, 95, 99, 100]))
def test_percentile_is_never_too_short_and_a_quarter_too_long_at_most(
    times: list[float], percent: int
) -> None:
    true = sorted(times)[ceil(len(times) * percent / 100) - 1]
    told = percentile_s(counted(times), percent)
    assert told is not None
    assert true <= told * (1 + 1e-9)
    assert told <= true * 2 ** (1 / 3) * (1 + 1e-6)


@given(st.lists(SECONDS), st.lists(SECONDS))
def test_buckets_of_two_workers_add_up_to_those_of_both(one: list[float], two: list[float]) -> None:
    assert added([counted(one), counted(two)]) == counted([*one, *two])


@pytest.mark.parametrize("seconds", [-5.0, 0.0, 0.01])
def test_clock_that_is_ahead_is_no_time_at_all(seconds: float) -> None:
    assert bucket_of(seconds) == 0


def test_what_takes_too_long_to_tell_is_in_the_last_bucket() -> None:
    assert bucket_of(10_000) == LAST + 1
    assert bound_s(LAST + 1) == float("inf")


def test_no_alert_has_no_percentile() -> None:
    assert percentile_s({}, 50) is None


@given(COUNTS)
def test_octaves_only_grow_and_hold_all_in_the_end(counts: dict[int, int]) -> None:
    numbers = [count for _, count in octaves(counts)]
    assert numbers == sorted(numbers)
    assert numbers[-1] == sum(counts.values())
