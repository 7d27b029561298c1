"""Puts records on topics and knows when the broker has them all."""

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from aiokafka import AIOKafkaProducer

from config.settings import KafkaSettings
from streams.clients import async_producer_options

Headers = Mapping[str, str]


class Publisher:
    """One producer of a worker. What was sent counts only once `flush` has returned."""

    def __init__(self, settings: KafkaSettings) -> None:
        self._producer: AIOKafkaProducer = AIOKafkaProducer(**async_producer_options(settings))
        self._flying: list[asyncio.Future[object]] = []

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

    async def send(
        self,
        topic: str,
        value: bytes | None,
        *,
        key: str | None = None,
        headers: Headers | None = None,
    ) -> None:
        """Hand a record to the producer; raises KafkaError when its buffer stays full."""
        flying = await self._producer.send(
            topic,
            value,
            key=key.encode() if key is not None else None,
            headers=[(name, text.encode()) for name, text in (headers or {}).items()],
        )
        self._flying.append(flying)

    async def flush(self) -> None:
        """Return when the broker has everything sent; raises KafkaError if it refused some."""
        flying, self._flying = self._flying, []
        await asyncio.gather(*flying)
