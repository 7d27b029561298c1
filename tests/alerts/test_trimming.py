"""What is held no more takes no room among the alerts of its agency, read or not."""

from typing import Any

from redis.asyncio import Redis

from alerts.trimming import AT_ONCE, Trim
from screening.space import Space


async def test_alerts_that_are_held_no_more_are_forgotten_and_the_others_stay(
    redis: Redis, space: Space
) -> None:
    held: dict[str, list[str]] = {"uk": [f"u{one}" for one in range(50)], "fr": ["f1"], "ke": []}
    old = [f"old{one}" for one in range(3 * AT_ONCE)]
    over: dict[str, list[str]] = {"uk": old, "fr": [], "ke": ["k1"]}
    for agency, ids in held.items():
        home = space.key("of-agency", agency)
        await redis.sadd(space.key("agencies"), agency)
        await redis.zadd(home, {one: place for place, one in enumerate(over[agency] + ids)})
        for one in ids:
            await redis.hset(space.key("alert", one), "sent", "1")
    trim = Trim(redis)
    first = await trim.run(space)
    assert 0 < first < 2 * AT_ONCE  # some at a time
    for _ in range(10):
        await trim.run(space)
    for agency, ids in held.items():
        left: Any = await redis.zrange(space.key("of-agency", agency), 0, -1)
        assert [one.decode() for one in left] == ids
    assert await trim.run(space) == 0
