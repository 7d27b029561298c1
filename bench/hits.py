"""What workers put on `hits`: how many records, and what they say."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from config.settings import Settings
from streams.clients import consumer_options
from streams.topics import HITS


class Hits:
    """A reader of the whole topic; each manifest that is screened leads to one record there."""

    def __init__(self, consumer: KafkaConsumer) -> None:
        self._consumer = consumer

    def published(self) -> int:
        """Return how many records there are."""
        return sum(self._consumer.end_offsets(list(self._consumer.assignment())).values())

    def first(self, count: int) -> Iterator[dict[str, Any]]:
        """Yield the first *count* records and those that came with them."""
        self._consumer.seek_to_beginning()
        read = 0
        while read < count:
            for records in self._consumer.poll(timeout_ms=5_000).values():
                read += len(records)
                yield from (json.loads(record.value) for record in records)


@contextmanager
def reading_hits(settings: Settings) -> Iterator[Hits]:
    """Yield the reader; its connection ends with the block."""
    consumer = KafkaConsumer(**consumer_options(settings.kafka), group_id=None)
    consumer.assign([TopicPartition(HITS, one) for one in range(settings.kafka.partitions)])
    try:
        yield Hits(consumer)
    finally:
        consumer.close()
