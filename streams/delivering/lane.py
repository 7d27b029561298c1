"""The lane that delivers to webhooks: a process with a courier for each destination."""

import asyncio
import os
import signal
import ssl
from collections.abc import Sequence
from contextlib import suppress

from aiokafka.errors import KafkaError
from redis.exceptions import RedisError

from alerts.delivery.posting import Poster
from config.settings import Settings
from streams.crash import Crash
from streams.dealing import GiveUp, place_of
from streams.delivering.courier import Courier
from streams.delivering.destination import Destination
from streams.delivering.kit import Kit
from streams.delivering.patience import HEARTBEAT, Patience
from streams.heartbeat import beat, gone, host
from streams.publisher import Publisher
from streams.redis_clients import async_redis_client
from streams.stats import Stats

REPORT_S = 0.5
DRAIN_S = 5  # beside the call that is under way


async def run_delivery(settings: Settings, destinations: Sequence[Destination]) -> str | None:
    """Deliver until SIGTERM or SIGINT, then finish the calls in hand; return why it gave up.

    Raises KafkaError where Kafka is away at the start.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    redis = async_redis_client(settings.redis)
    try:
        async with Publisher(settings.kafka) as publisher:
            kit = Kit(
                settings=settings,
                redis=redis,
                publisher=publisher,
                stats=Stats(),
                crash=Crash(settings.crash_at),
                patience=Patience(settings.worker, [one.name for one in destinations]),
                stop=stop,
            )
            return await delivered(kit, destinations)
    finally:
        await redis.aclose()


async def delivered(kit: Kit, destinations: Sequence[Destination]) -> str | None:
    """Deliver until `kit.stop` is set; return why it gave up, or None."""
    tls = ssl.create_default_context()  # one for all: each holds every authority of the system
    work = [
        asyncio.create_task(Courier(one, kit, _poster(one, kit.settings, tls)).run())
        for one in destinations
    ]
    work.append(asyncio.create_task(_reported(kit)))
    stopped = asyncio.create_task(kit.stop.wait())
    await asyncio.wait([stopped, *work], return_when=asyncio.FIRST_COMPLETED)
    kit.stop.set()
    _, late = await asyncio.wait(work, timeout=kit.settings.delivery.timeout_s + DRAIN_S)
    for one in late:
        one.cancel()
    ends = await asyncio.gather(*work, return_exceptions=True)
    return next((_why(one) for one in ends if isinstance(one, Exception)), None)


def _poster(destination: Destination, settings: Settings, tls: ssl.SSLContext) -> Poster:
    row = destination.row
    return Poster(
        row.url, timeout_s=settings.delivery.timeout_s, allow_private=row.allow_private, tls=tls
    )


def _why(problem: Exception) -> str:
    return str(problem) if isinstance(problem, GiveUp) else f"gave up: {place_of(problem)}"


async def _reported(kit: Kit) -> None:
    """Say every moment that the lane is at work, and what it has counted. Raises GiveUp."""
    name = f"{host()}-{os.getpid()}"
    while not kit.stop.is_set():
        try:
            await kit.stats.flush(kit.redis)
            await beat(kit.redis, name, kit.patience.health, "delivery")
            kit.patience.well(HEARTBEAT)
        except (RedisError, KafkaError, OSError) as problem:
            kit.patience.away(HEARTBEAT, problem)
        with suppress(TimeoutError):
            await asyncio.wait_for(kit.stop.wait(), REPORT_S)
    with suppress(RedisError, OSError):
        await kit.stats.flush(kit.redis)
        await gone(kit.redis, name)
