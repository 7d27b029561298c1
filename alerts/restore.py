"""Brings a lost ledger back from what the agencies were told (the `alerts.<agency>` topics)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from redis.asyncio import Redis

from alerts.alert import Alert
from alerts.ledger import payload
from screening.passenger_join import kept_until
from screening.space import Space
from watchlist.entry import EntryKey


class LedgerRestore:
    """Writes alerts into a generation that is being built, as sent."""

    def __init__(self, redis: Redis, *, keep: timedelta) -> None:
        self._redis = redis
        self._keep = keep

    async def put(
        self,
        space: Space,
        alerts: Iterable[tuple[Alert, datetime]],
        entries: Mapping[str, EntryKey],
    ) -> None:
        """Hold each alert at its version, with when that was published; again changes nothing.

        *entries* says which entry an alert is on. One that is not there no longer matches, or its
        owner is withheld: the facts of its flight will withdraw it.
        """
        async with self._redis.pipeline(transaction=False) as pipe:
            for alert, sent in alerts:
                shown = f"{alert.entry.owner}/{alert.entry.id}" if alert.entry.owner else ""
                entry = entries.get(alert.alert_id, EntryKey(shown))
                home = space.key("alert", alert.alert_id)
                expires = kept_until(alert.flight, sent, self._keep)
                pipe.hset(
                    home,
                    mapping={
                        "version": alert.version,
                        "sent": alert.version,
                        "event": alert.event,
                        "flight": alert.flight.key,
                        "ref": alert.passenger.passenger_ref,
                        "entry": entry,
                        "payload": payload(alert),
                    },
                )
                pipe.expireat(home, expires)
                for index in ("on-flight", alert.flight.key), ("on-entry", entry):
                    pipe.sadd(space.key(*index), alert.alert_id)
                    pipe.expireat(space.key(*index), expires, nx=True)
                    pipe.expireat(space.key(*index), expires, gt=True)
            await pipe.execute()
