"""What every handler of a worker works with."""

from dataclasses import dataclass

from streams.crash import Crash
from streams.indexes import Indexes
from streams.publisher import Publisher
from streams.stats import Stats


@dataclass(frozen=True, slots=True)
class Equipment:
    """One of each per worker process."""

    indexes: Indexes
    publisher: Publisher
    stats: Stats
    crash: Crash
