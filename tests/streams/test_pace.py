"""What workers count of their pace is together in Redis, also where that was away."""

from datetime import UTC, datetime

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisAway

from streams.pace import PACE, SLOT_S, records_per_s, took_ever, took_lately
from streams.stats import Stats, totals


@pytest.fixture
async def emptied(redis: Redis) -> Redis:
    await redis.flushall()
    return redis


async def test_times_of_two_workers_add_up_minute_by_minute(emptied: Redis) -> None:
    for seconds in (0.02, 0.5):
        stats = Stats()
        stats.pace.took(seconds, 3)
        await stats.flush(emptied)
    ever, lately = await took_ever(emptied), await took_lately(emptied)
    assert len(lately) == 60
    assert sum(sum(counts.values()) for _, counts in lately) == sum(ever.counts.values()) == 6
    assert ever.sum_s == pytest.approx(1.56)
    assert lately[-1][0] <= datetime.now(UTC).timestamp()


async def test_what_cannot_be_written_is_kept_and_written_later(emptied: Redis) -> None:
    stats, away = Stats(), Redis.from_url("redis://127.0.0.1:1")
    stats.add(manifests=2)
    stats.pace.took(0.1, 2)
    stats.pace.dealt("route", 5)
    with pytest.raises(RedisAway):
        await stats.flush(away)
    await away.aclose()
    await stats.flush(emptied)
    assert (await totals(emptied))["manifests"] == 2
    assert sum((await took_ever(emptied)).counts.values()) == 2
    (slot,) = [key async for key in emptied.scan_iter(match=f"{PACE}records:*")]
    assert await emptied.hgetall(slot) == {b"route": b"5"}


async def test_speed_is_that_of_the_last_whole_minute(emptied: Redis) -> None:
    now = int(datetime.now(UTC).timestamp()) // SLOT_S
    for slot, count in ((now - 1, 20), (now - 6, 40), (now - 8, 9999), (now, 9999)):
        await emptied.hset(f"{PACE}records:{slot}", "screen", str(count))
    found = await records_per_s(emptied)
    assert found["screen"] in (pytest.approx(1.0), pytest.approx(20 / 60))  # if a slot just ended


async def test_nothing_counted_writes_nothing(emptied: Redis) -> None:
    await Stats().flush(emptied)
    assert [key async for key in emptied.scan_iter()] == []
