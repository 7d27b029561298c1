"""How long it takes from a manifest to an alert, as counts in fixed buckets that add up. Pure.

Each bucket is a third of an octave wide, so a percentile is told at most 26 % too long.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, log2

FIRST_S = 0.01
PER_OCTAVE = 3
LAST = 16 * PER_OCTAVE  # 655 s; what takes longer is in a bucket of its own


@dataclass(frozen=True, slots=True)
class Took:
    """How long some took: how many by bucket, and all seconds together."""

    counts: Mapping[int, int]
    sum_s: float


def bucket_of(seconds: float) -> int:
    """Return the number of the bucket that holds *seconds*."""
    if seconds <= FIRST_S:
        return 0
    return min(ceil(log2(seconds / FIRST_S) * PER_OCTAVE - 1e-9), LAST + 1)


def bound_s(bucket: int) -> float:
    """Return the most that a bucket holds, in seconds."""
    return float("inf") if bucket > LAST else FIRST_S * 2.0 ** (bucket / PER_OCTAVE)


def added(every: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """Return the counts of all together, by bucket."""
    found: dict[int, int] = {}
    for one in every:
        for bucket, count in one.items():
            found[bucket] = found.get(bucket, 0) + count
    return found


def percentile_s(counts: Mapping[int, int], percent: float) -> float | None:
    """Return within how many seconds *percent* of all were done, None where there are none."""
    wanted, seen = sum(counts.values()) * percent / 100, 0
    for bucket, count in sorted(counts.items()):
        seen += count
        if count and seen >= wanted:
            return bound_s(bucket)
    return None


def octaves(counts: Mapping[int, int]) -> list[tuple[float, int]]:
    """Return how many took at most 0.01, 0.02, 0.04, ... seconds; the last bound is infinite."""
    bounds = [*range(0, LAST + 1, PER_OCTAVE), LAST + 1]
    return [
        (bound_s(last), sum(n for bucket, n in counts.items() if bucket <= last)) for last in bounds
    ]
