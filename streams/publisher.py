"""Puts records on topics and returns when the broker has them all."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiokafka import AIOKafkaProducer

from config.settings import KafkaSettings
from streams.clients import async_producer_options


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One record to be published; `value` None is a tombstone."""

    topic: str
    value: bytes | None
    key: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Publisher:
    """The one producer of a worker, shared by its agents."""

    def __init__(self, settings: KafkaSettings) -> None:
        self._producer: AIOKafkaProducer = AIOKafkaProducer(**async_producer_options(settings))

    async def __aenter__(self) -> Self:
        await self._producer.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._producer.stop()

    async def publish(self, *records: Outgoing) -> None:
        """Return when the broker has every one of *records*; raises KafkaError if not.

        Each call waits for its own records: what one agent sends can fail without another
        taking its own for published.
        """
        flying = [await self._sent(one) for one in records]
        await asyncio.gather(*flying)

    async def _sent(self, record: Outgoing) -> asyncio.Future[object]:
        flying: asyncio.Future[object] = await self._producer.send(
            record.topic,
            record.value,
            key=None if record.key is None else record.key.encode(),
            headers=[(name, text.encode()) for name, text in record.headers.items()],
        )
        return flying
