"""What workers put on `hits`: how many records, and what they say."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from config.settings import Settings
from streams.clients import consumer_options
from streams.topics import HITS

LOOK_MS = 50


class Hits:
    """A reader of the whole topic; each manifest that is screened leads to one record there."""

    def __init__(self, consumer: KafkaConsumer) -> None:
        self._consumer = consumer
        self._read: list[bytes] = []

    def published(self) -> int:
        """Return how many records there are: read, as the embedded broker's ends fall short."""
        while found := self._consumer.poll(timeout_ms=LOOK_MS):
            self._read += (one.value for records in found.values() for one in records)
        return len(self._read)

    def first(self, count: int) -> Iterator[dict[str, Any]]:
        """Yield *count* records at least, and those that came with them."""
        while self.published() < count:
            pass
        yield from map(json.loads, self._read)


@contextmanager
def reading_hits(settings: Settings) -> Iterator[Hits]:
    """Yield the reader; its connection ends with the block."""
    consumer = KafkaConsumer(**consumer_options(settings.kafka), group_id=None)
    partitions = [TopicPartition(HITS, one) for one in range(settings.kafka.partitions)]
    consumer.assign(partitions)
    consumer.seek_to_beginning()
    try:
        yield Hits(consumer)
    finally:
        consumer.close()
