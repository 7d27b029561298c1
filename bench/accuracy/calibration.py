"""Whether a score is the probability it says it is, at a stated prevalence. Pure.

Each pair of a traveller and a candidate is a prediction. Travellers are weighted so that one in
1,000 is listed, under any of the aliases alike; a traveller's weight is that of each of its pairs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from bench.accuracy.alarms import NOT_FOUND
from bench.accuracy.screened import Screened

PREVALENCE = 1 / 1000  # listed travellers among all travellers
# Nearly all pairs score next to nothing and are rightly so: with them in, no score could be wrong
# by much on average. What is judged is the score of the pairs that somebody might look at.
LEAST_SCORE = 0.01
BINS = 10


@dataclass(frozen=True, slots=True)
class Prediction:
    """The log-odds of a pair, whether it is one person, and how much it counts."""

    log_odds: float
    same: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of about the same score: their mean, and the share that came true."""

    predicted: float
    observed: float
    weight: float
    true_pairs: int
    false_pairs: int


@dataclass(frozen=True, slots=True)
class Scale:
    """Makes log-odds calibrated: factor * log-odds + shift."""

    factor: float = 1.0
    shift: float = 0.0


def predictions(screened: Screened, prevalence: float = PREVALENCE) -> list[Prediction]:
    """Return every pair of a scenario that the index brought up, under aliases not weak."""
    own = screened.good()
    true, false = prevalence / max(len(own), 1), (1 - prevalence) / max(len(screened.best), 1)
    found = [Prediction(one, same=True, weight=true) for one in own if one > NOT_FOUND]
    return found + [Prediction(one, same=False, weight=false) for one in screened.false_pairs]


def reliability(
    pairs: Sequence[Prediction], scale: Scale | None = None, least: float = LEAST_SCORE
) -> list[Bin]:
    """Return the pairs scored *least* or more in bins of equal width, empty ones left out."""
    scale = scale or Scale()
    held: list[list[tuple[float, Prediction]]] = [[] for _ in range(BINS)]
    for pair in pairs:
        score = probability(scale.factor * pair.log_odds + scale.shift)
        if score >= least:
            held[min(int(score * BINS), BINS - 1)].append((score, pair))
    return [_bin(some) for some in held if some]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the mean distance of prediction and outcome, weighted; 0 without predictions."""
    total = sum(one.weight for one in bins)
    if not total:
        return 0.0
    return sum(one.weight * abs(one.predicted - one.observed) for one in bins) / total


def fitted(pairs: Sequence[Prediction], rounds: int = 30) -> Scale:
    """Return the scale with the least log loss: Newton's method on two parameters (Platt)."""
    factor, shift = 1.0, 0.0
    for _ in range(rounds):
        step = _newton(pairs, factor, shift)
        factor, shift = factor - step[0], shift - step[1]
        if max(map(abs, step)) < 1e-6:
            break
    return Scale(factor, shift)


def probability(log_odds: float) -> float:
    """Return the probability of *log_odds*, however large."""
    if log_odds >= 0:
        return 1 / (1 + exp(-min(log_odds, 700)))
    return exp(max(log_odds, -700)) / (1 + exp(max(log_odds, -700)))


def _bin(some: Sequence[tuple[float, Prediction]]) -> Bin:
    weight = sum(pair.weight for _, pair in some)
    true = [pair for _, pair in some if pair.same]
    return Bin(
        predicted=sum(score * pair.weight for score, pair in some) / weight,
        observed=sum(pair.weight for pair in true) / weight,
        weight=weight,
        true_pairs=len(true),
        false_pairs=len(some) - len(true),
    )


def _newton(pairs: Sequence[Prediction], factor: float, shift: float) -> tuple[float, float]:
    """Return the step to take off factor and shift, bounded so that it cannot run away."""
    slope = [0.0, 0.0]
    bend = [1e-12, 0.0, 1e-12]
    for pair in pairs:
        given = probability(factor * pair.log_odds + shift)
        miss = pair.weight * (given - pair.same)
        curve = pair.weight * given * (1 - given)
        slope[0] += miss * pair.log_odds
        slope[1] += miss
        bend[0] += curve * pair.log_odds**2
        bend[1] += curve * pair.log_odds
        bend[2] += curve
    size = bend[0] * bend[2] - bend[1] ** 2
    if size <= 0:
        return 0.0, 0.0
    steps = (
        (bend[2] * slope[0] - bend[1] * slope[1]) / size,
        (bend[0] * slope[1] - bend[1] * slope[0]) / size,
    )
    largest = max(1.0, *map(abs, steps))
    return steps[0] / largest, steps[1] / largest
