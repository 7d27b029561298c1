"""Who on the watchlist may this be? Asked of the index alone; nothing is written or remembered."""

from collections.abc import Sequence
from typing import Any

from redis.asyncio import Redis

from screening.candidates import Listed, ListedCache
from screening.keys import passenger_keys
from screening.prepared import PreparedPassenger
from screening.space import EPOCH, NotReady, Space, script, text
from watchlist.entry import EntryKey


async def space_in_force(redis: Redis) -> Space:
    """Return the space in force, of whichever cluster; raises NotReady if there is none."""
    generation, _, cluster = text(await redis.get(EPOCH) or b"").partition("@")
    if not generation:
        raise NotReady("the watchlist index is not built yet")
    return Space(generation, cluster)


class Lookup:
    """Reads candidates of one space; entries it has read before are not parsed again."""

    def __init__(self, redis: Redis, space: Space) -> None:
        self._script = script(redis, "screening", "lookup")
        self._space = space
        self._listed = ListedCache()

    async def candidates(self, people: Sequence[PreparedPassenger]) -> list[list[Listed]]:
        """Return, for each of *people*, the entries that share a key, in one round trip.

        Raises NotReady when the index is no longer that of the space.
        """
        arguments: list[str | int] = [self._space.epoch, self._space.prefix]
        for one in people:
            keys = passenger_keys(one)
            arguments += [len(keys), *keys]
        reply: list[Any] = await self._script(args=arguments)
        if reply[0] == b"not-ready":
            raise NotReady("the index was lost or rebuilt")
        _, answers, flat = reply
        held = {
            flat[at]: self._listed.get(EntryKey(flat[at].decode()), int(flat[at + 1]), flat[at + 2])
            for at in range(0, len(flat), 3)
        }
        return [[held[one] for one in sorted(found) if one in held] for found in answers]
