"""What every handler of a worker works with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from streams.crash import Crash
from streams.indexes import Indexes
from streams.publisher import Publisher
from streams.stats import Stats

Result = TypeVar("Result")


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Equipment:
    """One of each per worker process."""

    indexes: Indexes
    publisher: Publisher
    stats: Stats
    crash: Crash
    # When it is; tests hand in another.
    clock: Callable[[], datetime] = field(default=_now)

    async def on_one_day(self, work: Callable[[datetime], Awaitable[Result]]) -> Result:
        """Return what *work* comes to within one day: across midnight it may go by either one."""
        while True:
            began = self.clock()
            result = await work(began)
            if self.clock().date() == began.date():
                return result
