"""Who on the watchlist may this be? Asked of the index alone; nothing is written or remembered."""

from collections.abc import Sequence
from typing import Any

from redis.asyncio import Redis

from screening.asking import Arguments, Budget, asked
from screening.candidates import Listed
from screening.contents import Contents
from screening.prepared import PreparedPassenger
from screening.space import EPOCH, NotReady, Space, script, text


async def space_in_force(redis: Redis) -> Space:
    """Return the space in force, of whichever cluster; raises NotReady if there is none."""
    generation, _, cluster = text(await redis.get(EPOCH) or b"").partition("@")
    if not generation:
        raise NotReady("the watchlist index is not built yet")
    return Space(generation, cluster)


class Lookup:
    """Reads candidates of one space; entries it has read before are not read again."""

    def __init__(self, redis: Redis, space: Space, budget: Budget | None = None) -> None:
        self._script = script(redis, "screening", "candidates", "lookup")
        self._contents = Contents(redis)
        self._space = space
        self._budget = budget

    async def candidates(self, people: Sequence[PreparedPassenger]) -> list[list[Listed]]:
        """Return, for each of *people*, the entries they may be: two round trips at most.

        Raises NotReady when the index is no longer that of the space.
        """
        arguments: Arguments = [self._space.epoch, self._space.prefix]
        for one in people:
            arguments += asked(one, self._budget)
        reply: list[Any] = await self._script(args=arguments)
        if reply[0] == b"not-ready":
            raise NotReady("the index was lost or rebuilt")
        return await self._contents.of(self._space, reply[1])
