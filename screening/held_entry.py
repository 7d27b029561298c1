"""One entry as the watchlist index holds it, by its key. Reads only."""

from redis.asyncio import Redis

from screening.home import number_in
from screening.space import NotReady, Space, script
from screening.stored_entry import entry_in
from watchlist.entry import Entry, EntryKey

_TRIES = 5  # an entry changed between the two reads is read again


class HeldEntries:
    """Reads entries whole out of the index."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._entries = script(redis, "screening", "home", "entries")

    async def entry(self, space: Space, key: EntryKey) -> Entry | None:
        """Return the entry, None where none is listed under *key*. Raises NotReady."""
        for _ in range(_TRIES):
            number = number_in(await self._redis.get(space.key("entry", key)))
            reply = await self._entries(
                args=[space.epoch, space.prefix, *([] if number is None else [number])]
            )
            if reply[0] == b"not-ready":
                raise NotReady("the index was lost or rebuilt")
            if number is None:
                return None
            if reply[1][0]:
                return entry_in(reply[1][0])
        raise NotReady("the entry changes faster than it can be read")
