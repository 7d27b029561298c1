"""The alerts that a record led to, and those that rest on the list version that it made."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from kafka import KafkaConsumer
from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.history import History, Told
from alerts.routing import trace_id
from config.settings import KafkaSettings
from screening.space import Space, space_in_force
from streams.progress import Meter
from streams.told import sent_in
from streams.topic_reader import UntilNow
from streams.topics import WATCHLIST, alerts_topic
from streams.tracing.places import Place, place, record_at
from streams.tracing.source_records import SourceRecord, entry_key, told
from streams.whole_topics import metered


@dataclass(frozen=True, slots=True)
class Subject:
    """A record that is asked about: what it says, and under which place its effects are held."""

    said: SourceRecord
    source: str
    entry: str | None  # owner/id, where it is one of a watchlist


@dataclass(frozen=True, slots=True)
class Effect:
    """One version, and whether the record led to it or is the list version that it rests on."""

    told: Told
    how: Literal["led to", "rests on"]
    source: str


def subject(consumer: KafkaConsumer, asked: Place) -> Subject:
    """Return what is known of the record at a place; raises KafkaError."""
    record = record_at(consumer, asked)
    if record is None:
        return Subject(SourceRecord(place=str(asked), held=False), str(asked), None)
    listed = record.topic.partition(".")[0] == WATCHLIST
    return Subject(told(record), record.source, entry_key(record) if listed else None)


async def effects(
    redis: Redis, consumer: KafkaConsumer, subjects: Iterable[Subject], secret: bytes
) -> list[Effect]:
    """Return what the records led to, by time. Raises RedisError, NotReady, KafkaError."""
    space, history = await space_in_force(redis), History(redis)
    found: dict[tuple[str, int], Effect] = {}
    for one in subjects:
        caused = await _caused(history, space, one, secret)
        resting = await _resting(history, space, one, consumer)
        for effect in (*caused, *resting):
            alert = effect.told.alert
            found.setdefault((alert.alert_id, alert.version), effect)
    return sorted(found.values(), key=lambda one: (one.told.at, one.told.alert.alert_id))


async def effects_in_topics(
    kafka: KafkaSettings,
    agencies: Collection[AgencyId],
    subjects: Iterable[Subject],
    secret: bytes,
    meter: Meter,
) -> list[Effect]:
    """Return what the records led to of all that *agencies* were sent. Raises KafkaError."""
    traces = {trace_id(secret, one.source): one.source for one in subjects}
    topics = UntilNow(kafka, sorted(map(alerts_topic, agencies)))
    found: dict[tuple[str, int], Effect] = {}
    async for record in metered(topics, meter, "reading what agencies were sent"):
        if not any(trace.encode() in (record.value or b"") for trace in traces):
            continue
        one = sent_in(record)
        if one is not None and one.alert.trace_id in traces:
            effect = Effect(one, "led to", traces[one.alert.trace_id])
            found.setdefault((one.alert.alert_id, one.alert.version), effect)
    return list(found.values())


async def _caused(history: History, space: Space, one: Subject, secret: bytes) -> list[Effect]:
    trace = trace_id(secret, one.source)
    return [
        Effect(each, "led to", one.source)
        for alert_id in await history.led_to(space, trace)
        for each in await history.of(space, alert_id)
        if each.alert.trace_id == trace
    ]


async def _resting(
    history: History, space: Space, one: Subject, consumer: KafkaConsumer
) -> list[Effect]:
    """Return the versions that rest on the list version: the record itself, or handed on as it."""
    if one.entry is None:
        return []
    versions = [
        each
        for alert_id in await history.on_entry(space, one.entry)
        for each in await history.of(space, alert_id)
        if each.listed_at
    ]
    same = {at for at in {each.listed_at for each in versions} if _is(consumer, at, one)}
    return [Effect(each, "rests on", one.source) for each in versions if each.listed_at in same]


def _is(consumer: KafkaConsumer, listed_at: str, one: Subject) -> bool:
    written = f"{WATCHLIST}/{listed_at}"
    if written == one.said.place:
        return True
    where = place(written)
    record = record_at(consumer, where) if where and one.said.place != written else None
    return record is not None and record.source == one.said.place
