"""One entry as the watchlist index holds it, by its key. Reads only."""

from redis.asyncio import Redis

from screening.home import Origin, home_in, number_in
from screening.numbered import Numbered
from screening.space import NotReady, Space
from watchlist.entry import Entry, EntryKey

_TRIES = 20  # an entry changed between the two reads is read again


class HeldEntries:
    """Reads entries whole out of the index."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._numbered = Numbered(redis)

    async def entry(self, space: Space, key: EntryKey) -> Entry | None:
        """Return the entry, None where none is listed under *key*. Raises NotReady."""
        for _ in range(_TRIES):
            number = number_in(await self._redis.get(space.key("entry", key)))
            # Also without a number: it says whether there is an index.
            found = await self._numbered.entries(space, [] if number is None else [number])
            if number is None:
                return None
            if found[0]:
                return found[0]
        raise NotReady("the entry changes faster than it can be read")

    async def origin(self, space: Space, key: EntryKey) -> Origin | None:
        """Return the latest record of its agency that the index has of the entry."""
        home = home_in(await self._redis.get(space.key("entry", key)))
        return home.origin if home else None
