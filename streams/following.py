"""Whether the watchlist index has taken in what its topic holds."""

import asyncio
import time
from collections.abc import Callable, Mapping

from redis.asyncio import Redis

from screening.entry_join import EntryJoin
from screening.space import NotReady, Space, current_space
from streams.commands.problems import CommandFailed

LOOK_S = 0.05


class Following:
    """Waits for the index of one cluster, as long as it moves."""

    def __init__(
        self, redis: Redis, entries: EntryJoin, cluster: str, *, patience_s: float
    ) -> None:
        self._redis = redis
        self._entries = entries
        self._cluster = cluster
        self._patience_s = patience_s

    async def until(self, ends: Mapping[int, int], tell: Callable[[int], None]) -> Space:
        """Return the space once every partition is indexed up to *ends*.

        *tell* is given the number of records still to come. Raises CommandFailed when the index
        has not moved for the time it has.
        """
        before, deadline = -1, time.monotonic() + self._patience_s
        while True:
            space, behind = await self._look(ends)
            if space is not None and behind == 0:
                return space
            if behind != before:
                before, deadline = behind, time.monotonic() + self._patience_s
                tell(behind)
            elif time.monotonic() > deadline:
                raise CommandFailed(
                    "the index does not follow: start a worker (`tocsin up` or `tocsin worker`)"
                )
            await asyncio.sleep(LOOK_S)

    async def _look(self, ends: Mapping[int, int]) -> tuple[Space | None, int]:
        """Return the space in force, if there is one, and how many records it is behind."""
        try:
            space = await current_space(self._redis, self._cluster)
        except NotReady:
            return None, sum(ends.values())
        applied = await self._entries.applied(space)
        return space, sum(max(0, end - applied.get(number, 0)) for number, end in ends.items())
