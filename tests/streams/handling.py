"""What a handler is given in tests: records, and equipment whose publisher keeps all."""

import json
from collections.abc import Sequence
from typing import Any

from aiokafka.errors import KafkaConnectionError as KafkaAway
from redis.asyncio import Redis

from alerts.routing import Rules
from streams.crash import Crash
from streams.equipment import Equipment
from streams.indexes import Indexes
from streams.publisher import Outgoing, Publisher, Stored
from streams.record import Record
from streams.stats import Stats

__all__ = ["KafkaAway", "Kept", "SetBook", "encoded", "equipment", "record"]


SENT_MS = 1_764_000_000_000


class Kept(Publisher):
    """Keeps what is published; raises the problems it is given first, None being none.

    It gives the records of all topics together their offsets, from 1.
    """

    def __init__(self, *problems: Exception | None) -> None:
        self.records: list[Outgoing] = []
        self.problems = list(problems)
        self._last = 0

    async def publish(self, *records: Outgoing) -> Sequence[Stored]:
        problem = self.problems.pop(0) if self.problems else None
        if problem is not None:
            raise problem
        self.records += records
        first, self._last = self._last + 1, self._last + len(records)
        return [Stored(offset, SENT_MS) for offset in range(first, self._last + 1)]

    def on(self, topic: str) -> list[Outgoing]:
        return [one for one in self.records if one.topic == topic]

    def on_alerts(self) -> list[Outgoing]:
        return [one for one in self.records if one.topic.startswith("alerts.")]


class SetBook:
    """Knows the rules that the test sets."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    async def current(self, wait_ms: int = 0) -> Rules:  # noqa: ARG002  # nothing to wait for
        return self.rules


def encoded(said: dict[str, Any]) -> bytes:
    return json.dumps(said).encode()


def equipment(publisher: Publisher, redis: Redis, stats: Stats | None = None) -> Equipment:
    return Equipment(Indexes(redis, "test"), publisher, stats or Stats(), Crash(None))


def record(topic: str = "manifests.UA", value: bytes | None = b"x", **more: Any) -> Record:
    known: dict[str, Any] = {"partition": 0, "offset": 5, "key": None, "headers": {}}
    known["timestamp_ms"] = SENT_MS
    return Record(topic=topic, value=value, **{**known, **more})
