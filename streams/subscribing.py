"""Subscriptions as a command changes them, and what a change does to the current alerts."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from redis.asyncio import Redis

from alerts.known_hits import KnownHits
from alerts.preview import Preview, preview
from alerts.routing import Rules, subscriptions_by_agency
from alerts.suppression import Suppressions
from alerts.suppressions import SuppressionStore
from config.files import SubscriptionRow
from config.settings import Settings
from screening.facts import Facts
from screening.space import NotReady, Space, current_space
from streams.commands.problems import CommandFailed
from streams.connections import producing, require_topic
from streams.kafka_cluster import cluster_id
from streams.progress import Meter
from streams.publisher import Outgoing
from streams.redis_clients import async_redis_client
from streams.subscription_log import Rows, key_of, stored, together
from streams.whole_topics import read

SEND_S = 10


@dataclass(frozen=True, slots=True)
class Kept:
    """All subscriptions: those of the file, and those made by command."""

    in_file: Rows
    made: Rows

    def all(self) -> Rows:
        return together(self.in_file.values(), self.made)

    def with_row(self, row: SubscriptionRow) -> "Kept":
        return replace(self, made={**self.made, key_of(row): row})

    def without(self, key: str) -> "Kept":
        return replace(self, made={one: row for one, row in self.made.items() if one != key})


def kept(settings: Settings, file: Iterable[SubscriptionRow]) -> Kept:
    """Return the subscriptions of *file* and those made by command; raises CommandFailed."""
    made = read(stored(settings.kafka))
    return Kept({key_of(row): row for row in file}, made)


def send(settings: Settings, record: Outgoing) -> None:
    """Return when the broker has *record*; raises CommandFailed, KafkaError."""
    with producing(settings.kafka) as producer:
        require_topic(producer, record.topic)
        key, headers = (record.key or "").encode(), record.headers.items()
        said = [(name, text.encode()) for name, text in headers]
        sent = producer.send(record.topic, key=key, value=record.value, headers=said)
        sent.get(timeout=SEND_S)


def known_hits(settings: Settings, meter: Meter) -> tuple[list[Facts], Suppressions]:
    """Return all hits that are known now, and what agencies decided of people for longer.

    Raises CommandFailed, RedisError.
    """
    try:
        return asyncio.run(_known_hits(settings, meter))
    except NotReady as problem:
        raise CommandFailed(f"{problem}; is a worker running?") from problem


async def _known_hits(settings: Settings, meter: Meter) -> tuple[list[Facts], Suppressions]:
    redis = async_redis_client(settings.redis)
    try:
        space = await current_space(redis, cluster_id(settings.kafka))
        decisions = await SuppressionStore(redis).by_entry(space)
        return await hits_in(redis, space, meter), decisions
    finally:
        await redis.aclose()


async def hits_in(redis: Redis, space: Space, meter: Meter | None = None) -> list[Facts]:
    """Return all hits that are known in *space*; raises NotReady, RedisError."""
    hits = KnownHits(redis, keep=timedelta(0))
    flights, day = await hits.flights(space), datetime.now(UTC).date()
    if meter:
        meter.phase("flights with hits", len(flights))
    found: list[Facts] = []
    for done, flight in enumerate(flights, 1):
        found += await hits.on_flight(space, flight, day) or ()
        if meter:
            meter.at(done)
    return found


def preview_of(
    rules: Rules,
    before: Rows,
    after: Rows,
    found: Iterable[Facts],
    decisions: Suppressions = MappingProxyType({}),
) -> Preview:
    """Return what *after* in place of *before* does, for the agencies that it concerns."""
    changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    concerned = {key.partition("/")[0] for key in changed}
    agencies = {key: one for key, one in rules.parties.agencies.items() if key in concerned}
    narrowed = replace(rules, parties=replace(rules.parties, agencies=agencies))

    def by(rows: Rows) -> Rules:
        return replace(narrowed, subscriptions=subscriptions_by_agency(rows.values()))

    return preview(found, by(before), by(after), datetime.now(UTC), decisions)
