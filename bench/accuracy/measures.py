"""Precision, recall, F1, and the one threshold that suits all sets. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

THRESHOLDS = 1_000  # tried; between the lowest and the highest score, at even ranks
CHANCE = 0.002  # of a mean F1: which threshold is the very highest says nothing about other pairs


@dataclass(frozen=True, slots=True)
class Counts:
    """What a threshold does to a set: pairs found rightly, found wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.right + other.right, self.wrong + other.wrong, self.missed + other.missed
        )

    @property
    def precision(self) -> float:
        """Return the share of what was found that is right; 0 where nothing was found."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Return the share of what is there that was found; 0 where nothing is there."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a set's true and false pairs, each in rising order."""

    same: Sequence[float]
    other: Sequence[float]

    def counts(self, threshold: float) -> Counts:
        """Return the counts where a score of *threshold* or more is a match."""
        right = len(self.same) - bisect_left(self.same, threshold)
        wrong = len(self.other) - bisect_left(self.other, threshold)
        return Counts(right, wrong, len(self.same) - right)


def scores_of(scored: Iterable[tuple[float, bool]]) -> Scores:
    """Return (score, same person) pairs as scores."""
    held = sorted(scored)
    return Scores(
        [score for score, same in held if same], [score for score, same in held if not same]
    )


def best_threshold(sets: Mapping[str, Scores]) -> float:
    """Return the middle one of the thresholds whose mean F1 is within CHANCE of the highest.

    Sets without a true pair are left out: their F1 is 0 at any threshold.
    """
    judged = [scores for scores in sets.values() if scores.same]
    tried = _even_ranks(sorted({one for scores in judged for one in (*scores.same, *scores.other)}))
    if not tried:
        return 0.0
    means = [sum(scores.counts(one).f1 for scores in judged) / len(judged) for one in tried]
    best = [one for one, mean in zip(tried, means, strict=True) if mean >= max(means) - CHANCE]
    return best[len(best) // 2]


def _even_ranks(values: list[float]) -> list[float]:
    if len(values) <= THRESHOLDS:
        return values
    return [values[at * (len(values) - 1) // (THRESHOLDS - 1)] for at in range(THRESHOLDS)]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
