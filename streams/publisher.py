"""Puts records on topics and returns when the broker has them all."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import OutOfOrderSequenceNumber
from aiokafka.structs import RecordMetadata

from config.settings import KafkaSettings
from streams.clients import async_producer_options
from streams.starting import start


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One record to be published; `value` None is a tombstone."""

    topic: str
    value: bytes | None
    key: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    sent_ms: int | None = None  # when it was sent, where that is not now


@dataclass(frozen=True, slots=True)
class Stored:
    """Where in its partition the broker has a record, and when it was sent (ms).

    `offset` means nothing where the broker had the record before and knows no more where.
    """

    offset: int
    sent_ms: int


class Publishing(Protocol):
    """Whatever returns when the broker has every record it was given, and where each is."""

    async def publish(self, *records: Outgoing) -> Sequence[Stored]: ...


class Publisher:
    """The one producer of a worker, shared by its agents."""

    def __init__(self, settings: KafkaSettings) -> None:
        self._settings = settings
        self._renewing = asyncio.Lock()
        self._producer: AIOKafkaProducer = AIOKafkaProducer(**async_producer_options(settings))

    async def __aenter__(self) -> Self:
        await start(self._producer)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._producer.stop()

    async def publish(self, *records: Outgoing) -> Sequence[Stored]:
        """Return where each of *records* is when the broker has them all; raises KafkaError if not.

        Each call waits for its own records: what one agent sends can fail without another
        taking its own for published.
        """
        producer = self._producer
        flying = [await self._sent(producer, one) for one in records]
        try:
            stored = await asyncio.gather(*flying)
        except OutOfOrderSequenceNumber:
            await self._renew(producer)
            raise
        return [Stored(one.offset, one.timestamp) for one in stored]

    async def _renew(self, broken: AIOKafkaProducer) -> None:
        """Put another producer in the place of *broken*; raises KafkaError where none can be had.

        What was given up while the broker was away left a gap in its numbers, so that the broker
        takes nothing more from it.
        """
        async with self._renewing:
            if self._producer is not broken:
                return
            fresh = AIOKafkaProducer(**async_producer_options(self._settings))
            await start(fresh)
            self._producer = fresh
            await broken.stop()

    async def _sent(
        self, producer: AIOKafkaProducer, record: Outgoing
    ) -> asyncio.Future[RecordMetadata]:
        flying: asyncio.Future[RecordMetadata] = await producer.send(
            record.topic,
            record.value,
            key=None if record.key is None else record.key.encode(),
            headers=[(name, text.encode()) for name, text in record.headers.items()],
            timestamp_ms=record.sent_ms,
        )
        return flying


class LatePublisher:
    """Connects when there is something to publish, so that its process runs while Kafka is away."""

    def __init__(self, settings: KafkaSettings, *, within_s: float) -> None:
        self._settings = settings
        self._within_s = within_s
        self._publisher: Publisher | None = None
        self._connecting = asyncio.Lock()

    async def publish(self, *records: Outgoing) -> Sequence[Stored]:
        """Return where each of *records* is when the broker has them all.

        Raises KafkaError, or TimeoutError where it does not say so in time; it may have them then.
        """
        async with asyncio.timeout(self._within_s):
            publisher = await self.connected()
            return await publisher.publish(*records)

    async def close(self) -> None:
        if self._publisher is not None:
            await self._publisher.__aexit__(None, None, None)

    async def connected(self) -> Publisher:
        """Return the producer once a broker answers. Raises KafkaError."""
        async with self._connecting:
            if self._publisher is None:
                publisher = Publisher(self._settings)
                try:
                    await publisher.__aenter__()
                except BaseException:
                    await publisher.__aexit__(None, None, None)
                    raise
                self._publisher = publisher
        return self._publisher
