"""What a worker is made of: every part built once and handed to those that need it."""

import asyncio
import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import faust
from redis.asyncio import Redis

from access.parties import Parties
from alerts.ledger import Ledger
from alerts.routing import Rules
from config.settings import Settings
from screening import tables
from screening.entry_join import EntryJoin
from screening.passenger_join import PassengerJoin
from screening.sweep import Sweep
from streams.crash import Crash
from streams.edge import Edge, Noted
from streams.entry_intake import EntryIntake
from streams.equipment import Equipment
from streams.fates import Fates
from streams.faust_options import faust_options
from streams.heartbeat import host
from streams.indexes import Indexes
from streams.intake import ManifestIntake
from streams.kafka_cluster import cluster_id
from streams.marks import Marks
from streams.memory import settled
from streams.publisher import Publisher
from streams.rebuild import Rebuild
from streams.receipts import Receipts
from streams.record import Record
from streams.rescreen import Rescreen
from streams.route import Route
from streams.screen import Screen
from streams.stats import Stats
from streams.topics import (
    HITS,
    MANIFESTS,
    WATCHLIST,
    manifests_topic,
    requests_topic,
    watchlist_topic,
)
from streams.transport import use_marks


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


async def wired(
    settings: Settings, parties: Parties, rules: Rules, redis: Redis, publisher: Publisher
) -> Worker:
    """Return a worker whose agents are wired and not yet started. Raises KafkaError."""
    cluster = await asyncio.to_thread(cluster_id, settings.kafka)
    await asyncio.to_thread(tables.load)  # else the first passenger waits for them
    settled()
    indexes, stats, marks = Indexes(redis, cluster), Stats(), Marks()
    keep = timedelta(hours=settings.retention.after_arrival_h)
    min_score = settings.screening.min_score
    name = f"{host()}-{os.getpid()}"

    app = _faust_app(settings, marks)
    equipment = Equipment(indexes, publisher, stats, Crash(settings.crash_at))
    edge = Edge(app, marks, equipment, settings.worker)

    async def dealt_out_anew(*_: Any, **__: Any) -> None:  # noqa: ANN401  # a Faust signal
        edge.health.has_partitions = True

    app.on_partitions_assigned.connect(dealt_out_anew)
    ledger = Ledger(redis, keep=keep)
    receipts, fates = _memories(settings, redis)
    passengers = PassengerJoin(redis, min_score=min_score, keep=keep)
    entries = EntryJoin(redis, min_score=min_score)

    airlines = sorted(parties.airlines)
    manifest_topics = [*map(manifests_topic, airlines), *map(requests_topic, airlines)]
    entry_topics = [watchlist_topic(one) for one in sorted(parties.agencies)]
    _agent(app, edge, manifest_topics, ManifestIntake(equipment, parties, receipts, fates))
    _agent(app, edge, entry_topics, EntryIntake(equipment, parties))
    _agent(app, edge, [MANIFESTS], Screen(equipment, passengers, fates))
    _agent(app, edge, [WATCHLIST], Rescreen(equipment, entries, ledger))
    _agent(app, edge, [HITS], Route(equipment, ledger, rules))
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


def _memories(settings: Settings, redis: Redis) -> tuple[Receipts, Fates]:
    keep = timedelta(days=settings.retention.receipts_days)
    return Receipts(redis, keep=keep), Fates(redis, keep=keep)


class Handling(Protocol):
    """Deals with the records of some topics; may also have `refused`, told of the quarantine."""

    async def handle(self, record: Record) -> None: ...


def _agent(app: faust.App, edge: Edge, topics: list[str], handling: Handling) -> None:
    """Let *handling* have every record of *topics*, one at a time, through the edge."""
    if not topics:
        return
    noted: Noted | None = getattr(handling, "refused", None)

    async def agent(stream: Any) -> None:  # noqa: ANN401  # Faust has no types
        await edge.run(stream, handling.handle, noted)

    topic = app.topic(*topics, value_type=bytes, key_type=bytes, value_serializer="raw")
    app.agent(topic, name=f"tocsin.{type(handling).__name__}")(agent)
