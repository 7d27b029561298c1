"""The demo's people are invented: they are not put among real ones, unless somebody asks for it."""

from kafka import TopicPartition

from config.settings import Settings
from screening.space import EPOCH
from streams.connections import consuming
from streams.redis_clients import redis_client
from streams.topics import MANIFESTS, WATCHLIST


def used_already(settings: Settings) -> str | None:
    """Return the setting that leads to a service which holds lists, pushes or an index, or None.

    Services that are started for the demo hold nothing. Raises KafkaError and RedisError.
    """
    if settings.kafka.bootstrap and _has_records(settings):
        return "TOCSIN_KAFKA__BOOTSTRAP"
    if settings.redis.url and _has_index(settings):
        return "TOCSIN_REDIS__URL"
    return None


def _has_records(settings: Settings) -> bool:
    """Say whether there ever were any: what was pushed last week is in the index no more."""
    with consuming(settings.kafka) as consumer:
        for topic in (WATCHLIST, MANIFESTS):
            numbers = consumer.partitions_for_topic(topic) or ()
            partitions = [TopicPartition(topic, number) for number in numbers]
            if partitions and any(consumer.end_offsets(partitions).values()):
                return True
    return False


def _has_index(settings: Settings) -> bool:
    with redis_client(settings.redis) as redis:
        return bool(redis.exists(EPOCH))
