"""What is heard of workers: whether they wait, and whether they learn yet."""

from redis.asyncio import Redis

from streams.health import Health
from streams.heartbeat import WORKER, beat, gone, workers


async def test_worker_is_heard_of_until_it_is_gone(redis: Redis) -> None:
    health = Health(has_index=True, has_partitions=True, is_learning=True)
    await beat(redis, "learns", health, "screening")
    await beat(redis, "waits", Health(), "boarding")
    found = {one.name: one for one in await workers(redis)}
    assert (found["learns"].waiting_for, found["learns"].is_learning) == ("", True)
    assert (found["waits"].waiting_for, found["waits"].is_learning) == ("the index", False)
    health.is_learning = False
    await beat(redis, "learns", health, "screening")
    await gone(redis, "waits")
    assert [one.is_learning for one in await workers(redis) if one.name == "learns"] == [False]
    assert "waits" not in {one.name for one in await workers(redis)}
    await gone(redis, "learns")


async def test_worker_of_an_older_release_does_not_say_that_it_learns(redis: Redis) -> None:
    await beat(redis, "older", Health(), "screening")
    await redis.hdel(f"{WORKER}older", "learning")
    assert [one.is_learning for one in await workers(redis) if one.name == "older"] == [False]
    await gone(redis, "older")
