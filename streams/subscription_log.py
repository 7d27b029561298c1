"""Subscriptions made by command, in a topic of their own: the latest of each counts.

Those of subscriptions.yaml are not there; where both have the same one, the file wins.
"""

import logging
from collections.abc import Iterable, Mapping

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from pydantic import ValidationError

from config.files import SubscriptionRow
from config.settings import KafkaSettings
from streams.clients import async_consumer_options
from streams.publisher import Outgoing
from streams.starting import start
from streams.topic_reader import UntilNow
from streams.topics import SUBSCRIPTIONS

log = logging.getLogger("tocsin.subscriptions")

READ_MS = 500

Rows = dict[str, SubscriptionRow]  # by agency/id


def key_of(row: SubscriptionRow) -> str:
    """Return `agency/id`, the key of the subscription's records."""
    return f"{row.agency}/{row.id}"


def set_record(row: SubscriptionRow) -> Outgoing:
    """Return the record that makes *row* what counts under its key."""
    return Outgoing(SUBSCRIPTIONS, row.model_dump_json(exclude_defaults=True).encode(), key_of(row))


def removal(key: str) -> Outgoing:
    """Return the record that ends the subscription of *key*."""
    return Outgoing(SUBSCRIPTIONS, None, key)


async def stored(kafka: KafkaSettings) -> Rows:
    """Return what counts now. Raises KafkaError, also where the topic is not there."""
    rows: Rows = {}
    async for record in UntilNow(kafka, [SUBSCRIPTIONS]):
        _apply(rows, record.key, record.value, record.offset)
    return rows


def together(file: Iterable[SubscriptionRow], made: Mapping[str, SubscriptionRow]) -> Rows:
    """Return all subscriptions, the file's and those *made* by command beside them."""
    return {**made, **{key_of(row): row for row in file}}


class SubscriptionLog:
    """Follows the topic: `rows` is what counted when `catch_up` last returned."""

    def __init__(self, kafka: KafkaSettings) -> None:
        self._kafka = kafka
        self._consumer: AIOKafkaConsumer | None = None
        self.rows: Rows = {}

    async def catch_up(self, wait_ms: int = 0) -> None:
        """Read all that the topic holds now; if none of it is new, wait up to *wait_ms* for news.

        Raises KafkaError.
        """
        if self._consumer is None:
            self._consumer = await self._opened()
            if not wait_ms:  # asked again, the end would come behind a fetch that waits for news
                return
        ends = await self._consumer.end_offsets(self._consumer.assignment())
        news = False
        for partition, end in ends.items():
            while await self._consumer.position(partition) < end:
                news = True
                self._take(await self._consumer.getmany(timeout_ms=READ_MS))
        if not news:
            self._take(await self._consumer.getmany(timeout_ms=wait_ms))

    def _take(self, batches: Mapping[TopicPartition, list[ConsumerRecord]]) -> None:
        for record in (one for batch in batches.values() for one in batch):
            _apply(self.rows, record.key, record.value, record.offset)

    async def close(self) -> None:
        if self._consumer is not None:
            await self._consumer.stop()
            self._consumer = None

    async def _opened(self) -> AIOKafkaConsumer:
        """Return a consumer that stands where the topic, read whole, ended."""
        topic, rows = UntilNow(self._kafka, [SUBSCRIPTIONS]), Rows()
        async for record in topic:
            _apply(rows, record.key, record.value, record.offset)
        consumer = AIOKafkaConsumer(**async_consumer_options(self._kafka))
        await start(consumer)
        consumer.assign(list(topic.ends))
        for partition, end in topic.ends.items():
            consumer.seek(partition, end)
        self.rows = rows
        return consumer


def _apply(rows: Rows, key: bytes | None, value: bytes | None, offset: int) -> None:
    name = (key or b"").decode(errors="replace")
    if value is None:
        rows.pop(name, None)
        return
    try:
        row = SubscriptionRow.model_validate_json(value)
    except ValidationError:
        log.warning("offset %d of %s is no subscription; passed over", offset, SUBSCRIPTIONS)
        return
    rows[key_of(row)] = row
