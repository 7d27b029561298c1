"""What each measure of two names is worth, in log-odds: learned, and shipped as data.

`make fit` writes data/weights.json from labelled pairs; docs/accuracy.md says from which and how.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

from screening.measures import MEASURES, Measures
from screening.names import Tokens


@dataclass(frozen=True, slots=True)
class Weights:
    """The name evidence is `start` plus the measures times `worth`, in their order."""

    start: float
    worth: tuple[float, ...]

    def most(self, words: Tokens) -> float:
        """Return a bound of the evidence of any name beside one of these *words*.

        A word agrees at most with one and a half times its nats, where the other side parts it.
        """
        agreed = 1.5 * sum([word.rarity for word in words])
        worth = dict(zip(MEASURES, self.worth, strict=True))
        some = max(worth[one] for one in ("first", "second", "third"))
        full = max(worth[one] for one in ("whole", "whole_single", "within", "within_single"))
        return self.start + worth["agreed"] * agreed + max(0.0, some) + max(0.0, full)

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
