"""An agency's alerts sent once more as they were, marked `replay`; nothing else is touched."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from access.parties import AgencyId
from alerts.alert import Alert
from config.settings import KafkaSettings
from streams.alert_reader import alert_in
from streams.progress import Meter
from streams.record import Record
from streams.sending import Sending
from streams.topic_reader import UntilNow
from streams.topics import alerts_topic
from streams.whole_topics import metered

_ONCE, _AGAIN = b'"replay":false', b'"replay":true'


@dataclass(frozen=True, slots=True)
class Which:
    """Which alerts: sent from *since* on and before *until*, their id beginning with *alert*."""

    since: datetime | None = None
    until: datetime | None = None
    alert: str = ""

    def holds(self, one: "Sent") -> bool:
        """Say whether *one* is meant."""
        return (
            (self.since is None or one.at >= self.since)
            and (self.until is None or one.at < self.until)
            and one.alert.alert_id.startswith(self.alert)
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """One version as the agency was sent it, and when."""

    alert: Alert
    key: bytes | None
    value: bytes
    at: datetime


async def sent(
    kafka: KafkaSettings, agency: AgencyId, which: Which, meter: Meter
) -> AsyncIterator[Sent]:
    """Yield each version that the topic holds now and *which* means, once, in the order sent.

    What was itself sent again is passed over. Raises KafkaError.
    """
    topic, seen = alerts_topic(agency), set[tuple[str, int]]()
    async for record in metered(UntilNow(kafka, [topic]), meter, f"reading {topic}"):
        one = _sent(record)
        if one is None or one.alert.replay or not which.holds(one):
            continue
        version = (one.alert.alert_id, one.alert.version)
        if version not in seen:
            seen.add(version)
            yield one


def send_again(sending: Sending, one: Sent) -> None:
    """Hand *one* over, marked, for the topic that it came on; raises KafkaError."""
    sending.send(alerts_topic(AgencyId(one.alert.agency)), marked(one.value), key=one.key)


def marked(value: bytes) -> bytes:
    """Return an alert's bytes marked as sent again; all else stays byte for byte.

    Within a text of JSON the quotes would be escaped: only the field itself can read like this.
    """
    return value.replace(_ONCE, _AGAIN, 1)


def _sent(record: Record) -> Sent | None:
    """Return the alert in *record*, None where there is none to be read."""
    alert = alert_in(record.value)
    return None if alert is None else Sent(alert, record.key, record.value or b"", record.at)
