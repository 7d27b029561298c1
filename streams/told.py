"""What agencies were told, read back from their topics when the ledger is lost."""

import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.alert import Alert, read_alert
from alerts.history import Told
from alerts.routing import hidden_id
from config.settings import KafkaSettings
from manifests.contract import utc_text
from screening.passenger_join import kept_until
from screening.space import Space, text
from streams.alert_reader import alert_in
from streams.record import Record
from streams.topic_reader import UntilNow
from streams.topics import alerts_topic
from watchlist.entry import EntryKey

Withheld = tuple[str, str]  # an agency, and what it is told instead of an entry's owner and id

log = logging.getLogger("tocsin.rebuild")


@dataclass(frozen=True, slots=True)
class Sent:
    """One version as it lies on its topic, and until when it is kept: parsed it takes far more."""

    value: bytes
    at: str
    until: int  # epoch seconds

    def told(self) -> Told:
        """Return the version, unmarked: sent again on demand, it is the same version still."""
        return _told(read_alert(self.value), self.at)


class Versions:
    """What one agency was told, as far as its topic was read."""

    def __init__(self, keep: timedelta) -> None:
        self._keep = keep
        self._sent: defaultdict[str, dict[int, Sent]] = defaultdict(dict)

    def take(self, record: Record) -> None:
        """Take in what *record* told; each version as it was first sent."""
        if record.value is None:
            return
        alert = alert_in(record.value)
        if alert is None:
            log.warning("%s is no alert; passed over", record.source)
            return
        until = kept_until(alert.flight, record.at, self._keep)
        one = Sent(record.value, utc_text(record.at), until)
        self._sent[alert.alert_id].setdefault(alert.version, one)

    def kept(self, now: datetime, flying: Collection[str]) -> dict[str, list[Sent]]:
        """Return the versions of each alert that the ledger should hold, last told last.

        Those are the alerts *flying*, by their ids, and those over for less than they are kept.
        """
        latest = {alert_id: one[max(one)] for alert_id, one in self._sent.items()}
        kept = [
            alert_id
            for alert_id, last in latest.items()
            if last.until > now.timestamp() or alert_id in flying
        ]
        kept.sort(key=lambda alert_id: latest[alert_id].at)
        return {
            alert_id: [one for _, one in sorted(self._sent[alert_id].items())] for alert_id in kept
        }


async def told_to(
    kafka: KafkaSettings, agency: AgencyId, flying: Collection[str], keep: timedelta
) -> dict[str, list[Sent]]:
    """Return what the ledger should hold of the alerts of *agency*. Raises KafkaError."""
    versions = Versions(keep)
    async for record in UntilNow(kafka, [alerts_topic(agency)]):
        versions.take(record)
    return versions.kept(datetime.now(UTC), flying)


def sent_in(record: Record) -> Told | None:
    """Return the version that *record* told, unmarked; None where it is no alert."""
    alert = alert_in(record.value)
    return None if alert is None else _told(alert, utc_text(record.at))


def _told(alert: Alert, at: str) -> Told:
    return Told(alert.model_copy(update={"replay": False}), at)


async def withheld(
    redis: Redis, space: Space, secret: bytes, wanted: Collection[Withheld]
) -> dict[Withheld, EntryKey]:
    """Return which entry each of *wanted* stands for, where it is listed.

    All entries are gone through, but only where anything is wanted.
    """
    found: dict[Withheld, EntryKey] = {}
    if not wanted:
        return found
    agencies = {agency for agency, _ in wanted}
    async for entry in _listed(redis, space):
        for agency in agencies:
            name = (agency, hidden_id(secret, entry, agency))
            if name in wanted:
                found[name] = entry
    return found


async def _listed(redis: Redis, space: Space) -> AsyncIterator[EntryKey]:
    """Yield the key of every entry, whosever it is."""
    for name in map(text, await redis.smembers(space.key("lists"))):
        owner, _, _ = name.partition("/")
        async for item, _ in redis.hscan_iter(space.key("digests", name), count=1000):
            yield EntryKey(f"{owner}/{text(item)}")
