"""The lookup finds whom the index has, in one call, and refuses an index that is not in force."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from screening.entry_join import EntryJoin
from screening.entry_record import EntryRecord
from screening.lookup import Lookup
from screening.prepared import prepare_passenger
from screening.space import EPOCH, NotReady, Space, current_space, space_in_force
from tests.builders import entry, passenger
from tests.running import Site
from tests.screening.joining import NOW

BUILDING = Space("g", "c", building=True)


@pytest.fixture
async def redis(site: Site) -> AsyncIterator[Redis]:
    async with Redis.from_url(site.endpoints.redis_url) as client:
        await client.flushdb()
        join = EntryJoin(client, min_score=0.5)
        for offset, one in enumerate((entry("1"), entry("2", names=[{"full": "John Doe"}]))):
            await join.write(BUILDING, [EntryRecord(one.key, one, 0, offset, "test")], NOW)
        await client.set(EPOCH, Space("g", "c").epoch)
        yield client


async def test_everybody_asked_about_has_an_answer_in_their_place(redis: Redis) -> None:
    people = [prepare_passenger(passenger(name)) for name in ("SMITH", "AL TIKRITI", "???")]
    answers = await Lookup(redis, await space_in_force(redis)).candidates(people)
    assert [[one.id for one in found] for found in answers] == [[], ["1"], []]


async def test_without_an_index_in_force_nothing_is_answered(redis: Redis) -> None:
    lookup = Lookup(redis, await space_in_force(redis))
    await redis.delete(EPOCH)
    with pytest.raises(NotReady):
        await lookup.candidates([prepare_passenger(passenger())])
    with pytest.raises(NotReady):
        await space_in_force(redis)


async def test_build_that_another_release_laid_out_is_none(redis: Redis) -> None:
    await redis.set(EPOCH, Space("g", "c").epoch)
    assert await current_space(redis, "c") == await space_in_force(redis) == Space("g", "c")
    for other in ("g@c", "g@c/1"):
        await redis.set(EPOCH, other)
        with pytest.raises(NotReady):
            await current_space(redis, "c")
        with pytest.raises(NotReady):
            await space_in_force(redis)
