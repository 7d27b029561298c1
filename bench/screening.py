"""What screening costs: names and keys, one comparison, one manifest against the index."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from redis.asyncio import Redis

from bench.figures import Figure, microseconds_each
from bench.load import OF_A_FLIGHT
from config.settings import RedisSettings
from manifests.contract import Manifest, Passenger
from screening.entry_join import EntryJoin
from screening.entry_record import EntryRecord
from screening.passenger_join import PassengerJoin
from screening.person import persons
from screening.prepared import prepare_entry, prepare_passenger
from screening.score import compare
from screening.space import EPOCH, Space
from streams.demo.world import World, build_world
from streams.embedded import Embedded
from streams.redis_clients import async_redis_client

ENTRIES = 10_000
MIN_SCORE = 0.5


def figures() -> Iterator[Figure]:
    """Yield the figures of screening, on the generated world of the demo."""
    world = build_world(1, date(2030, 1, 1), entries=ENTRIES, flights=40)
    people = [one for push in world.pushes for one in push.manifest.passengers][:5_000]
    yield Figure("names and keys of a passenger", "µs", microseconds_each(lambda: _keys(people)))
    yield Figure("one comparison", "µs", microseconds_each(lambda: _compared(world, people)))
    with Embedded(bootstrap="127.0.0.1:1") as endpoints:  # no broker is needed here
        rates = asyncio.run(_screened(world, endpoints.redis_url))
    yield Figure(f"passengers through the join, {ENTRIES:,} entries, one core", "1/s", rates)


def _keys(people: Sequence[Passenger]) -> int:
    for at in range(0, len(people), OF_A_FLIGHT):
        persons(people[at:][:OF_A_FLIGHT])
    return len(people)


def _compared(world: World, people: Sequence[Passenger]) -> int:
    sent = [prepare_passenger(one) for one in people[:500]]
    listed = [prepare_entry(one) for one in world.entries[:40]]
    for one in sent:
        for other in listed:
            compare(one, other)
    return len(sent) * len(listed)


async def _screened(world: World, redis_url: str) -> tuple[float, ...]:
    redis = async_redis_client(RedisSettings.model_validate({"url": redis_url}))
    space = Space("bench", "bench")
    await redis.set(EPOCH, space.epoch)
    entries = EntryJoin(redis, min_score=MIN_SCORE)
    for offset, entry in enumerate(world.entries):
        record = EntryRecord(entry.key, entry, 0, offset, "bench")
        await entries.write(space, [record], datetime.now(UTC))
    fulls = [one.manifest for one in world.pushes if one.manifest.function == "full"]
    rates = [await _rate(redis, space, fulls) for _ in range(5)]
    await redis.aclose()
    return tuple(rates)


async def _rate(redis: Redis, space: Space, manifests: Sequence[Manifest]) -> float:
    """Return passengers per second, each manifest of a flight folded, written and screened."""
    join = PassengerJoin(redis, min_score=MIN_SCORE, keep=timedelta(hours=24))
    begun = time.perf_counter()
    for manifest in manifests:
        await join.screen(space, manifest, "bench", datetime.now(UTC))
    people = sum(len(one.passengers) for one in manifests)
    return people / (time.perf_counter() - begun)
