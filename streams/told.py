"""What agencies were told, read back from their topics when the ledger is lost."""

import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError
from redis.asyncio import Redis

from access.parties import Parties
from alerts.alert import Alert
from alerts.routing import hidden_id
from config.settings import KafkaSettings
from screening.passenger_join import kept_until
from screening.space import Space, text
from streams.topic_reader import UntilNow
from streams.topics import alerts_topic
from watchlist.entry import EntryKey

log = logging.getLogger("tocsin.rebuild")

Told = tuple[Alert, datetime]  # the latest version, and when it was published


async def told(
    kafka: KafkaSettings, parties: Parties, flights: Collection[str], keep: timedelta
) -> list[Told]:
    """Return each alert that the ledger should hold: on *flights*, or over for less than *keep*."""
    latest: dict[str, Told] = {}
    async for alert, sent in _versions(kafka, parties):
        held = latest.get(alert.alert_id)
        if held is None or alert.version > held[0].version:
            latest[alert.alert_id] = (alert, sent)
    now = datetime.now(UTC).timestamp()
    return [
        (alert, sent)
        for alert, sent in latest.values()
        if alert.flight.key in flights or kept_until(alert.flight, sent, keep) > now
    ]


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
    async for raw in redis.sscan_iter(space.key("entries"), count=1000):
        entry = EntryKey(text(raw))
        for agency in agencies:
            alert_ids = wanted.get((agency, hidden_id(secret, entry, agency)), ())
            found |= dict.fromkeys(alert_ids, entry)
    return found


async def _versions(kafka: KafkaSettings, parties: Parties) -> AsyncIterator[Told]:
    topics = [alerts_topic(agency) for agency in parties.agencies]
    async for record in UntilNow(kafka, topics):
        if record.value is None:
            continue
        try:
            alert = Alert.model_validate_json(record.value)
        except ValidationError:
            log.warning("%s is no alert; passed over", record.source)
            continue
        yield alert, datetime.fromtimestamp(record.timestamp_ms / 1000, UTC)
