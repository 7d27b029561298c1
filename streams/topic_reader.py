"""Reads whole topics, from their beginning to where they end now, without a consumer group."""

from collections.abc import AsyncIterator, Iterable

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import UnknownTopicOrPartitionError

from config.settings import KafkaSettings
from streams.clients import async_consumer_options
from streams.record import Record


async def records_until_now(kafka: KafkaSettings, topics: Iterable[str]) -> AsyncIterator[Record]:
    """Yield every record that *topics* hold at this moment; those of a partition in order.

    Raises KafkaError, also where a topic is not there.
    """
    consumer = AIOKafkaConsumer(**async_consumer_options(kafka))
    await consumer.start()
    try:
        ends = await _ends(consumer, topics)
        consumer.assign(list(ends))
        await consumer.seek_to_beginning(*ends)
        told: set[TopicPartition] = set()
        open_ = {one for one in ends if await consumer.position(one) < ends[one]}
        consumer.pause(*(one for one in ends if one not in open_))
        while open_:
            batches = await consumer.getmany(timeout_ms=500)
            for partition, batch in batches.items():
                # The embedded broker counts only the first record of its last batch into the
                # end; what a fetch says is right.
                if partition not in told:
                    told.add(partition)
                    ends[partition] = max(ends[partition], consumer.highwater(partition) or 0)
                for raw in batch:
                    if raw.offset < ends[partition]:
                        yield _record(raw)
            # The position moves over compacted gaps too, where no record comes.
            open_ = {one for one in open_ if await consumer.position(one) < ends[one]}
    finally:
        await consumer.stop()


async def _ends(consumer: AIOKafkaConsumer, topics: Iterable[str]) -> dict[TopicPartition, int]:
    partitions = []
    for topic in topics:
        await consumer.topics()
        numbers = consumer.partitions_for_topic(topic)
        if not numbers:  # made a moment ago, or not at all: taken for empty, it would be lost
            raise UnknownTopicOrPartitionError(topic)
        partitions += [TopicPartition(topic, number) for number in numbers]
    return dict(await consumer.end_offsets(partitions))


def _record(raw: ConsumerRecord) -> Record:
    return Record(
        topic=raw.topic,
        partition=raw.partition,
        offset=raw.offset,
        key=raw.key,
        value=raw.value,
        headers={name: (value or b"").decode(errors="replace") for name, value in raw.headers},
        timestamp_ms=raw.timestamp,
    )
