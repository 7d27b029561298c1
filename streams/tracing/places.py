"""Places in topics: how they are written, and the one record at one of them."""

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaTimeoutError

from alerts.tracing import Span
from streams.ends import ends_of
from streams.record import Record
from streams.topic_reader import record_of

ANSWER_S = 8.0
POLL_MS = 200
_WRITTEN = re.compile(r"([A-Za-z0-9._-]+)/(\d{1,9})/(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record is; written topic/partition/offset."""

    topic: str
    partition: int
    offset: int

    def __str__(self) -> str:
        return f"{self.topic}/{self.partition}/{self.offset}"


def place(text: str) -> Place | None:
    """Return the place that *text* writes; None where it writes none."""
    found = _WRITTEN.fullmatch(text)
    return Place(found[1], int(found[2]), int(found[3])) if found else None


def record_at(consumer: KafkaConsumer, wanted: Place) -> Record | None:
    """Return the record at a place; None where the topic does not hold it (any more).

    *consumer* is pointed there. Raises KafkaError.
    """
    partition = TopicPartition(wanted.topic, wanted.partition)
    if wanted.partition not in (consumer.partitions_for_topic(wanted.topic) or ()):
        return None
    if wanted.offset < consumer.beginning_offsets([partition])[partition]:
        return None
    consumer.assign([partition])
    consumer.seek(partition, wanted.offset)
    deadline = time.monotonic() + ANSWER_S
    while time.monotonic() < deadline:
        batch = consumer.poll(timeout_ms=POLL_MS, max_records=1).get(partition)
        if batch:
            return record_of(batch[0]) if batch[0].offset == wanted.offset else None
        end = consumer.highwater(partition)
        # The position moves over what compaction took away, where no record comes.
        if end is not None and max(wanted.offset, consumer.position(partition)) >= end:
            return None
    raise KafkaTimeoutError(f"no answer about {wanted}")


def spans(consumer: KafkaConsumer, topics: Iterable[str]) -> list[Span]:
    """Return what each partition of *topics* holds now; of a topic that is not there, nothing."""
    found = []
    for topic in topics:
        ends = ends_of(consumer, topic)
        begins = consumer.beginning_offsets([TopicPartition(topic, one) for one in ends])
        found += [
            Span(one.topic, one.partition, begins[one], ends[one.partition]) for one in begins
        ]
    return found
