"""One worker process: Faust's agents wired by hand, kept ready, drained at the end."""

import asyncio
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import faust
from aiokafka.errors import KafkaError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from access.parties import Parties
from alerts.ledger import Ledger
from alerts.routing import Rules
from config.problems import ConfigError
from config.settings import Settings
from screening.entry_join import EntryJoin
from screening.passenger_join import PassengerJoin
from screening.space import NotReady
from screening.sweep import Sweep
from streams.clients import faust_options
from streams.crash import Crash
from streams.edge import Edge, Handler, place_of
from streams.equipment import Equipment
from streams.heartbeat import beat, host
from streams.indexes import Indexes
from streams.intake import EntryIntake, ManifestIntake, Receipts
from streams.kafka_cluster import cluster_id
from streams.marks import Marks
from streams.publisher import Publisher
from streams.rebuild import Rebuild
from streams.redis_clients import async_redis_client
from streams.rescreen import Rescreen
from streams.route import Route
from streams.screen import Screen
from streams.stats import Stats
from streams.topics import HITS, MANIFESTS, WATCHLIST, manifests_topic, watchlist_topic
from streams.transport import use_marks

log = logging.getLogger("tocsin.worker")

DRAIN_S = 20
POLL_S = 0.25
SWEEP_S = 30


@dataclass(frozen=True, slots=True)
class Worker:
    """What a worker is made of, once it is wired."""

    app: faust.App
    edge: Edge
    redis: Redis
    indexes: Indexes
    rebuild: Rebuild
    sweep: Sweep
    stats: Stats
    name: str
    give_up_s: float


async def run_worker(settings: Settings, parties: Parties, rules: Rules) -> str | None:
    """Run until SIGTERM or SIGINT, then drain; return why it gave up, or None.

    Raises ConfigError where Redis would evict, RedisError or KafkaError when they are away at
    the start.
    """
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    redis = async_redis_client(settings.redis)
    try:
        await refuse_eviction(redis)
        async with Publisher(settings.kafka) as publisher:
            worker = await _wired(settings, parties, rules, redis, publisher)
            return await _run(worker, stop)
    finally:
        await redis.aclose()


async def refuse_eviction(redis: Redis) -> None:
    """Raise ConfigError if Redis may drop keys under memory pressure (design rule 5)."""
    memory: dict[str, Any] = await redis.info("memory")
    policy = memory.get("maxmemory_policy", "noeviction")
    if policy != "noeviction":
        raise ConfigError(
            f"Redis evicts keys (maxmemory-policy {policy}); set it to noeviction: "
            "an evicted entry would be a missed hit"
        )


async def _wired(
    settings: Settings, parties: Parties, rules: Rules, redis: Redis, publisher: Publisher
) -> Worker:
    cluster = await asyncio.to_thread(cluster_id, settings.kafka)
    indexes, stats, marks = Indexes(redis, cluster), Stats(), Marks()
    keep = timedelta(hours=settings.retention.after_arrival_h)
    min_score = settings.screening.min_score
    name = f"{host()}-{os.getpid()}"

    app = _faust_app(settings, marks)
    equipment = Equipment(indexes, publisher, stats, Crash(settings.crash_at))
    edge = Edge(app, marks, equipment, settings.worker)

    async def dealt_out_anew(*_: Any, **__: Any) -> None:  # noqa: ANN401  # a Faust signal
        marks.clear()
        edge.health.waiting_for = None

    app.on_partitions_assigned.connect(dealt_out_anew)
    ledger = Ledger(redis, keep=keep)
    receipts = Receipts(redis, keep=timedelta(days=settings.retention.receipts_days))
    passengers = PassengerJoin(redis, min_score=min_score, keep=keep)
    entries = EntryJoin(redis, min_score=min_score)

    manifest_topics = [manifests_topic(one) for one in sorted(parties.airlines)]
    entry_topics = [watchlist_topic(one) for one in sorted(parties.agencies)]
    _agent(app, edge, manifest_topics, ManifestIntake(equipment, parties, receipts).handle)
    _agent(app, edge, entry_topics, EntryIntake(equipment, parties).handle)
    _agent(app, edge, [MANIFESTS], Screen(equipment, passengers).handle)
    _agent(app, edge, [WATCHLIST], Rescreen(equipment, entries, ledger).handle)
    _agent(app, edge, [HITS], Route(equipment, ledger, rules).handle)
    rebuild = Rebuild(settings, redis, publisher, rules, cluster)
    return Worker(
        app, edge, redis, indexes, rebuild, Sweep(redis), stats, name, settings.worker.give_up_s
    )


