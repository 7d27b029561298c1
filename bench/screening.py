"""What screening costs: names and keys, one comparison, one manifest against the index."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice

from redis.asyncio import Redis

from bench.figures import Figure, microseconds_each
from bench.load import OF_A_FLIGHT, passengers
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
from watchlist.entry import Entry

ENTRIES = 10_000
MIN_SCORE = 0.5
RUNS = 5
PEOPLE = 4_000  # in a run, new to it as travellers are
PEOPLE_COMPARED, ENTRIES_COMPARED = 500, 40  # in a run


def figures() -> Iterator[Figure]:
    """Yield the figures of screening, on the generated world of the demo."""
    world = build_world(1, date(2030, 1, 1), entries=ENTRIES, flights=40)
    everybody, listed = passengers(PEOPLE * (RUNS + 1), seed=41), iter(world.entries)
    groups = [list(islice(everybody, PEOPLE)) for _ in range(RUNS + 1)]
    beside = [list(islice(listed, ENTRIES_COMPARED)) for _ in groups]
    told = "names and keys of a passenger"
    yield Figure(told, "µs", tuple(microseconds_each(partial(_keys, each)) for each in groups)[1:])
    both = zip(groups, beside, strict=True)
    times = tuple(microseconds_each(partial(_compared, *each)) for each in both)
    yield Figure("one comparison", "µs", times[1:])  # the first warms up
    with Embedded(bootstrap="127.0.0.1:1") as endpoints:  # no broker is needed here
        rates = asyncio.run(_screened(world, endpoints.redis_url))
    yield Figure(f"passengers through the join, {ENTRIES:,} entries, one core", "1/s", rates)


def _keys(people: Sequence[Passenger]) -> int:
    for at in range(0, len(people), OF_A_FLIGHT):
        persons(people[at:][:OF_A_FLIGHT])
    return len(people)


def _compared(people: Sequence[Passenger], entries: Sequence[Entry]) -> int:
    sent = [prepare_passenger(one) for one in people[:PEOPLE_COMPARED]]
    listed = [prepare_entry(one) for one in entries]
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
    pushed = (one.manifest for one in world.pushes if one.manifest.function == "full")
    fulls = list({one.flight.key: one for one in pushed}.values())
    each = len(fulls) // (RUNS + 1)  # flights, so that nobody is known from the run before
    rates = [await _rate(redis, space, fulls[at * each :][:each]) for at in range(RUNS + 1)]
    await redis.aclose()
    return tuple(rates[1:])  # the first warms up


async def _rate(redis: Redis, space: Space, manifests: Sequence[Manifest]) -> float:
    """Return passengers per second, each manifest of a flight folded, written and screened."""
    join = PassengerJoin(redis, min_score=MIN_SCORE, keep=timedelta(hours=24))
    begun = time.perf_counter()
    for manifest in manifests:
        await join.screen(space, manifest, "bench", datetime.now(UTC))
    people = sum(len(one.passengers) for one in manifests)
    return people / (time.perf_counter() - begun)
