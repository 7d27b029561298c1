"""Brings a lost ledger back from what the agencies were told (the `alerts.<agency>` topics)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Any

from redis.asyncio import Redis

from alerts.alert import Alert
from alerts.escalation import due_text
from alerts.history import Told, item
from alerts.ledger import payload
from config.delivery_file import EscalationRow
from screening.passenger_join import kept_until
from screening.space import Space
from watchlist.entry import EntryKey

_NONE: Mapping[str, str] = MappingProxyType({})
_AT_ONCE = 200  # alerts, with all that was told of each


class LedgerRestore:
    """Writes alerts into a generation that is being built, as sent."""

    def __init__(self, redis: Redis, *, keep: timedelta) -> None:
        self._redis = redis
        self._keep = keep

    async def put(
        self,
        space: Space,
        told: Iterable[Sequence[Told]],
        entries: Mapping[str, EntryKey],
        *,
        views: Mapping[str, str] = _NONE,
        dues: Mapping[str, str] = _NONE,
    ) -> None:
        """Hold each alert at its latest version, kept from when that was told.

        *told* has the versions of each alert, in the order in which those were told last. *entries*
        says which entry an alert is on. One that is not there no longer matches, or its owner is
        withheld: the facts of its flight will withdraw it. *views* has the digest of each alert's
        entry as its agency sees it now, *dues* when it is to be escalated; of others the facts of
        their flights say it.
        """
        each = iter(told)
        while some := [*islice(each, _AT_ONCE)]:
            await self._put_some(space, some, entries, views=views, dues=dues)

    async def _put_some(
        self,
        space: Space,
        told: Sequence[Sequence[Told]],
        entries: Mapping[str, EntryKey],
        *,
        views: Mapping[str, str],
        dues: Mapping[str, str],
    ) -> None:
        each = [sorted(one, key=lambda version: version.alert.version) for one in told]
        clock = await self._redis.incrby(space.key("clock"), len(each)) - len(each)
        async with self._redis.pipeline(transaction=False) as pipe:
            for place, ordered in enumerate(each, clock + 1):
                last = ordered[-1].alert
                shown = f"{last.entry.owner}/{last.entry.id}" if last.entry.owner else ""
                entry = entries.get(last.alert_id, EntryKey(shown))
                expires = kept_until(
                    last.flight, datetime.fromisoformat(ordered[-1].at), self._keep
                )
                known = {
                    "entry": entry,
                    "view": views.get(last.alert_id, ""),
                    "due": dues.get(last.alert_id, ""),
                }
                _put(pipe, space, last, known, expires)
                pipe.sadd(space.key("agencies"), last.agency)
                pipe.zadd(space.key("of-agency", last.agency), {last.alert_id: place})
                _put_history(pipe, space, ordered, expires)
            await pipe.execute()


def dues(
    alerts: Iterable[Alert], rows: Mapping[str, EscalationRow], now: datetime
) -> dict[str, str]:
    """Return by id when each of *alerts* is to be escalated whose flight has not landed."""
    return {
        one.alert_id: due_text(one, rows.get(one.agency))
        for one in alerts
        if kept_until(one.flight, now, timedelta()) > now.timestamp()
    }


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
            **known,
            "payload": payload(alert),
        },
    )
    pipe.expireat(home, expires)
    if known["due"]:
        pipe.zadd(space.key("dues"), {alert.alert_id: float(known["due"])})
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
