"""Manifests from files to their airline's topic, held to what the intake will hold them to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kafka import KafkaProducer
from kafka.errors import MessageSizeTooLargeError
from pydantic import ValidationError

from access.parties import AirlineId, Parties
from config.problems import sentence
from manifests.contract import Manifest
from streams.connections import require_topic
from streams.intake import permit, sized
from streams.manifest_files import Document, Unusable
from streams.record import Refused
from streams.sending import Sending
from streams.topics import manifests_topic


@dataclass(frozen=True, slots=True)
class Sendable:
    """A manifest that may be sent, and its bytes."""

    document: Document
    manifest: Manifest


def sendable(
    found: Iterable[Document | Unusable], airline: AirlineId, parties: Parties
) -> Iterator[Sendable | Unusable]:
    """Yield each manifest that *airline* may send, and why it may not send the others."""
    for one in found:
        if isinstance(one, Unusable):
            yield one
            continue
        manifest = None
        try:
            manifest = Manifest.model_validate_json(sized(one.raw))
            permit(manifest, airline, parties)
        except Refused as refusal:
            yield Unusable(one.where, refusal.detail, refusal.reason, manifest)
        except ValidationError as problem:
            yield Unusable(one.where, sentence(problem))
        else:
            yield Sendable(one, manifest)


def push(
    producer: KafkaProducer, airline: AirlineId, found: Iterable[Sendable | Unusable]
) -> Iterator[Sendable | Unusable]:
    """Yield what is sent and what is not; the broker has it all once this is exhausted.

    Raises KafkaError if the broker refused some.
    """
    topic = manifests_topic(airline)
    require_topic(producer, topic)
    sending = Sending(producer)
    for one in found:
        if isinstance(one, Unusable):
            yield one
            continue
        try:
            sending.send(topic, one.document.raw, key=one.manifest.message_id.encode())
        except MessageSizeTooLargeError:
            yield Unusable(one.document.where, "is larger than a record may be; split it in parts")
        else:
            yield one
    sending.finish()
