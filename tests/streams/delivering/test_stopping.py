"""The lane ends when it is told to, whatever it waits for."""

import asyncio
from time import monotonic

from alerts.delivery.progress import DELIVERY
from tests.streams.delivering.endpoint import OK, Endpoint
from tests.streams.delivering.lane import Lane


async def test_it_ends_at_once_while_it_waits_for_records_of_a_call_that_was_begun(
    lane: Lane,
) -> None:
    async with Endpoint(OK) as desk:
        row = lane.destination(desk.url, "waiting")
        async with lane.at_work(row):
            start = (await lane.standing(row)).position or 0
        for name, offset in (("first", start), ("end", start + 5)):
            await lane.redis.hset(DELIVERY + row.name, name, str(offset))
        await lane.redis.hdel(DELIVERY + row.name, "position")  # it is back once it is taken up
        async with lane.at_work(row):
            assert (await lane.standing(row)).begun is not None
            await asyncio.sleep(0.2)
            stopped_at = monotonic()
        assert monotonic() - stopped_at < 3
