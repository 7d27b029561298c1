"""The messages that led to an alert, as its agency may know them: no places, no people."""

import asyncio
from collections.abc import Iterator, Sequence

from kafka import KafkaConsumer
from kafka.errors import KafkaError
from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.alert import Alert
from alerts.history import History, Told
from config.settings import KafkaSettings
from doors.console.desk import SourceMessage
from doors.problem import Declined
from screening.space import space_in_force
from streams.connections import consuming
from streams.declining import reached
from streams.tracing.source_records import source_record


class SourceMessages:
    """Reads manifests where they still are, on the topic that they came by."""

    def __init__(self, kafka: KafkaSettings, redis: Redis) -> None:
        self._kafka = kafka
        self._redis = redis
        self._history = History(redis)

    async def of(self, agency: AgencyId, alert: Alert) -> tuple[SourceMessage, ...]:
        """Return those behind the versions that a manifest led to, the latest first.

        Raises Declined where Kafka or Redis is away.
        """
        assert alert.agency == agency
        return await reached(self._of(alert))

    async def _of(self, alert: Alert) -> tuple[SourceMessage, ...]:
        space = await space_in_force(self._redis)
        versions = await self._history.of(space, alert.alert_id)
        sent = [one for one in reversed(versions) if one.alert.cause == "manifest"]
        return await asyncio.to_thread(self._read, sent)

    def _read(self, versions: Sequence[Told]) -> tuple[SourceMessage, ...]:
        try:
            with consuming(self._kafka) as consumer:
                return tuple(one for each in versions for one in _messages(consumer, each))
        except KafkaError as problem:
            told = "the messages cannot be read now; try again"
            raise Declined(503, told, headers={"Retry-After": "2"}) from problem


def _messages(consumer: KafkaConsumer, version: Told) -> Iterator[SourceMessage]:
    """Yield those of one record that are about the flight, or that it is no longer kept."""
    number = version.alert.version
    found = source_record(consumer, version.source, version.alert.flight.key)
    if not found.messages:
        yield SourceMessage(number)
    for one in found.messages:
        yield SourceMessage(
            number, found.airline, one.message_id, one.function, one.source, one.sent_at
        )