def _faust_app(settings: Settings, marks: Marks) -> faust.App:
    app = faust.App(
        settings.kafka.group,
        **faust_options(settings.kafka),
        autodiscover=False,
        store="memory://",
        topic_disable_leader=True,
        topic_allow_declare=False,
        web_enabled=False,
        stream_wait_empty=False,
        stream_buffer_maxsize=256,  # records may be large
        consumer_auto_offset_reset="earliest",
        broker_commit_interval=1.0,
        loghandlers=[],
    )
    use_marks(app, marks)
    return app


def _agent(app: faust.App, edge: Edge, topics: list[str], handle: Handler) -> None:
    """Let *handle* have every record of *topics*, one at a time, through the edge."""
    if not topics:
        return

    async def agent(stream: Any) -> None:  # noqa: ANN401  # Faust has no types
        await edge.run(stream, handle)

    owner = type(handle.__self__).__name__ if hasattr(handle, "__self__") else "agent"
    topic = app.topic(*topics, value_type=bytes, key_type=bytes, value_serializer="raw")
    app.agent(topic, name=f"tocsin.{owner}")(agent)


async def _run(worker: Worker, stop: asyncio.Event) -> str | None:
    care = [
        asyncio.create_task(_forever(worker, _kept_ready)),
        asyncio.create_task(_forever(worker, _reported)),
        asyncio.create_task(_forever(worker, _swept, every_s=SWEEP_S)),
    ]
    await worker.app.start()
    stopped = asyncio.create_task(stop.wait())
    crashed = asyncio.create_task(worker.app.wait_until_stopped())
    ends: list[asyncio.Future[Any]] = [stopped, crashed, worker.edge.failed, *care]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    why = None if stop.is_set() else _why_ended(worker.edge, care)
    await worker.edge.drain(DRAIN_S)
    for task in (*care, stopped, crashed):
        task.cancel()
    with suppress(TimeoutError):
        await asyncio.wait_for(worker.app.stop(), DRAIN_S)
    with suppress(RedisError, OSError):
        await worker.stats.flush(worker.redis)
        await worker.redis.delete(f"tocsin:worker:{worker.name}")
    return why


def _why_ended(edge: Edge, care: list[asyncio.Task[None]]) -> str:
    if edge.failed.done():
        return edge.failed.result()
    for task in care:
        if task.done():
            return f"gave up: {place_of(task.exception())}"
    return "the Kafka consumer stopped by itself; see the log"


async def _forever(
    worker: Worker, care: Callable[[Worker], Awaitable[None]], *, every_s: float = POLL_S
) -> None:
    """Take care every moment; ends with what was away when it has been for too long."""
    since = time.monotonic()
    while True:
        try:
            await care(worker)
            since = time.monotonic()
        except (RedisError, KafkaError, OSError):
            if time.monotonic() - since > worker.give_up_s:
                raise
        await asyncio.sleep(every_s)


async def _kept_ready(worker: Worker) -> None:
    """Rebuild the indexes if they are not those of this cluster."""
    worker.indexes.forget()
    try:
        await worker.indexes.space()
    except NotReady:
        await worker.rebuild.run()


async def _swept(worker: Worker) -> None:
    """Forget flights whose time is over."""
    with suppress(NotReady):
        await worker.sweep.run(await worker.indexes.space(), datetime.now(UTC))


async def _reported(worker: Worker) -> None:
    await worker.stats.flush(worker.redis)
    await beat(worker.redis, worker.name, worker.edge.health)
