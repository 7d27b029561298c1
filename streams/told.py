"""What agencies were told, read back from their topics when the ledger is lost."""

import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable
from datetime import UTC, datetime, timedelta

from redis.asyncio import Redis

from access.parties import Parties
from alerts.alert import Alert
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

log = logging.getLogger("tocsin.rebuild")


async def told(
    kafka: KafkaSettings, parties: Parties, flights: Collection[str], keep: timedelta
) -> list[list[Told]]:
    """Return the versions of each alert that the ledger should hold, each as it was first sent.

    Those are the alerts on *flights*, and those over for less than *keep*.
    """
    versions: defaultdict[str, dict[int, Told]] = defaultdict(dict)
    async for record in UntilNow(kafka, map(alerts_topic, parties.agencies)):
        if record.value is None:
            continue
        found = sent_in(record)
        if found is None:
            log.warning("%s is no alert; passed over", record.source)
        else:
            versions[found.alert.alert_id].setdefault(found.alert.version, found)
    now = datetime.now(UTC).timestamp()
    return [
        list(one.values())
        for one in versions.values()
        if (latest := one[max(one)]).alert.flight.key in flights
        or kept_until(latest.alert.flight, datetime.fromisoformat(latest.at), keep) > now
    ]


def sent_in(record: Record) -> Told | None:
    """Return the version that *record* told, unmarked; None where it is no alert."""
    alert = alert_in(record.value)
    if alert is None:
        return None
    # Sent again on demand, it is the same version still.
    return Told(alert.model_copy(update={"replay": False}), utc_text(record.at))


async def withheld(
    redis: Redis, space: Space, secret: bytes, alerts: Iterable[Alert]
) -> dict[str, EntryKey]:
    """Return which entry each of *alerts* is on whose agency was not told it, where it is listed.

    All entries are gone through, but only where there is such an alert.
    """
    wanted: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in alerts:
        if one.entry.owner is None:
            wanted[one.agency, one.entry.id].append(one.alert_id)
    found: dict[str, EntryKey] = {}
    if not wanted:
        return found
    agencies = {agency for agency, _ in wanted}
    async for entry in _listed(redis, space):
        for agency in agencies:
            alert_ids = wanted.get((agency, hidden_id(secret, entry, agency)), ())
            found |= dict.fromkeys(alert_ids, entry)
    return found


async def _listed(redis: Redis, space: Space) -> AsyncIterator[EntryKey]:
    """Yield the key of every entry, whosever it is."""
    for name in map(text, await redis.smembers(space.key("lists"))):
        owner, _, _ = name.partition("/")
        async for item, _ in redis.hscan_iter(space.key("digests", name), count=1000):
            yield EntryKey(f"{owner}/{text(item)}")
