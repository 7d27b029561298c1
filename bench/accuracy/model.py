"""The seam between measuring and scoring: what is trained on some pairs, and judged on others."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from bench.accuracy.pair_files import Pair
from screening.prepared import PreparedEntry, PreparedPassenger
from screening.score import log_odds
from watchlist.entry import Entry

Say = Callable[[str], None]  # progress
Scorer = Callable[[PreparedPassenger, PreparedEntry], float]  # log-odds


class Model(Protocol):
    """Something learned; its scorer is used while it is in force."""

    def in_force(self) -> AbstractContextManager[Scorer]: ...


Train = Callable[[Sequence[Pair]], Model]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A scorer that learns nothing."""

    scorer: Scorer

    @contextmanager
    def in_force(self) -> Iterator[Scorer]:
        """Give the scorer."""
        yield self.scorer


@dataclass(frozen=True, slots=True)
class Judges:
    """A model for each fold of people, none of which has seen them."""

    models: Sequence[Model]
    fold_of: Callable[[Entry], int]


def judged_by(scorer: Scorer) -> Judges:
    """Return judges that all give the same score."""
    return Judges([Fixed(scorer)], lambda _: 0)


def as_shipped() -> Fixed:
    """Return the score as the product ships it."""
    return Fixed(log_odds)


def silent(progress: str) -> None:
    """Say nothing."""
