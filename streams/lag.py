"""How far the workers are behind the topics they read."""

from collections.abc import Iterable

from kafka import TopicPartition

from config.settings import KafkaSettings
from streams.connections import administering, consuming
from streams.ends import ends_of


def lag(kafka: KafkaSettings, topics: Iterable[str]) -> int:
    """Return how many records of *topics* the workers' group has not committed yet.

    Blocks; raises KafkaError. Commits follow the work by about a second.
    """
    ends: dict[TopicPartition, int] = {}
    with consuming(kafka) as consumer:
        for topic in topics:
            found = ends_of(consumer, topic)
            ends |= {TopicPartition(topic, number): end for number, end in found.items()}
    if not ends:
        return 0
    with administering(kafka) as admin:
        done = admin.list_group_offsets({kafka.group: list(ends)})[kafka.group]
    return sum(end - max(done[one].offset, 0) for one, end in ends.items())
