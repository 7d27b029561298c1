"""From labelled pairs to a scorer: spelling costs first, then the weights that need them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from bench.accuracy.pair_files import Pair
from bench.fit import spelling
from bench.fit.samples import of_pairs, of_travellers
from bench.fit.weights import fitted
from screening.likeness import forget
from screening.prepared import PreparedEntry, PreparedPassenger
from screening.score import log_odds
from screening.spelling import costs_from, use
from screening.weights import Weights

Met = Sequence[tuple[PreparedPassenger, PreparedEntry]]


@dataclass(frozen=True, slots=True)
class Trained:
    """What was learned; it scores only while it is in force."""

    costs: dict[str, dict[str, float]]
    weights: Weights

    @contextmanager
    def in_force(self) -> Iterator[Callable[[PreparedPassenger, PreparedEntry], float]]:
        """Let words be compared by these costs for a while; gives the scorer."""
        with _spelt_by(self.costs):
            yield partial(log_odds, weights=self.weights)


def train(pairs: Sequence[Pair], met: Met) -> Trained:
    """Return what *pairs* teach, with ordinary travellers beside them."""
    costs = spelling.learn(
        [
            (one.sent.name.shown, one.listed.names[0].shown)
            for one in pairs
            if one.same and one.listed.names
        ]
    )
    with _spelt_by(costs):
        weights = fitted(of_pairs(pairs), of_travellers(met))
    return Trained(costs, weights)


@contextmanager
def _spelt_by(costs: dict[str, dict[str, float]]) -> Iterator[None]:
    before = use(costs_from(costs))
    forget()
    try:
        yield
    finally:
        use(before)
        forget()
