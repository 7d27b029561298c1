"""Both joins over one generation, as one worker has them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from redis.asyncio import Redis

from manifests.contract import Flight, Manifest
from screening.entry_join import EntryJoin
from screening.entry_record import EntryRecord
from screening.facts import Facts
from screening.passenger_join import PassengerJoin
from screening.space import Space
from watchlist.entry import Entry, EntryKey

NOW = datetime.now(UTC)
KEEP = timedelta(hours=24)


async def nobody(space: Space, entries: Sequence[EntryKey]) -> dict[EntryKey, list[Flight]]:
    return {}


class Joins:
    """Both joins over one generation, as one worker has them."""

    def __init__(self, redis: Redis, space: Space) -> None:
        self.passengers = PassengerJoin(redis, min_score=0.5, keep=KEEP)
        self.entries = EntryJoin(redis, min_score=0.5)
        self.space = space
        self.offset = 0

    async def screen(self, push: Manifest) -> Facts:
        return await self.passengers.screen(self.space, push, "manifests.UA/0/1", NOW)

    async def apply(self, listed: Entry, *, offset: int | None = None) -> list[Facts]:
        return await self._put(listed.key, listed, offset)

    async def remove(self, key: str, *, offset: int | None = None) -> list[Facts]:
        return await self._put(EntryKey(key), None, offset)

    async def _put(self, key: EntryKey, listed: Entry | None, offset: int | None) -> list[Facts]:
        self.offset = self.offset + 1 if offset is None else offset
        record = EntryRecord(key, listed, 3, self.offset, "watchlist.interpol/0/1")
        (applied,) = await self.entries.apply(self.space, [record], nobody, NOW)
        return list(applied.facts)
