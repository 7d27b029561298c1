"""Brings a lost ledger back from what the agencies were told (the `alerts.<agency>` topics)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from redis.asyncio import Redis

from alerts.alert import Alert
from alerts.history import Told, item
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
        told: Iterable[Iterable[Told]],
        entries: Mapping[str, EntryKey],
        views: Mapping[str, str] | None = None,
    ) -> None:
        """Hold each alert at its latest version, kept from when that was told.

        *told* has the versions of each alert. *entries* says which entry an alert is on. One that
        is not there no longer matches, or its owner is withheld: the facts of its flight will
        withdraw it. *views* has the digest of each alert's entry as its agency sees it now.
        """
        each = [sorted(one, key=lambda version: version.alert.version) for one in told]
        each.sort(key=lambda one: one[-1].at)
        clock = await self._redis.incrby(space.key("clock"), len(each)) - len(each)
        async with self._redis.pipeline(transaction=False) as pipe:
            for place, ordered in enumerate(each, clock + 1):
                last = ordered[-1].alert
                shown = f"{last.entry.owner}/{last.entry.id}" if last.entry.owner else ""
                entry = entries.get(last.alert_id, EntryKey(shown))
                expires = kept_until(
                    last.flight, datetime.fromisoformat(ordered[-1].at), self._keep
                )
                view = (views or {}).get(last.alert_id, "")
                _put(pipe, space, last, {"entry": entry, "view": view}, expires)
                pipe.sadd(space.key("agencies"), last.agency)
                pipe.zadd(space.key("of-agency", last.agency), {last.alert_id: place})
                _put_history(pipe, space, ordered, expires)
            await pipe.execute()


def _put(pipe: Any, space: Space, alert: Alert, known: Mapping[str, str], expires: int) -> None:  # noqa: ANN401  # a pipeline
    home = space.key("alert", alert.alert_id)
    pipe.hset(
        home,
        mapping={
            "version": alert.version,
            "sent": alert.version,
            "event": alert.event,
            "flight": alert.flight.key,
            "ref": alert.passenger.passenger_ref,
            "due": "",  # the facts of its flight say when
            **known,
            "payload": payload(alert),
        },
    )
    pipe.expireat(home, expires)
    for index in ("on-flight", alert.flight.key), ("on-entry", known["entry"]):
        _keep_in(pipe, space.key(*index), alert.alert_id, expires)


def _put_history(pipe: Any, space: Space, versions: list[Told], expires: int) -> None:  # noqa: ANN401
    """Hold what was told; which records it came from went with the ledger, but for the traces."""
    home = space.key("history", versions[0].alert.alert_id)
    pipe.delete(home)
    pipe.rpush(home, *(item(one, payload(one.alert)) for one in versions))
    pipe.expireat(home, expires)
    for one in (told.alert for told in versions):
        _keep_in(pipe, space.key("traced", one.trace_id), one.alert_id, expires)


def _keep_in(pipe: Any, key: str, member: str, expires: int) -> None:  # noqa: ANN401
    pipe.sadd(key, member)
    pipe.expireat(key, expires, nx=True)
    pipe.expireat(key, expires, gt=True)
