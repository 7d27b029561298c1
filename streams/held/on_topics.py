"""What the topics hold: how many records, the oldest of them, and when that is due to go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import UnknownTopicOrPartitionError

from access.parties import Parties
from config.retention import RetentionSettings
from config.settings import KafkaSettings
from streams.clients import async_consumer_options
from streams.held.holding import Holding
from streams.topic_reader import FETCH_WAIT_MS
from streams.topics import category_of, kept_days, segment_ms, topic_names

# Kafka looks for what is due every five minutes (log.retention.check.interval.ms).
CHECK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Extent:
    """How many records a topic holds, and when its oldest was sent."""

    count: int
    since: datetime | None


async def held_on_topics(
    kafka: KafkaSettings, parties: Parties, kept: RetentionSettings, now: datetime
) -> list[Holding]:
    """Return what each topic of *parties* holds that the broker has. Raises KafkaError."""
    found = await extents(kafka)
    names = [name for name in topic_names(parties) if name in found]
    return [_holding(name, found[name], kept, now) for name in names]


async def extents(kafka: KafkaSettings) -> dict[str, Extent]:
    """Return what each topic holds that we may see, ours or not; no record is read.

    Counts are of offsets: what compaction took away is still counted, and the embedded broker
    leaves out all but the first record of its last batch. Raises KafkaError.
    """
    options = async_consumer_options(kafka)
    async with AIOKafkaConsumer(**options) as consumer:
        names = sorted(await consumer.topics())
    if not names:
        return {}
    # Subscribed from the start: without that Apache Kafka tells it of no partitions.
    async with AIOKafkaConsumer(*names, **options, fetch_max_wait_ms=FETCH_WAIT_MS) as consumer:
        partitions = [one for name in names for one in _partitions(consumer, name)]
        return await _extents(consumer, names, partitions)


async def _extents(
    consumer: AIOKafkaConsumer, names: Iterable[str], partitions: Sequence[TopicPartition]
) -> dict[str, Extent]:
    first = await consumer.beginning_offsets(partitions)
    last = await consumer.end_offsets(partitions)
    oldest = await consumer.offsets_for_times(dict.fromkeys(partitions, 0))
    found = {}
    for name in names:
        mine = [one for one in partitions if one.topic == name]
        # The embedded broker answers -1 for a partition without records.
        times = [at.timestamp for one in mine if (at := oldest[one]) and at.timestamp >= 0]
        since = datetime.fromtimestamp(min(times) / 1000, UTC) if times else None
        found[name] = Extent(sum(last[one] - first[one] for one in mine), since)
    return found


def _holding(topic: str, found: Extent, kept: RetentionSettings, now: datetime) -> Holding:
    days = kept_days(topic, kept)
    until = found.since + timedelta(days=days) if found.since and days else None
    late = bool(until and days and now > until + timedelta(milliseconds=segment_ms(days)) + CHECK)
    return Holding(
        category=category_of(topic),
        where=topic,
        count=found.count,
        since=found.since,
        until=until,
        kept="the last of each" if days is None else f"{days:g} days",
        overdue=int(late),
    )


def _partitions(consumer: AIOKafkaConsumer, topic: str) -> list[TopicPartition]:
    numbers: Iterable[int] | None = consumer.partitions_for_topic(topic)
    if not numbers:  # gone since it was listed; taken for empty, it would be said to be purged
        raise UnknownTopicOrPartitionError(topic)
    return [TopicPartition(topic, one) for one in numbers]
