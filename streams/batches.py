"""Very many records on their way to one topic: batches made here, each sent when it is full.

A record costs far less than by `Sending`; in return all is known only at the end.
"""

from collections import deque
from collections.abc import Awaitable
from types import TracebackType
from typing import Any, NamedTuple, Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError as AwayError
from aiokafka.partitioner import murmur2
from kafka import errors
from kafka.errors import KafkaError, MessageSizeTooLargeError

from config.settings import KafkaSettings
from streams.clients import async_producer_options
from streams.starting import start

MOST_FLYING = 32  # batches: so much is kept here for a broker that is slower


class _Flying(NamedTuple):
    """A batch that was sent and not yet taken, and how many records it has."""

    partition: int
    records: int
    taken: Awaitable[Any]


class Batches:
    """Records by their keys, in their order; what was sent counts once `finish` has returned.

    Whatever fails is raised as kafka-python's KafkaError, as commands know it.
    """

    def __init__(self, settings: KafkaSettings, topic: str) -> None:
        options = async_producer_options(settings)
        self._producer = AIOKafkaProducer(**options)
        self._topic = topic
        self._partitions: list[int] = []
        self._open: dict[int, Any] = {}  # batches; aiokafka has no types
        self._flying: deque[_Flying] = deque()
        self.ends: dict[int, int] = {}  # partition -> offset after the last record taken of it

    async def __aenter__(self) -> Self:
        try:
            await start(self._producer)
            self._partitions = sorted(await self._producer.partitions_for(self._topic))
        except AwayError as problem:
            raise _known(problem) from problem
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._producer.stop()

    async def send(self, key: bytes, value: bytes | None, headers: list[tuple[str, bytes]]) -> None:
        """Hand a record over; returns at once unless the broker is far behind."""
        partition = self._partition_of(key)
        batch = self._open.get(partition)
        if batch is not None:
            if batch.append(timestamp=None, key=key, value=value, headers=headers):
                return
            await self._go(partition)
        batch = self._open[partition] = self._producer.create_batch()
        if not batch.append(timestamp=None, key=key, value=value, headers=headers):
            raise MessageSizeTooLargeError("a record is larger than a batch may be")

    async def finish(self) -> None:
        """Return when the broker has everything; raises KafkaError if it has not."""
        for partition in list(self._open):
            await self._go(partition)
        while self._flying:
            await self._landed()

    def _partition_of(self, key: bytes) -> int:
        """Return the partition of a key, as every client of Kafka finds it."""
        code: int = murmur2(key)
        return self._partitions[(code & 0x7FFFFFFF) % len(self._partitions)]

    async def _go(self, partition: int) -> None:
        batch = self._open.pop(partition)
        try:
            taken = await self._producer.send_batch(batch, self._topic, partition=partition)
        except AwayError as problem:
            raise _known(problem) from problem
        self._flying.append(_Flying(partition, batch.record_count(), taken))
        while len(self._flying) > MOST_FLYING:
            await self._landed()

    async def _landed(self) -> None:
        """Return when the batch that was sent first has been taken."""
        first = self._flying.popleft()
        try:
            place = await first.taken
        except AwayError as problem:
            raise _known(problem) from problem
        end = place.offset + first.records
        self.ends[first.partition] = max(self.ends.get(first.partition, 0), end)


def _known(problem: AwayError) -> KafkaError:
    """Return kafka-python's error of the same name."""
    kind = getattr(errors, type(problem).__name__, KafkaError)
    found: KafkaError = kind(str(problem))
    return found
