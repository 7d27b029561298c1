"""One record as an agent gets it, and the refusal that sends it to quarantine."""

from dataclasses import dataclass
from datetime import UTC, datetime

# A header within Tocsin: when the push that something follows from was sent to us, in milliseconds.
CAME = "came_ms"
_LAST_MS = 253_402_300_799_999  # of the year 9999; a party's clock may say anything


@dataclass(frozen=True, slots=True)
class Record:
    """A Kafka record, detached from any client library."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: dict[str, str]
    timestamp_ms: int

    @property
    def source(self) -> str:
        """Return topic/partition/offset of what first brought this into Tocsin."""
        own = f"{self.topic}/{self.partition}/{self.offset}"
        # A party's word about where its record came from counts for nothing.
        return own if self.party else self.headers.get("source", own)

    @property
    def at(self) -> datetime:
        """Return when the record was written, in UTC."""
        return datetime.fromtimestamp(self.timestamp_ms / 1000, UTC)

    @property
    def party(self) -> str:
        """Return the party in the name of its topic: `manifests.UA` belongs to UA."""
        return self.topic.partition(".")[2]


def written_ms(said: float) -> int:
    """Return when a record says that it was written, as a time that there is.

    Whoever writes a record sets its time; -1 is none, and brokers take others before 1970 as well.
    """
    return min(max(int(said), 0), _LAST_MS)


class Refused(Exception):  # noqa: N818  # says what is the case
    """The record can never be taken in; it goes to quarantine with this reason and sentence."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
