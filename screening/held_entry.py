"""One entry as the watchlist index holds it, by its key. Reads only."""

from redis.asyncio import Redis

from screening.space import NotReady, Space, script, text
from watchlist.entry import Entry, EntryKey, parse_entry

_TRIES = 5  # an entry changed between the two reads is read again


class HeldEntries:
    """Reads entries whole out of the index."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._entries = script(redis, "screening", "entries")

    async def entry(self, space: Space, key: EntryKey) -> Entry | None:
        """Return the entry, None where none is listed under *key*. Raises NotReady."""
        for _ in range(_TRIES):
            number = await self._redis.hget(space.key("entry", key), "number")
            reply = await self._entries(
                args=[space.epoch, space.prefix, *([text(number)] if number else [])]
            )
            if reply[0] == b"not-ready":
                raise NotReady("the index was lost or rebuilt")
            if number is None:
                return None
            if reply[1][0]:
                return parse_entry(reply[1][0])
        raise NotReady("the entry changes faster than it can be read")
