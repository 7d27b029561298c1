"""The quarantine topic: what could not be taken in, why, and the bytes to try again."""

import base64

from pydantic import BaseModel

from manifests.contract import utc_text
from streams.publisher import Outgoing, Publisher
from streams.record import Record, Refused
from streams.topics import QUARANTINE


class Quarantined(BaseModel, frozen=True, extra="forbid"):
    """One record of the topic."""

    reason: str
    detail: str
    topic: str
    partition: int
    offset: int
    received_at: str
    key: str | None
    value_base64: str | None

    @property
    def value(self) -> bytes | None:
        """Return the refused record's bytes."""
        return None if self.value_base64 is None else base64.b64decode(self.value_base64)


def quarantined(record: Record, refusal: Refused) -> Quarantined:
    """Return what is kept of a refused record."""
    received = record.at
    return Quarantined(
        reason=refusal.reason,
        detail=refusal.detail,
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        received_at=utc_text(received),
        key=None if record.key is None else record.key.decode(errors="replace"),
        value_base64=None if record.value is None else base64.b64encode(record.value).decode(),
    )


async def put_in_quarantine(publisher: Publisher, record: Record, refusal: Refused) -> None:
    """Publish the refused record; returns when the broker has it."""
    kept = quarantined(record, refusal)
    value = kept.model_dump_json().encode()
    await publisher.publish(Outgoing(QUARANTINE, value, headers=record.headers))
