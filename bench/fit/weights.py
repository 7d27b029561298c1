"""Fits the weights of the measures: a logistic regression whose signs are given beforehand."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from bench.fit.samples import Sample
from screening.measures import MEASURES, SPEAKS_AGAINST, SPEAKS_EITHER_WAY
from screening.weights import Weights

# Travellers are many and hits among them rare: what matters is how few come near a hit.
TRAVELLERS_COUNT = 20.0
SHARE_OF_PAIRS = 0.5
RIDGE = 1e-4
_SINGLE = MEASURES.index("whole_single")  # travellers rarely have one name alone
Array = NDArray[np.float64]


def fitted(pairs: Sequence[Sample], travellers: Sequence[Sample]) -> Weights:
    """Return the weights that fit both worlds best, each with a start of its own.

    In the pair files, strangers share a word by design; travellers share what chance lets them.
    Shipped is the start of the pair files: the prior of screening is stated elsewhere.
    """
    same = [one for one in pairs if one.same and not one.measured[_SINGLE]]
    measured = [*pairs, *travellers, *same]
    world = np.array([0.0] * len(pairs) + [1.0] * (len(travellers) + len(same)))
    counted = np.concatenate(
        [
            SHARE_OF_PAIRS * _evenly(pairs),
            (1 - SHARE_OF_PAIRS) * TRAVELLERS_COUNT * _evenly(travellers),
            (1 - SHARE_OF_PAIRS) * _evenly(same),
        ]
    )
    values = np.column_stack([np.array([one.measured for one in measured]), world])
    labels = np.array([float(one.same) for one in measured])
    found: Array = _regressed(
        values, labels, counted / counted.sum(), [*map(_bounds, MEASURES), (None, None)]
    )
    return Weights(float(found[-1]), tuple(map(float, found[: len(MEASURES)])))


def _evenly(samples: Sequence[Sample]) -> Array:
    """Return weights by which each set counts the same, and in it both answers."""
    sizes = Counter((one.of, one.same) for one in samples)
    counted = np.array([1.0 / sizes[one.of, one.same] for one in samples])
    shares: Array = counted / max(counted.sum(), 1e-12)
    return shares


def _bounds(measure: str) -> tuple[float | None, float | None]:
    if measure in SPEAKS_EITHER_WAY:
        return None, None
    return (None, 0.0) if measure in SPEAKS_AGAINST else (0.0, None)


def _regressed(
    values: Array, labels: Array, counted: Array, bounds: list[tuple[float | None, float | None]]
) -> Array:
    """Return the coefficients, the intercept last: least log loss with a small ridge (L-BFGS-B)."""
    scale = values.std(axis=0) + 1e-9
    scaled = values / scale

    def loss(at: Array) -> tuple[float, Array]:
        odds = scaled @ at[:-1] + at[-1]
        miss = counted * (expit(odds) - labels)
        total = (counted * np.logaddexp(0.0, np.where(labels > 0, -odds, odds))).sum()
        slope = np.append(scaled.T @ miss + RIDGE * at[:-1], miss.sum())
        return float(total + RIDGE * (at[:-1] ** 2).sum() / 2), slope

    start = np.zeros(values.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)])
    coefficients = np.array(found.x, dtype=np.float64)
    coefficients[:-1] /= scale
    found_at: Array = coefficients
    return found_at
