"""The command and the workers use two clients: both must put one key into the same partition."""

from aiokafka.partitioner import DefaultPartitioner
from hypothesis import given
from hypothesis import strategies as st
from kafka import KafkaProducer


class Cluster:
    """As much of a cluster as a partitioner looks at."""

    def __init__(self, partitions: int) -> None:
        self._partitions = set(range(partitions))

    def topics(self) -> set[str]:
        return {"watchlist"}

    def partitions_for_topic(self, _topic: str) -> set[int]:
        return self._partitions

    available_partitions_for_topic = partitions_for_topic


@given(st.binary(min_size=1, max_size=80), st.integers(min_value=1, max_value=64))
def test_import_and_worker_write_an_entry_to_the_same_partition(key: bytes, count: int) -> None:
    everywhere = list(range(count))
    plain = KafkaProducer.DEFAULT_CONFIG["partitioner"]
    found = plain.partition("watchlist", key, key, b"", b"", Cluster(count))
    assert found == DefaultPartitioner()(key, everywhere, everywhere)
