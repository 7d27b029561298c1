"""The quarantine topic: what could not be taken in, why, and the bytes to try again."""

import base64
from collections.abc import Mapping

from pydantic import BaseModel

from manifests.contract import utc_text
from streams.publisher import Outgoing, Publisher
from streams.record import Record, Refused
from streams.topics import MAX_INTERNAL_VALUE, QUARANTINE

_KEPT = 1_000  # characters of a key or a sentence whose record did not fit
_OF_A_HEADER = 16  # bytes beside its name and its text
_LEFT_OUT = "too large for quarantine: its value is left out, it is on its topic for a while"


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
    left_out: bool = False  # whether the value, and what else is long, did not fit and is not here

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
    await publisher.publish(_outgoing(quarantined(record, refusal), record.headers))


def _outgoing(kept: Quarantined, headers: Mapping[str, str]) -> Outgoing:
    """Return the record of quarantine: whatever is refused, that is one that the topic takes.

    In base64 and JSON it is longer than it was, by how much whoever sent it may choose.
    """
    whole = Outgoing(QUARANTINE, _json(kept), headers=headers)
    sizes = (len(name) + len(text.encode()) + _OF_A_HEADER for name, text in headers.items())
    if len(whole.value or b"") + sum(sizes) <= MAX_INTERNAL_VALUE:
        return whole
    short = kept.model_copy(
        update={
            "detail": f"{kept.detail[:_KEPT]}; {_LEFT_OUT}",
            "key": None if kept.key is None else kept.key[:_KEPT],
            "value_base64": None,
            "left_out": True,
        }
    )
    return Outgoing(QUARANTINE, _json(short))


def _json(kept: Quarantined) -> bytes:
    return kept.model_dump_json(exclude_unset=True).encode()
