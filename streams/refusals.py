"""What is in quarantine, and sending it once more to where it was refused."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime

from kafka.errors import MessageSizeTooLargeError
from pydantic import ValidationError

from config.settings import KafkaSettings
from manifests.reading import is_json
from streams.quarantine import Quarantined
from streams.record import Record
from streams.sending import Sending
from streams.topic_reader import UntilNow
from streams.topics import QUARANTINE

_FROM_AIRLINES = ("manifests", "requests")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which refusals; every field that is set must hold. Offsets are the refused records'."""

    reason: str | None = None
    topic: str | None = None
    offsets: frozenset[int] = frozenset()
    at: int | None = None  # the offset in quarantine, where a record may be more than once

    def holds(self, one: Quarantined, at: int) -> bool:
        """Say whether *one* is wanted, which is in quarantine at the offset *at*."""
        return (
            (self.at is None or at == self.at)
            and (self.reason is None or one.reason == self.reason)
            and (self.topic is None or one.topic == self.topic)
            and (not self.offsets or one.offset in self.offsets)
        )


@dataclass(frozen=True, slots=True)
class Refusal:
    """One record of the quarantine topic: what it says and the headers that the record had."""

    said: Quarantined
    headers: dict[str, str]
    at: int  # its own offset

    @property
    def place(self) -> str:
        """Return topic/partition/offset of the refused record."""
        return f"{self.said.topic}/{self.said.partition}/{self.said.offset}"

    @property
    def came_ms(self) -> int | None:
        """Return when an airline's EDIFACT came, None for what says itself when it was sent."""
        said = self.said
        if said.topic.partition(".")[0] not in _FROM_AIRLINES or is_json(said.value or b""):
            return None
        return round(datetime.fromisoformat(said.received_at).timestamp() * 1000)


async def refusals(kafka: KafkaSettings, wanted: Wanted) -> AsyncIterator[Refusal]:
    """Yield what is wanted of all that is in quarantine now, the oldest first."""
    async for record in UntilNow(kafka, [QUARANTINE]):
        found = _refusal(record)
        if found is not None and wanted.holds(found.said, found.at):
            yield found


def replay(sending: Sending, found: Iterable[Refusal]) -> list[str]:
    """Send the bytes and the key of each to its topic; return the places of those too large.

    What was too large to be kept cannot be sent: without its value it would say something else.
    What says nothing of when it was sent keeps the time at which it came: what was sent since stays
    the newer one, and what was taken in meanwhile is recognised.
    """
    too_large = []
    for one in found:
        if one.said.left_out:
            too_large.append(one.place)
            continue
        key = None if one.said.key is None else one.said.key.encode()
        headers = {name: text.encode() for name, text in one.headers.items()}
        try:
            sending.send(
                one.said.topic,
                one.said.value,
                key=key,
                headers=headers,
                timestamp_ms=one.came_ms,
            )
        except MessageSizeTooLargeError:
            too_large.append(one.place)
    sending.finish()
    return too_large


def _refusal(record: Record) -> Refusal | None:
    try:
        said = Quarantined.model_validate_json(record.value or b"")
    except ValidationError:
        return None  # not one of ours: the topic is writable by the service alone
    return Refusal(said, record.headers, record.offset)
