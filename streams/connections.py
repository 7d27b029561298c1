"""Kafka clients for one command: they give up early where nobody answers, and are closed."""

from collections.abc import Iterator
from contextlib import contextmanager

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.errors import KafkaTimeoutError, UnknownTopicOrPartitionError

from config.settings import KafkaSettings
from streams.clients import admin_options, consumer_options, producer_options
from streams.commands.problems import no_topic
from streams.topics import MAX_RECORD_BYTES

ANSWER_S = 8.0  # a person waits; a worker has a longer patience


@contextmanager
def producing(kafka: KafkaSettings, *, limit: int = MAX_RECORD_BYTES) -> Iterator[KafkaProducer]:
    """Yield a producer that refuses records above *limit*; raises KafkaError."""
    options = {**producer_options(kafka), "max_request_size": limit}
    producer = KafkaProducer(
        **options, bootstrap_timeout_ms=_answer_ms(kafka), max_block_ms=_answer_ms(kafka)
    )
    try:
        yield producer
    finally:
        producer.close(timeout=kafka.request_timeout_s)


@contextmanager
def consuming(kafka: KafkaSettings) -> Iterator[KafkaConsumer]:
    """Yield a consumer without a group; raises KafkaError.

    Where its position is gone it goes on with the oldest that there is.
    """
    consumer = KafkaConsumer(
        **consumer_options(kafka),
        group_id=None,
        auto_offset_reset="earliest",
        bootstrap_timeout_ms=_answer_ms(kafka),
    )
    try:
        yield consumer
    finally:
        consumer.close()


@contextmanager
def administering(kafka: KafkaSettings) -> Iterator[KafkaAdminClient]:
    """Yield an admin client; raises KafkaError."""
    admin = KafkaAdminClient(**admin_options(kafka), bootstrap_timeout_ms=_answer_ms(kafka))
    try:
        yield admin
    finally:
        admin.close()


def require_topic(producer: KafkaProducer, topic: str) -> None:
    """Raise CommandFailed if the broker, which has answered before, has no such topic."""
    try:
        found = producer.partitions_for(topic)
    except (KafkaTimeoutError, UnknownTopicOrPartitionError):
        found = None
    if not found:
        raise no_topic(topic)


def _answer_ms(kafka: KafkaSettings) -> int:
    return round(min(ANSWER_S, kafka.request_timeout_s) * 1000)
