"""Who on the watchlist may this be? Asked of the index alone; nothing is written or remembered."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from redis.asyncio import Redis

from screening.asking import Arguments, Budget, asked
from screening.candidates import Listed, hits_among
from screening.contents import Contents
from screening.prepared import PreparedPassenger
from screening.record import Recorded
from screening.space import NotReady, Space, script


class Lookup:
    """Reads candidates of one space; entries it has read before are not read again."""

    def __init__(self, redis: Redis, space: Space, budget: Budget | None = None) -> None:
        self._script = script(redis, "screening", "candidates", "lookup")
        self._contents = Contents(redis)
        self._space = space
        self._budget = budget

    async def candidates(self, people: Sequence[PreparedPassenger]) -> list[list[Listed]]:
        """Return, for each of *people*, the entries they may be, whole: whoever they are.

        Raises NotReady when the index is no longer that of the space.
        """
        return await self._whole(await self.brought_up(people))

    async def likely(
        self, people: Sequence[PreparedPassenger], min_score: float, day: date
    ) -> list[list[Listed]]:
        """Return, for each, the entries in force on *day* that reach *min_score* in some view."""
        found = [
            hits_among(one, candidates, min_score, day)
            for one, candidates in zip(people, await self.brought_up(people), strict=True)
        ]
        return await self._whole(found)

    async def brought_up(self, people: Sequence[PreparedPassenger]) -> list[list[Recorded]]:
        """Return, for each of *people*, the entries they may be: two round trips at most."""
        arguments: Arguments = [self._space.epoch, self._space.prefix]
        for one in people:
            arguments += asked(one, self._budget)
        reply: list[Any] = await self._script(args=arguments)
        if reply[0] == b"not-ready":
            raise NotReady("the index was lost or rebuilt")
        return await self._contents.of(self._space, reply[1])

    async def _whole(self, found: list[list[Recorded]]) -> list[list[Listed]]:
        flat = [one for each in found for one in each]
        entries = iter(await self._contents.entries(self._space, flat))
        return [[one for _ in each if (one := next(entries)) is not None] for each in found]
