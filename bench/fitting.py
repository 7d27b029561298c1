"""A law fitted to measured points: y = a + b · x^c, least squares of the relative error.

The exponent is the best of a grid from 0.05 to 1.5; a and b follow from it in closed form.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Law:
    """y = a + b · x^c, and the share of the variance it explains."""

    a: float
    b: float
    c: float
    r2: float

    def at(self, x: float) -> float:
        """Return the y of *x*."""
        return float(self.a + self.b * x**self.c)

    @property
    def text(self) -> str:
        """Return the law as one reads it."""
        return f"{self.a:,.0f} + {self.b:.3g} · n^{self.c:.2f}"


def law_of(points: Sequence[tuple[float, float]]) -> Law:
    """Return the law of *points* (x, y), at least four of them, with a and b not negative."""
    x, y = (np.array(side, float) for side in zip(*points, strict=True))
    return min((_with(x, y, c) for c in np.arange(0.05, 1.5, 0.01)), key=lambda one: one[0])[1]


def _with(x: Column, y: Column, c: float) -> tuple[float, Law]:
    """Return the relative error of the best law with exponent *c*, and the law."""
    from scipy.optimize import nnls

    sides = np.column_stack((np.ones_like(x), x**c))
    (a, b), error = nnls(sides / y[:, None], np.ones_like(y))
    left = y - sides @ np.array((a, b))
    r2 = 1 - float(left @ left) / float(((y - y.mean()) ** 2).sum())
    return error, Law(float(a), float(b), float(c), r2)
