"""How far the workers are behind the topics they read."""

from collections.abc import Iterable

from kafka import KafkaAdminClient, TopicPartition
from kafka.admin import OffsetSpec

from config.settings import KafkaSettings
from streams.clients import admin_options


def lag(kafka: KafkaSettings, topics: Iterable[str]) -> int:
    """Return how many records of *topics* the workers' group has not committed yet.

    Blocks; raises KafkaError. Commits follow the work by about a second. The embedded broker counts
    only the first record of each partition's last batch: there the true lag may be higher.
    """
    admin = KafkaAdminClient(**admin_options(kafka))
    try:
        found = admin.describe_topics(list(topics))
        partitions = [
            TopicPartition(one["name"], part["partition_index"])
            for one in found
            for part in one["partitions"]
        ]
        ends = admin.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.LATEST))
        done = admin.list_group_offsets({kafka.group: partitions})[kafka.group]
    finally:
        admin.close()
    return sum(max(ends[one].offset - max(done[one].offset, 0), 0) for one in partitions)
