"""Reads whole topics, from their beginning to where they end now, without a consumer group."""

from collections.abc import AsyncIterator, Iterable

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import UnknownTopicOrPartitionError

from config.settings import KafkaSettings
from streams.clients import async_consumer_options
from streams.record import Record, written_ms
from streams.starting import start

FETCH_WAIT_MS = 50  # a position is known only after the fetch under way: not half a second each


class UntilNow:
    """Every record that *topics* hold at the moment of reading; those of a partition in order."""

    def __init__(
        self, kafka: KafkaSettings, topics: Iterable[str], *, last: int | None = None
    ) -> None:
        """With *last*, only so many of each partition, or a few more."""
        self._kafka = kafka
        self._topics = tuple(topics)
        self._last = last
        self.ends: dict[TopicPartition, int] = {}  # where each partition ended, once it is read

    async def __aiter__(self) -> AsyncIterator[Record]:
        """Yield the records. Raises KafkaError, also where a topic is not there."""
        async for raw in self.raw():
            yield record_of(raw)

    async def raw(self) -> AsyncIterator[ConsumerRecord]:
        """Yield the records as the client gives them, with every header byte for byte."""
        # Subscribed from the start: without that Apache Kafka tells it of no partitions.
        # Earliest from the start too: a first look for the latest may be answered after the seek.
        consumer = AIOKafkaConsumer(
            *self._topics,
            **async_consumer_options(self._kafka),
            auto_offset_reset="earliest",
            fetch_max_wait_ms=FETCH_WAIT_MS,
        )
        await start(consumer)
        try:
            self.ends = await _ends(consumer, self._topics)
            async for raw in _read(consumer, self.ends, self._last):
                yield raw
        finally:
            await consumer.stop()


async def _read(
    consumer: AIOKafkaConsumer, ends: dict[TopicPartition, int], last: int | None
) -> AsyncIterator[ConsumerRecord]:
    written = [one for one, end in ends.items() if end]  # of others no position need be awaited
    if not written:
        return
    consumer.pause(*(one for one in ends if one not in written))
    await consumer.seek_to_beginning(*written)
    if last is not None:
        for partition, first in (await consumer.beginning_offsets(written)).items():
            consumer.seek(partition, max(first, ends[partition] - last))
    told: set[TopicPartition] = set()
    open_ = {one for one in written if await consumer.position(one) < ends[one]}
    consumer.pause(*(one for one in written if one not in open_))
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
                    yield raw
        # The position moves over compacted gaps too, where no record comes.
        open_ = {one for one in open_ if await consumer.position(one) < ends[one]}


async def _ends(consumer: AIOKafkaConsumer, topics: Iterable[str]) -> dict[TopicPartition, int]:
    partitions = []
    for topic in topics:
        numbers = consumer.partitions_for_topic(topic)
        if not numbers:  # made a moment ago, or not at all: taken for empty, it would be lost
            raise UnknownTopicOrPartitionError(topic)
        partitions += [TopicPartition(topic, number) for number in numbers]
    return dict(await consumer.end_offsets(partitions))


def record_of(raw: ConsumerRecord) -> Record:
    """Return what a consumer, of either library, gives as a record of ours."""
    return Record(
        topic=raw.topic,
        partition=raw.partition,
        offset=raw.offset,
        key=raw.key,
        value=raw.value,
        headers={name: (value or b"").decode(errors="replace") for name, value in raw.headers},
        timestamp_ms=written_ms(raw.timestamp),
    )
