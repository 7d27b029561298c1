"""Builds of the index follow each other, whatever wall clock they are of; none is left over."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
from redis import Redis as Client
from redis.asyncio import Redis

from screening.space import EPOCH
from streams.generations import BUILDS
from streams.rebuild import LOCK
from tests.running import Site
from tests.running import site as new_site
from tests.streams.station import Station, at_work

AHEAD_US = 3600 * 1_000_000
LEFT = "tocsin:1:contents:1"  # of a build long ago


@pytest.fixture(scope="module")
def own_site() -> Iterator[Site]:
    """Yield a site whose facts may be of a clock that is ahead."""
    with new_site() as found:
        yield found


@pytest.fixture
async def station(own_site: Site) -> AsyncIterator[Station]:
    async with at_work(own_site) as found:
        yield found


async def test_build_is_later_than_one_of_a_machine_whose_clock_is_ahead(station: Station) -> None:
    number = time.time_ns() // 1000 + AHEAD_US
    clock = f"tocsin:{number:x}:clock"
    await station.redis.set(clock, number + 7)
    await station.redis.delete(EPOCH)
    assert await station.rebuild().run()
    space = await station.space()
    assert int(space.generation, 16) > number
    assert int(await station.redis.get(space.key("clock")) or 0) > number + 7
    assert not await station.redis.exists(clock)


async def test_key_that_only_ends_as_a_clock_does_is_no_clock(station: Station) -> None:
    await station.redis.hset("tocsin:worker:clock", "x", "1")
    await station.redis.set(f"{(await station.space()).prefix}entry:interpol/a:clock", "x")
    assert await station.rebuild().run()


@pytest.mark.slow
@pytest.mark.timeout(90)
async def test_worker_that_starts_deletes_what_an_older_build_left() -> None:
    with new_site() as site, Client.from_url(site.endpoints.redis_url) as redis:
        with site.running("worker"):
            await until(lambda: bool(redis.exists(EPOCH)))
        built = redis.get(EPOCH)
        redis.set(LEFT, "x")
        redis.sadd(BUILDS, "1")
        with site.running("worker"):
            await until(lambda: not redis.exists(LEFT))
            await until(lambda: not redis.sismember(BUILDS, "1"))
        assert redis.get(EPOCH) == built


class Late(Redis):
    """A Redis that is slow to take the clock of a build, until it is to go on."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.clock = asyncio.Queue[str]()
        self.goes_on = asyncio.Event()

    async def set(self, name: Any, *args: Any, **options: Any) -> Any:
        if str(name).endswith(":clock"):
            self.clock.put_nowait(str(name))
            await self.goes_on.wait()
        return await super().set(name, *args, **options)


async def test_what_a_build_writes_after_another_took_its_place_is_deleted(
    own_site: Site, station: Station
) -> None:
    async with Late.from_url(own_site.endpoints.redis_url) as redis:
        assert isinstance(redis, Late)
        building = asyncio.create_task(station.rebuild(redis).run())
        clock = await redis.clock.get()
        await station.redis.delete(LOCK)
        other = station.rebuild()
        assert await other.run()
        await other.tidy(await station.space())
        redis.goes_on.set()
        assert not await building
    assert await station.redis.exists(clock)
    await station.rebuild().tidy(await station.space())
    assert not await station.redis.exists(clock)


async def until(holds: Callable[[], bool], within_s: float = 30) -> None:
    deadline = time.monotonic() + within_s
    while not holds():
        assert time.monotonic() < deadline, "it does not come"
        await asyncio.sleep(0.1)
