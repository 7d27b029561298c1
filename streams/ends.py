"""Where a topic ends, in truth: the embedded broker's own answer falls short of it."""

import time

from kafka import KafkaConsumer, TopicPartition

ANSWER_S = 5.0
POLL_MS = 200


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
