"""Fits the weights of the measures: a logistic regression whose signs are given beforehand.

Then, from there, what decides best: the mean F1 of all sets at one threshold, made smooth so that
it can be followed upwards, with the loss of the regression beside it, which keeps scores honest.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from bench.fit.deciding import SMOOTH, Deciding
from bench.fit.samples import Sample
from screening.measures import MEASURES, SPEAKS_AGAINST, SPEAKS_EITHER_WAY
from screening.weights import Weights

# Travellers are many and hits among them rare: what matters is how few come near a hit.
TRAVELLERS_COUNT = 20.0
SHARE_OF_PAIRS = 0.5
RIDGE = 1e-4
# What a measure may take away at most where few pairs show it: a slip must not cost more.
LEAST = {"initials_differ": -4.0}
_SINGLE = MEASURES.index("whole_single")  # travellers rarely have one name alone
Array = NDArray[np.float64]
Bounds = list[tuple[float | None, float | None]]
Loss = Callable[[Array], tuple[float, Array]]


def fitted(pairs: Sequence[Sample], travellers: Sequence[Sample]) -> Weights:
    """Return the weights that fit both worlds best, each with a start of its own.

    In the pair files, strangers share a word by design; travellers share what chance lets them.
    Shipped is the start of the pair files: the prior of screening is stated elsewhere.
    """
    world = _world([one for one in pairs if one.teaches], travellers)
    deciding = Deciding(pairs, world.scale[: len(MEASURES)])
    bounds: Bounds = [
        *(_bounds(one, its) for one, its in zip(MEASURES, world.scale, strict=False)),
        (None, None), (None, None),
    ]  # both starts  # fmt: skip

    def both(at: Array, smooth: float) -> tuple[float, Array]:
        lost, slope = world.loss(at)
        missed, steep = deciding.loss(np.delete(at, -2), smooth)  # no start of the travellers' own
        return lost + missed, slope + np.insert(steep, -1, 0.0)

    found = _least(world.loss, np.zeros(len(bounds)), bounds)
    for smooth in SMOOTH:
        found = _least(partial(both, smooth=smooth), found, bounds)
    weights = found[: len(MEASURES)] / world.scale[: len(MEASURES)]
    return Weights(float(found[-1]), tuple(map(float, weights)))


@dataclass(frozen=True, slots=True)
class _World:
    """Samples of both worlds, each column in its own scale, and how much each sample counts."""

    values: Array
    labels: Array
    counted: Array
    scale: Array

    def loss(self, at: Array) -> tuple[float, Array]:
        """Return the log loss with a small ridge, and its slope; the start is the last of *at*."""
        odds = self.values @ at[:-1] + at[-1]
        miss = self.counted * (expit(odds) - self.labels)
        total = (self.counted * np.logaddexp(0.0, np.where(self.labels > 0, -odds, odds))).sum()
        slope = np.append(self.values.T @ miss + RIDGE * at[:-1], miss.sum())
        return float(total + RIDGE * (at[:-1] ** 2).sum() / 2), slope


def _world(pairs: Sequence[Sample], travellers: Sequence[Sample]) -> _World:
    same = [one for one in pairs if one.same and not one.measured[_SINGLE]]
    measured = [*pairs, *travellers, *same]
    among_travellers = np.array([0.0] * len(pairs) + [1.0] * (len(travellers) + len(same)))
    counted = np.concatenate(
        [
            SHARE_OF_PAIRS * _evenly(pairs),
            (1 - SHARE_OF_PAIRS) * TRAVELLERS_COUNT * _evenly(travellers),
            (1 - SHARE_OF_PAIRS) * _evenly(same),
        ]
    )
    values = np.column_stack([np.array([one.measured for one in measured]), among_travellers])
    scale = values.std(axis=0) + 1e-9
    labels = np.array([float(one.same) for one in measured])
    return _World(values / scale, labels, counted / counted.sum(), scale)


def _evenly(samples: Sequence[Sample]) -> Array:
    """Return weights by which each set counts the same, and in it both answers."""
    sizes = Counter((one.of, one.same) for one in samples)
    counted = np.array([1.0 / sizes[one.of, one.same] for one in samples])
    shares: Array = counted / max(counted.sum(), 1e-12)
    return shares


def _bounds(measure: str, scale: float) -> tuple[float | None, float | None]:
    if measure in SPEAKS_EITHER_WAY:
        return None, None
    if measure in LEAST:
        return LEAST[measure] * scale, 0.0
    return (None, 0.0) if measure in SPEAKS_AGAINST else (0.0, None)


def _least(loss: Loss, start: Array, bounds: Bounds) -> Array:
    """Return where *loss* is least (L-BFGS-B)."""
    found: Array = np.array(
        minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x, dtype=np.float64
    )
    return found
