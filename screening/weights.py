"""What each measure of two names is worth, in log-odds: learned, and shipped as data.

`make fit` writes data/weights.json from labelled pairs; docs/accuracy.md says from which and how.
"""

import json
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from screening.measures import MEASURES, Measures


@dataclass(frozen=True)
class Weights:
    """The name evidence is `start` plus the measures times `worth`, in their order."""

    start: float
    worth: tuple[float, ...]

    @cached_property
    def table(self) -> NDArray[np.float64]:
        """Return `worth` as what is compiled takes it."""
        return np.array(self.worth)

    def log_odds(self, measured: Measures) -> float:
        """Return the evidence of an alignment measured so."""
        return self.start + sum(
            [much * worth for much, worth in zip(measured, self.worth, strict=True) if much]
        )


@cache
def learned() -> Weights:
    """Return the weights that the product ships with."""
    text = resources.files("screening").joinpath("data/weights.json").read_text("utf-8")
    return weights_from(json.loads(text))


def weights_from(raw: dict[str, float]) -> Weights:
    """Return weights as `make fit` writes them: {"start": nats, measure: nats for each unit}."""
    return Weights(raw["start"], tuple(raw[one] for one in MEASURES))
