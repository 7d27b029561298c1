"""A whole list in an embedded Valkey, written and looked up by the code that production runs."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from redis.asyncio import Redis

from config.settings import RedisSettings
from screening.entry_join import EntryJoin
from screening.entry_record import EntryRecord
from screening.lookup import Lookup
from screening.prepared import PreparedPassenger
from screening.space import EPOCH, Space
from streams.embedded import Embedded
from streams.redis_clients import async_redis_client
from watchlist.entry import Entry, EntryKey


class RealIndex:
    """The watchlist index, and lookups in it."""

    def __init__(self, redis: Redis, space: Space) -> None:
        self._join = EntryJoin(redis, min_score=1)
        self._lookup = Lookup(redis, space)
        self._space = space
        self._offset = 0

    async def put(self, entry: Entry) -> None:
        """Write *entry* in the place of what its key had before."""
        self._offset += 1
        record = EntryRecord(entry.key, entry, 0, self._offset, "accuracy")
        await self._join.write(self._space, [record], datetime.now(UTC))

    async def candidates(self, people: Sequence[PreparedPassenger]) -> list[list[Entry]]:
        """Return for each of *people* the entries that the index brings up."""
        return await self._lookup.candidates(people)

    async def own(self, people: Sequence[PreparedPassenger], key: EntryKey) -> list[Entry | None]:
        """Return for each of *people* the entry *key*, where the index brings it up."""
        return [
            next((one for one in found if one.key == key), None)
            for found in await self.candidates(people)
        ]


@asynccontextmanager
async def real_index(entries: Sequence[Entry]) -> AsyncIterator[RealIndex]:
    """Yield an index that holds all *entries*; nothing of it stays."""
    with Embedded(bootstrap="127.0.0.1:1") as endpoints:  # no broker is needed here
        settings = {"url": endpoints.redis_url, "timeout_s": 10}
        redis = async_redis_client(RedisSettings.model_validate(settings))
        space = Space("accuracy", "accuracy")
        await redis.set(EPOCH, space.epoch)
        index = RealIndex(redis, space)
        for entry in entries:
            await index.put(entry)
        yield index
        await redis.aclose()
