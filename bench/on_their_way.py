"""Fills the passenger index with people on their way, through the worker's own join."""

import asyncio
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from multiprocessing import get_context

from bench.load import OF_A_FLIGHT, manifest, passengers
from config.settings import Settings
from manifests.contract import Passenger
from screening.passenger_join import PassengerJoin
from screening.space import Space, current_space
from streams.kafka_cluster import cluster_id
from streams.redis_clients import async_redis_client

PROCESSES = 2
SEED = 77


def fill(settings: Settings, count: int) -> None:
    """Hold *count* passengers on flights of 180, all into London; nobody is screened."""
    processes = get_context("spawn").Pool(PROCESSES)
    with processes as pool:
        pool.starmap(_fill_share, [(settings, count, one) for one in range(PROCESSES)])
    print(file=sys.stderr)  # noqa: T201  # ends the line of progress


def people(count: int) -> Iterator[list[Passenger]]:
    """Yield the passengers of each flight, the same in every run."""
    everybody = passengers(count, SEED)
    while aboard := list(islice(everybody, OF_A_FLIGHT)):
        yield aboard


def _fill_share(settings: Settings, count: int, share: int) -> None:
    asyncio.run(_fill(settings, count, share))


async def _fill(settings: Settings, count: int, share: int) -> None:
    redis = async_redis_client(settings.redis)
    space: Space = await current_space(redis, cluster_id(settings.kafka))
    join = PassengerJoin(redis, min_score=settings.screening.min_score, keep=timedelta(hours=24))
    now, flights = datetime.now(UTC), -(-count // OF_A_FLIGHT)
    for number, aboard in enumerate(people(count)):
        if number % PROCESSES != share:
            continue
        await join.fold(space, manifest(number, number, aboard), now)
        if not share and number % 100 == 0:
            print(f"\ron their way: {number * 100 // flights}%", end="", file=sys.stderr)  # noqa: T201
    await redis.aclose()
