"""Where a topic ends, in truth: the embedded broker's own answer falls short of it."""

import time
from dataclasses import dataclass

from aiokafka import AIOKafkaConsumer
from aiokafka import TopicPartition as AsyncPartition
from kafka import KafkaConsumer, TopicPartition

ANSWER_S = 5.0
POLL_MS = 200
LOOKS = 50


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first offset that the topic still holds, and the one that its next record will have."""

    first: int
    end: int


def ends_of(consumer: KafkaConsumer, topic: str) -> dict[int, int]:
    """Return where each partition that holds anything ends; *consumer* is assigned to them.

    The embedded broker counts only the first record of a partition's last batch into its end;
    what a fetch says is right.
    """
    numbers = consumer.partitions_for_topic(topic) or ()
    partitions = [TopicPartition(topic, number) for number in numbers]
    if not partitions:
        return {}
    starts = consumer.beginning_offsets(partitions)
    told = consumer.end_offsets(partitions)
    filled = [one for one in partitions if told[one] > starts[one]]
    consumer.assign(filled)
    for one in filled:
        consumer.seek(one, told[one] - 1)
    deadline = time.monotonic() + ANSWER_S
    while any(consumer.highwater(one) is None for one in filled) and time.monotonic() < deadline:
        consumer.poll(timeout_ms=POLL_MS)
    return {one.partition: max(told[one], consumer.highwater(one) or 0) for one in filled}


async def bounds_of(consumer: AIOKafkaConsumer, partition: AsyncPartition) -> Bounds:
    """Return what *partition* holds now; afterwards reading goes on anywhere: seek."""
    first = (await consumer.beginning_offsets([partition]))[partition]
    told = (await consumer.end_offsets([partition]))[partition]
    if told <= first:
        return Bounds(first, told)
    consumer.seek(partition, told - 1)
    for _ in range(LOOKS):
        found = await consumer.getmany(partition, timeout_ms=POLL_MS)
        read = max((one.offset + 1 for one in found.get(partition, ())), default=0)
        if read:
            return Bounds(first, max(told, read, consumer.highwater(partition) or 0))
    return Bounds(first, told)
