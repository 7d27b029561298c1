"""One worker process: kept ready while it runs, drained at the end."""

import asyncio
import logging
import signal
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any

from aiokafka.errors import KafkaError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from access.audit import NotNoted
from access.parties import Parties
from config.problems import ConfigError
from config.settings import Settings
from manifests import airports
from screening import tables
from screening.compiled.compiling import is_compiled
from screening.space import NotReady
from streams.audit import Audit
from streams.dealing import away_too_long, place_of, what_is_away
from streams.edge import Edge
from streams.heartbeat import beat, gone
from streams.loading import loaded_beside
from streams.memory import settled
from streams.publisher import Publisher
from streams.redis_clients import async_redis_client
from streams.wiring import Care, Purpose, Worker, wired

log = logging.getLogger("tocsin.worker")

DRAIN_S = 20
POLL_S = 0.25
SWEEP_S = 30
TURN_S = 1


async def run_worker(settings: Settings, parties: Parties, purpose: Purpose) -> str | None:
    """Run until SIGTERM or SIGINT, then drain; return why it gave up, or None.

    Raises ConfigError where Redis would evict, RedisError or KafkaError when they are away at
    the start, or do not let it in.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    redis = async_redis_client(settings.redis)
    try:
        await refuse_eviction(redis)
        async with Publisher(settings.kafka) as publisher:
            worker = await wired(settings, parties, purpose, redis, publisher)
            return await _run(worker, stop)
    finally:
        await redis.aclose()


async def refuse_eviction(redis: Redis) -> None:
    """Raise ConfigError if Redis may drop keys under memory pressure (rule 5)."""
    memory: dict[str, Any] = await redis.info("memory")
    policy = memory.get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        raise ConfigError(
            f"Redis evicts keys (maxmemory-policy {policy}); set it to noeviction: "
            "an evicted entry would be a missed hit"
        )


async def _run(worker: Worker, stop: asyncio.Event) -> str | None:
    stopped = asyncio.create_task(stop.wait())
    starting = asyncio.create_task(_start(worker))
    await asyncio.wait([starting, stopped], return_when=asyncio.FIRST_COMPLETED)
    if stop.is_set():
        starting.cancel()
        await asyncio.wait([starting], timeout=TURN_S)
        await _ended(worker)
        return None
    await starting
    care = [asyncio.create_task(one) for one in _all_care(worker)]
    crashed = asyncio.create_task(worker.app.wait_until_stopped())
    ends: list[asyncio.Future[Any]] = [stopped, crashed, worker.edge.failed, *care]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    why = None if stop.is_set() else _why_ended(worker.edge, care)
    await worker.edge.drain(DRAIN_S)
    for task in (*care, stopped, crashed):
        task.cancel()
    await _ended(worker)
    return why


async def _ended(worker: Worker) -> None:
    """Leave the group, and be at work no more."""
    with suppress(TimeoutError):
        await asyncio.wait_for(worker.app.stop(), DRAIN_S)
    if worker.care is not None:
        await worker.care.book.close()
        await worker.care.audit.close()
    with suppress(RedisError, OSError):
        await worker.stats.flush(worker.redis)
        await gone(worker.redis, worker.name)


async def _start(worker: Worker) -> None:
    """Let the worker join its group, and load meanwhile: to join is mostly to wait.

    Where it has to compile first, which takes minutes, others had better keep the partitions.
    """
    joins_meanwhile = is_compiled()
    if joins_meanwhile:
        await asyncio.gather(worker.app.start(), loaded_beside(_load))
    else:
        await loaded_beside(_load)
    settled()
    worker.edge.open()
    if not joins_meanwhile:
        await worker.app.start()


def _load() -> None:
    """All that is read once is in memory afterwards: else the first passengers wait for it."""
    tables.load()
    airports.load()


def _all_care(worker: Worker) -> Iterator[Coroutine[Any, Any, None]]:
    """Yield what is done every moment beside the records."""
    forever = partial(_forever, worker, set[object]())
    yield forever(partial(_kept_ready, worker))
    yield forever(partial(_reported, worker))
    if worker.care is not None:
        yield forever(partial(_swept, worker, worker.care), every_s=SWEEP_S)
        yield forever(worker.care.rules.look)
        yield forever(partial(_learnt, worker, worker.care), every_s=TURN_S)
        yield forever(worker.care.turning.look, every_s=TURN_S)
        yield forever(worker.care.expiring.look, every_s=TURN_S)
        yield forever(worker.care.escalating.look, every_s=TURN_S)
        yield forever(partial(_noted, worker.care.audit), every_s=TURN_S)


def _why_ended(edge: Edge, care: list[asyncio.Task[None]]) -> str:
    if edge.failed.done():
        return edge.failed.result()
    for task in care:
        if task.done():
            return f"gave up: {place_of(task.exception())}"
    return "the Kafka consumer stopped by itself; see the log"


async def _forever(
    worker: Worker,
    waiting: set[object],
    care: Callable[[], Awaitable[None]],
    *,
    every_s: float = POLL_S,
) -> None:
    """Take care every moment there is an index.

    Lets the worker give up when what it needs is away for too long. *waiting* are all that wait:
    the first of them says so in the log.
    """
    away_since: float | None = None
    while True:
        try:
            with suppress(NotReady):
                await care()
            away_since = None
            waiting.discard(care)
        except (RedisError, KafkaError, OSError) as problem:
            if not waiting:
                log.warning("%s is away (%s); retrying", what_is_away(problem), place_of(problem))
            waiting.add(care)
            away_since = away_since or time.monotonic()
            away_s = time.monotonic() - away_since
            if away_s > worker.give_up_s:
                worker.edge.give_up(away_too_long(what_is_away(problem), away_s))
        await asyncio.sleep(every_s)


async def _kept_ready(worker: Worker) -> None:
    """Rebuild the indexes if they are not those of this cluster."""
    worker.indexes.forget()
    try:
        await worker.indexes.space()
        worker.edge.health.has_index = True
    except NotReady:
        worker.edge.health.has_index = False
        if worker.care is not None:
            worker.edge.health.is_learning = True
            await worker.care.rebuild.run()
            worker.edge.health.unexpected += worker.care.rebuild.faults


async def _swept(worker: Worker, care: Care) -> None:
    """Forget flights whose time is over, what agencies were told long ago, and older builds."""
    space = await worker.indexes.space()
    await care.sweep.run(space, datetime.now(UTC))
    await care.trim.run(space)
    await care.rebuild.tidy(space)


async def _learnt(worker: Worker, care: Care) -> None:
    """Learn of the entries that are new what rules them out; after a start these are all.

    That is mostly done before the first partition comes. Each turn is short, so manifests and
    Redis wait for one at most; and the sooner it ends, the less a passenger costs.
    """
    space = await worker.indexes.space()
    while await care.passengers.learn(space):
        pass
    worker.edge.health.is_learning = False


async def _noted(audit: Audit) -> None:
    """Publish what of the audit trail was left to wait; that it cannot be now stops nothing."""
    with suppress(NotNoted):
        await audit.send_waiting()


async def _reported(worker: Worker) -> None:
    await worker.stats.flush(worker.redis)
    await beat(worker.redis, worker.name, worker.edge.health, worker.lane)
