"""Builds of the index follow each other, whatever wall clock they are of."""

import time
from collections.abc import AsyncIterator, Iterator

import pytest

from screening.space import EPOCH
from tests.running import Site
from tests.running import site as new_site
from tests.streams.station import Station, at_work

AHEAD_US = 3600 * 1_000_000


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
