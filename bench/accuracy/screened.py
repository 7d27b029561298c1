"""What a run of the real index found: scores of ordinary travellers and of listed ones. Pure."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.accuracy.aliases import AliasTraveller

NOT_FOUND = float("-inf")  # the index did not bring the entry up
SCENARIOS = ("as listed", "corrupted", "name only")


@dataclass(frozen=True, slots=True)
class Own:
    """A listed traveller and the log-odds of their own entry."""

    traveller: AliasTraveller
    log_odds: float


@dataclass(slots=True)
class Screened:
    """One scenario. `best` is the highest log-odds of each ordinary traveller.

    `false_pairs` are the log-odds of every pair of an ordinary traveller and a candidate.
    """

    name: str
    best: list[float] = field(default_factory=list)
    false_pairs: list[float] = field(default_factory=list)
    own: list[Own] = field(default_factory=list)

    def good(self) -> list[float]:
        """Return the log-odds of those under an alias that the list does not call weak, rising."""
        return sorted(one.log_odds for one in self.own if not one.traveller.weak)

    def weak(self) -> list[float]:
        """Return the log-odds of those under a weak alias, rising."""
        return sorted(one.log_odds for one in self.own if one.traveller.weak)


def threshold_at(alarms_per_1000: float, best: Sequence[float]) -> float:
    """Return the log-odds above which no more than so many ordinary travellers are."""
    allowed = int(alarms_per_1000 * len(best) / 1000 + 1e-9)
    falling = sorted(best, reverse=True)
    return falling[allowed] if allowed < len(falling) else NOT_FOUND


def share_above(threshold: float, rising: Sequence[float]) -> float:
    """Return the share of scores above *threshold*; 0 of none."""
    return (len(rising) - bisect_right(rising, threshold)) / len(rising) if rising else 0.0


def curve(
    best: Sequence[float], rising: Sequence[float], most_per_1000: float = 10
) -> list[tuple[float, float]]:
    """Return (false alarms per 1,000, recall) for each number of ordinary travellers alarmed."""
    falling = sorted(best, reverse=True)
    alarmed = range(min(int(most_per_1000 * len(best) / 1000), len(falling) - 1) + 1)
    return [(1000 * at / len(best), share_above(falling[at], rising)) for at in alarmed]
