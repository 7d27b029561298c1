"""How well weights decide: the mean F1 of all sets at one threshold, as a smooth function.

A pair counts as found to the degree to which it lies above the threshold, over some nats. What
is beside the name is added as the score adds it, so that weights fit what they decide with.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from bench.fit.samples import Sample
from screening.compiled.scaling import (
    FLOOR,
    STEEPNESS,
    STEEPNESS_SUPPORTED,
    STRONG_SUPPORT,
    TELLING,
    TELLS_MORE,
)

# Nats, one after the other: what is followed upwards smoothly first does not end on a lesser hill
# (graduated non-convexity: Blake and Zisserman, Visual Reconstruction, 1987).
SMOOTH = (2.0, 1.0, 0.5)
# Held, so that what is learned of other people, in other folds, is of the same scale.
THRESHOLD = 0.3
Array = NDArray[np.float64]


class Deciding:
    """Pairs, the measures in the scale in which weights are sought."""

    def __init__(self, pairs: Sequence[Sample], scale: Array) -> None:
        self._values = np.array([one.measured for one in pairs]) / scale
        self._same = np.array([float(one.same) for one in pairs])
        self._beside = np.array([one.beside for one in pairs])
        supported = np.array([one.support >= STRONG_SUPPORT for one in pairs])
        self._steepness = np.where(supported, STEEPNESS_SUPPORTED, STEEPNESS)
        sets = np.array([one.of for one in pairs])
        self._sets = [np.flatnonzero(sets == name) for name in sorted(set(sets))]

    def loss(self, at: Array, smooth: float) -> tuple[float, Array]:
        """Return less the mean F1, and its slope, *smooth* over so many nats.

        *at* is weights and start.
        """
        raw = self._values @ at[:-1] + at[-1]
        odds, steep = self._scaled(raw)
        found = expit((odds + self._beside - THRESHOLD) / smooth)
        gains = np.zeros(len(found))
        total = 0.0
        for its in self._sets:
            same, given = self._same[its], found[its]
            size = given.sum() + same.sum()
            right = 2 * float((given * same).sum())
            total += right / size
            gains[its] = 2 * same / size - right / size**2
        gains *= found * (1 - found) / smooth / len(self._sets)
        along = gains * steep
        slope = np.append(self._values.T @ along, along.sum())
        return -total / len(self._sets), -slope

    def _scaled(self, raw: Array) -> tuple[Array, Array]:
        """Return what `name_evidence.scaled` gives, without its ends, and its slope."""
        more, less = raw > TELLING, raw < FLOOR
        odds = raw + TELLS_MORE * np.where(more, raw - TELLING, 0.0)
        odds -= self._steepness * np.where(less, FLOOR - raw, 0.0)
        return odds, 1.0 + TELLS_MORE * more + self._steepness * less
