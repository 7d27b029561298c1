"""Where a message of an airline is: its topics are read for its id."""

import json
from collections.abc import Iterable

from access.parties import AirlineId
from config.settings import KafkaSettings
from manifests.reading import is_json, understood
from streams.progress import Meter
from streams.record import Record
from streams.topic_reader import UntilNow
from streams.topics import manifests_topic, requests_topic
from streams.tracing.places import Place
from streams.whole_topics import metered


async def places_of(
    kafka: KafkaSettings, airlines: Iterable[AirlineId], message_id: str, meter: Meter
) -> list[Place]:
    """Return every record of *airlines* that has a message of this id, also one sent again.

    Raises KafkaError.
    """
    topics = [kind(one) for one in airlines for kind in (manifests_topic, requests_topic)]
    reading = metered(UntilNow(kafka, topics), meter, f"looking for message {message_id}")
    return [
        Place(record.topic, record.partition, record.offset)
        async for record in reading
        if _has(record, message_id)
    ]


def _has(record: Record, message_id: str) -> bool:
    value = record.value or b""
    if is_json(value) and not _may_say(value, message_id):
        return False
    at = record.at
    found = understood(value, received_at=at, sender=record.party)
    return any(one.message_id == message_id for one in found.manifests)


def _may_say(value: bytes, message_id: str) -> bool:
    """Say whether JSON may hold the text: most records can be passed over without being read."""
    return json.dumps(message_id, ensure_ascii=False).encode() in value or b"\\" in value
