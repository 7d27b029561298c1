"""Who makes batches finds the partition of a key as every other client does."""

from aiokafka.partitioner import murmur2
from hypothesis import given
from hypothesis import strategies as st
from kafka.partitioner.default import murmur2 as of_kafka_python


@given(st.binary(min_size=1, max_size=40))
def test_both_clients_hash_a_key_alike(key: bytes) -> None:
    assert murmur2(key) & 0x7FFFFFFF == of_kafka_python(key) & 0x7FFFFFFF
