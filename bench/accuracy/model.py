"""The seam between measuring and scoring: what is trained on some pairs, and judged on others."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from bench.accuracy.pair_files import Pair
from screening.prepared import PreparedEntry, PreparedPassenger
from screening.score import log_odds

Say = Callable[[str], None]  # progress
Scorer = Callable[[PreparedPassenger, PreparedEntry], float]  # log-odds


class Model(Protocol):
    """Something learned; its scorer is used while it is in force."""

    def in_force(self) -> AbstractContextManager[Scorer]: ...


Train = Callable[[Sequence[Pair]], Model]


class Shipped:
    """The score as the product ships it."""

    @contextmanager
    def in_force(self) -> Iterator[Scorer]:
        """Give the scorer."""
        yield log_odds


def as_shipped(pairs: Sequence[Pair]) -> Shipped:  # noqa: ARG001  # nothing is learned from them
    """Return the shipped score, whatever the pairs."""
    return Shipped()


def silent(progress: str) -> None:
    """Say nothing."""
