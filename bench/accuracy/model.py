"""The seam between measuring and scoring: what is trained on some pairs, and judged on others."""

from collections.abc import Callable, Sequence
from math import log

from bench.accuracy.pair_files import Pair
from screening.prepared import PreparedEntry, PreparedPassenger
from screening.score import compare

Scorer = Callable[[PreparedPassenger, PreparedEntry], float]  # log-odds
Train = Callable[[Sequence[Pair]], Scorer]

_NEARLY_SURE = 1e-15


def as_shipped(pairs: Sequence[Pair]) -> Scorer:  # noqa: ARG001  # nothing is learned from them
    """Return the score as the product ships it, whatever the pairs."""
    return log_odds


def log_odds(passenger: PreparedPassenger, entry: PreparedEntry) -> float:
    """Return the log-odds of the product's score."""
    score = min(max(compare(passenger, entry).score, _NEARLY_SURE), 1 - _NEARLY_SURE)
    return log(score / (1 - score))
