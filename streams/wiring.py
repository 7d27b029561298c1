"""What a worker is made of: every part built once and handed to those that need it."""

import asyncio
import os
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import faust
from redis.asyncio import Redis

from access.parties import Parties
from alerts.known_hits import KnownHits
from alerts.ledger import Ledger
from alerts.suppressions import SuppressionStore
from alerts.trimming import Trim
from config.boarding_file import BoardingFile
from config.settings import Settings
from screening.passenger_join import PassengerJoin
from screening.sweep import Sweep
from screening.turns import Turns
from streams.audit import Audit
from streams.crash import Crash
from streams.edge import Edge
from streams.equipment import Equipment
from streams.escalating import Escalating
from streams.faust_app import faust_app
from streams.heartbeat import LaneName, host
from streams.indexes import Indexes
from streams.kafka_cluster import cluster_id
from streams.lanes import Lane
from streams.marks import Marks
from streams.publisher import Publisher
from streams.rebuild import Rebuild
from streams.rules import RuleBook, RuleFiles, RulesInForce, RulesWatch
from streams.stages import group_of
from streams.stats import Stats
from streams.subscription_log import SubscriptionLog
from streams.suppressing import Expiring
from streams.turning import Turning

# What a worker is for: to screen and route by the rules of files, or to answer before boarding.
Purpose = RuleFiles | BoardingFile


@dataclass(frozen=True, slots=True)
class Care:
    """What a worker sees to beside its records."""

    passengers: PassengerJoin
    rebuild: Rebuild
    sweep: Sweep
    trim: Trim
    rules: RulesWatch
    book: RuleBook
    turning: Turning
    expiring: Expiring
    escalating: Escalating
    audit: Audit


@dataclass(frozen=True, slots=True)
class Worker:
    """What a worker is made of, once it is wired."""

    app: faust.App
    edge: Edge
    redis: Redis
    indexes: Indexes
    care: Care | None  # those who answer have no time for it
    stats: Stats
    name: str
    lane: LaneName
    give_up_s: float


async def wired(
    settings: Settings, parties: Parties, purpose: Purpose, redis: Redis, publisher: Publisher
) -> Worker:
    """Return a worker whose agents are wired and not yet started.

    Raises KafkaError, ConfigError.
    """
    cluster = await asyncio.to_thread(cluster_id, settings.kafka)
    indexes, stats, marks = Indexes(redis, cluster), Stats(), Marks()
    answers = isinstance(purpose, BoardingFile)
    app = faust_app(settings, marks, group=group_of(settings.kafka.group, answers=answers))
    equipment = Equipment(indexes, publisher, stats, Crash(settings.crash_at))
    edge = Edge(app, marks, equipment, settings.worker)
    edge.health.is_learning = not answers  # who answers has no time for it
    _note_partitions(app, edge)
    return Worker(
        app=app,
        edge=edge,
        redis=redis,
        indexes=indexes,
        care=await _laid(Lane(app, edge, equipment, redis, settings, parties), purpose, cluster),
        stats=stats,
        name=f"{host()}-{os.getpid()}",
        lane="boarding" if answers else "screening",
        give_up_s=settings.worker.give_up_s,
    )


async def _laid(lane: Lane, purpose: Purpose, cluster: str) -> Care | None:
    """Let *lane* do what it is for; return what is to be seen to beside that."""
    if isinstance(purpose, BoardingFile):
        lane.answers(purpose)
        return None
    settings, redis, things = lane.settings, lane.redis, lane.equipment
    book = RuleBook(purpose, SubscriptionLog(settings.kafka))
    rules = RulesInForce(things.indexes, book, await book.current())
    ledger = Ledger(redis, keep=timedelta(days=settings.retention.alerts_days))
    hits = KnownHits(redis, keep=timedelta(hours=settings.retention.after_arrival_h))
    audit = Audit(settings, redis, things.publisher)
    passengers = lane.screens(ledger, hits, rules, audit)
    return Care(
        passengers=passengers,
        rebuild=Rebuild(settings, redis, things.publisher, rules, cluster),
        sweep=Sweep(redis),
        trim=Trim(redis),
        rules=RulesWatch(things, hits, rules),
        book=book,
        turning=Turning(things, Turns(redis, min_score=settings.screening.min_score), ledger),
        expiring=Expiring(things, SuppressionStore(redis)),
        escalating=Escalating(things, redis),
        audit=audit,
    )


def _note_partitions(app: faust.App, edge: Edge) -> None:
    """Let *edge* know once partitions have been dealt out."""

    async def dealt_out(*_: Any, **__: Any) -> None:  # noqa: ANN401  # a Faust signal
        edge.health.has_partitions = True

    app.on_partitions_assigned.connect(dealt_out)
