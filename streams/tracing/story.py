"""The whole story of one alert: what was told when, and for the operator what led to it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from kafka import KafkaConsumer
from redis.asyncio import Redis

from access.parties import AgencyId, Parties
from alerts.attempts import Attempt
from alerts.decided import Made
from alerts.history import Told
from alerts.routing import trace_id
from alerts.tracing import sources
from config.settings import Settings
from streams.commands.loaded import Loaded
from streams.commands.problems import CommandFailed
from streams.connections import consuming
from streams.progress import Meter
from streams.redis_clients import async_redis_client
from streams.topics import (
    SUPPRESSIONS,
    WATCHLIST,
    dispositions_topic,
    manifests_topic,
    requests_topic,
    watchlist_topic,
)
from streams.tracing.finding import FoundAlert, in_redis, in_topics, with_standing
from streams.tracing.places import spans
from streams.tracing.source_records import (
    ListedAs,
    SourceRecord,
    latest_of,
    listed_as,
    rested_on,
    source_record,
)
from streams.whole_topics import read


@dataclass(frozen=True, slots=True)
class Version:
    """One version, and what led to it as far as that is known and the reader's affair."""

    told: Told
    source: SourceRecord | None = None
    listed: ListedAs | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """All versions, oldest first; *traced* says that the reader may know what led to them."""

    versions: tuple[Version, ...]
    entry: str  # the key of the entry, "" where it is not known or not the reader's affair
    traced: bool
    attempts: tuple[Attempt, ...] = ()  # at delivery to the agency's webhooks
    decisions: tuple[Made, ...] = ()  # of its agency, those that changed nothing too


def found_alert(found: Loaded, asked: str, viewer: AgencyId | None, meter: Meter) -> FoundAlert:
    """Return the one alert of *viewer*, or of anybody without one, whose id begins with *asked*.

    Raises CommandFailed, the same for an id that is nobody's and one of another agency.
    """
    settings = found.settings
    those = asyncio.run(_in_redis(settings, lambda redis: in_redis(redis, asked, viewer)))
    if not those:
        agencies = [viewer] if viewer else list(found.parties.agencies)
        sent = read(in_topics(settings.kafka, asked, agencies, meter))
        those = asyncio.run(_in_redis(settings, lambda redis: with_standing(redis, sent)))
    if not those:
        raise CommandFailed(f"no alert {asked} is known; `tocsin alerts tail --json` shows ids", 2)
    if len(those) > 1:
        ids = ", ".join(sorted(one.latest.alert_id for one in those))
        raise CommandFailed(f"{asked} may be {ids}; write more of it", 2)
    return those[0]


def as_told(found: FoundAlert) -> Story:
    """Return the story as the agency may know it: what it was told, and no places of records."""
    versions = tuple(map(Version, found.versions))
    return Story(versions, "", traced=False, attempts=found.attempts, decisions=found.decisions)


def traced(alert: FoundAlert, found: Loaded, meter: Meter) -> Story:
    """Return the story with what led to each version; raises KafkaError, ConfigError."""
    secret = found.settings.secret()
    with consuming(found.settings.kafka) as consumer:
        lost = _lost(consumer, alert, secret, found.parties, meter)
        latest = latest_of(consumer, alert.standing)
        versions = []
        for one in alert.versions:
            source = one.source or lost.get(one.alert.trace_id)
            where = source_record(consumer, source, one.alert.flight.key) if source else None
            listed_at = one.listed_at or rested_on(latest, one, source)
            entry = listed_as(consumer, listed_at, alert.standing) if listed_at else None
            versions.append(Version(one, where, entry))
    return Story(
        tuple(versions),
        alert.entry,
        traced=True,
        attempts=alert.attempts,
        decisions=alert.decisions,
    )


def inbound(causes: Iterable[str], parties: Parties) -> list[str]:
    """Return the topics whose records lead to alerts for one of *causes*."""
    airlines, agencies, causes = sorted(parties.airlines), sorted(parties.agencies), set(causes)
    topics: list[str] = []
    if "manifest" in causes:
        topics += [*map(manifests_topic, airlines), *map(requests_topic, airlines)]
    if "watchlist" in causes:
        topics += [*map(watchlist_topic, agencies), WATCHLIST]
    if causes & {"disposition", "time"}:  # a suppression ends by either, and was begun by one
        topics += [*map(dispositions_topic, agencies), SUPPRESSIONS]
    return topics


def _likely(found: FoundAlert, parties: Parties) -> set[str]:
    """Return the parties whose records most likely led to it: carrier, owner and agency."""
    carrier, owner = found.latest.flight.carrier, found.entry.partition("/")[0]
    return {
        owner,
        found.latest.agency,
        *(one.id for one in parties.airlines.values() if carrier in one.carriers),
    }


def _lost(
    consumer: KafkaConsumer, found: FoundAlert, secret: bytes, parties: Parties, meter: Meter
) -> dict[str, str]:
    """Return, by trace id, the sources that Redis no longer knows and the topics still hold."""
    missing = [one.alert for one in found.versions if not one.source]
    if not missing:
        return {}
    turns = (f"time/{found.entry}", f"due/{found.latest.alert_id}")
    known = {trace_id(secret, one): one for one in turns}
    wanted = {one.trace_id: one.cause for one in missing if one.trace_id not in known}
    likely = _likely(found, parties)
    topics = inbound(wanted.values(), parties)
    topics.sort(key=lambda one: one.partition(".")[2] not in likely)
    held = spans(consumer, topics)
    meter.phase("looking for the records that led to it", sum(one.end - one.first for one in held))
    return known | sources(wanted, held, secret, meter.at)


async def _in_redis(
    settings: Settings, look: Callable[[Redis], Awaitable[list[FoundAlert]]]
) -> list[FoundAlert]:
    redis = async_redis_client(settings.redis)
    try:
        return await look(redis)
    finally:
        await redis.aclose()
