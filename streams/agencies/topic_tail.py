"""The records of one agency's alerts, by their offsets: read between two of them, or as they come.

One consumer a use, without a group: nothing is committed, the readers know where they stand.
"""

from collections.abc import AsyncIterator, Sequence
from types import TracebackType
from typing import Self

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import UnknownTopicOrPartitionError

from access.parties import AgencyId
from config.settings import KafkaSettings
from streams.clients import async_consumer_options
from streams.ends import Bounds, bounds_of
from streams.starting import start
from streams.topic_reader import FETCH_WAIT_MS
from streams.topics import alerts_topic

POLL_MS = 250
AT_ONCE = 200


class TopicTail:
    """A consumer of one agency's alerts; raises KafkaError, also where the topic is not there."""

    def __init__(self, kafka: KafkaSettings, agency: AgencyId) -> None:
        topic = alerts_topic(agency)
        self._partition = TopicPartition(topic, 0)
        self._consumer = AIOKafkaConsumer(
            topic,
            **async_consumer_options(kafka),
            auto_offset_reset="earliest",
            fetch_max_wait_ms=FETCH_WAIT_MS,
        )

    async def __aenter__(self) -> Self:
        await start(self._consumer)
        if not self._consumer.partitions_for_topic(self._partition.topic):
            await self._consumer.stop()
            raise UnknownTopicOrPartitionError(self._partition.topic)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._consumer.stop()

    async def bounds(self) -> Bounds:
        """Return what the topic holds now; afterwards reading goes on anywhere: seek."""
        return await bounds_of(self._consumer, self._partition)

    def seek(self, offset: int) -> None:
        self._consumer.seek(self._partition, offset)

    async def next_records(self) -> Sequence[ConsumerRecord]:
        """Return what comes within a moment, in order; nothing where nothing does."""
        batches = await self._consumer.getmany(timeout_ms=POLL_MS, max_records=AT_ONCE)
        return [one for batch in batches.values() for one in batch]

    async def between(self, first: int, end: int) -> AsyncIterator[Sequence[ConsumerRecord]]:
        """Yield the records from *first* on and before *end*, some at a time."""
        self.seek(first)
        while await self._consumer.position(self._partition) < end:
            found = await self.next_records()
            yield [one for one in found if one.offset < end]
