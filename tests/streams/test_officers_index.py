"""An officer is answered from the index in force, also where that has just changed."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from screening.entry_join import EntryJoin
from screening.entry_record import EntryRecord
from screening.prepared import prepare_passenger
from screening.space import EPOCH, NotReady, Space
from streams.agencies.checking import Listing
from tests.builders import entry, passenger
from tests.running import Site
from tests.screening.joining import NOW


@pytest.fixture
async def redis(site: Site) -> AsyncIterator[Redis]:
    async with Redis.from_url(site.endpoints.redis_url) as client:
        await client.flushdb()
        await in_force(client, "g", "1")
        yield client


async def in_force(redis: Redis, generation: str, entry_id: str) -> None:
    """Build an index that has one entry, and have it take the place of the one before."""
    one = entry(entry_id)
    building = Space(generation, "c", building=True)
    record = EntryRecord(one.key, one, 0, 0, "test")
    await EntryJoin(redis, min_score=0.5).write(building, [record], NOW)
    await redis.set(EPOCH, Space(generation, "c").epoch)


async def found(listing: Listing) -> list[str]:
    asked = prepare_passenger(passenger("AL TIKRITI"))
    return [one.entry.id for one in await listing.likely(asked, asker=None, min_score=0.1)]


async def test_the_index_that_took_its_place_answers(redis: Redis) -> None:
    listing = Listing(redis)
    assert await found(listing) == ["1"]
    await in_force(redis, "h", "2")
    assert await found(listing) == ["2"]
    assert await found(listing) == ["2"]


async def test_nobody_is_answered_while_there_is_none_and_all_are_afterwards(redis: Redis) -> None:
    listing = Listing(redis)
    assert await found(listing) == ["1"]
    await redis.delete(EPOCH)
    for _ in range(2):
        with pytest.raises(NotReady):
            await found(listing)
    await in_force(redis, "h", "2")
    assert await found(listing) == ["2"]


async def test_which_index_is_in_force_is_not_asked_each_time(redis: Redis) -> None:
    listing = Listing(redis)
    await found(listing)
    await redis.config_resetstat()
    await found(listing)
    sent = await redis.info("commandstats")
    # Scripts ask themselves, as they read: one that looks people up, and one for what it found.
    assert sent["cmdstat_evalsha"]["calls"] == sent["cmdstat_get"]["calls"] == 2
