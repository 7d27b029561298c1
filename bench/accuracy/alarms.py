"""Recall and false alarms of scores. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

NOT_FOUND = float("-inf")  # the index did not bring the entry up


def threshold_at(alarms_per_1000: float, best: Sequence[float]) -> float:
    """Return the log-odds above which no more than so many ordinary travellers are."""
    allowed = int(alarms_per_1000 * len(best) / 1000 + 1e-9)
    falling = sorted(best, reverse=True)
    return falling[allowed] if allowed < len(falling) else NOT_FOUND


def share_above(threshold: float, rising: Sequence[float]) -> float:
    """Return the share of scores above *threshold*; 0 of none."""
    return (len(rising) - bisect_right(rising, threshold)) / len(rising) if rising else 0.0


def share_from(threshold: float, rising: Sequence[float]) -> float:
    """Return the share of scores that reach *threshold*; 0 of none."""
    return (len(rising) - bisect_left(rising, threshold)) / len(rising) if rising else 0.0


def curve(
    best: Sequence[float], rising: Sequence[float], most_per_1000: float = 10
) -> list[tuple[float, float]]:
    """Return (false alarms per 1,000, recall) for each number of ordinary travellers alarmed."""
    falling = sorted(best, reverse=True)
    alarmed = range(min(int(most_per_1000 * len(best) / 1000), len(falling) - 1) + 1)
    return [(1000 * at / len(best), share_above(falling[at], rising)) for at in alarmed]
