"""What every agency was told, in Redis: the outbox between a decision and its publication.

A version is stored as pending with its payload, published, then marked as sent; whoever finds
one pending publishes it again, byte for byte (rule 2).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from redis.asyncio import Redis

from alerts.alert import Alert
from alerts.life import Held, Step
from manifests.contract import Flight, utc_text
from manifests.identity import PassengerRef
from screening.facts import Facts
from screening.passenger_join import kept_until
from screening.space import NotReady, Space, script, text
from watchlist.entry import EntryKey

Outcome = Literal["pending", "stale", "moved", "outruled"]


class Ledger:
    """The alerts of one generation; only `route` writes here."""

    def __init__(self, redis: Redis, *, keep: timedelta) -> None:
        self._redis = redis
        self._record = script(redis, "alerts", "stands", "record")
        self._sent = script(redis, "alerts", "sent")
        self._held = script(redis, "alerts", "held")
        self._keep = keep

    async def on_flight(self, space: Space, flight: str) -> list[Held]:
        """Return every alert held on *flight*. Raises NotReady."""
        status, *rows = await self._held(args=[space.epoch, space.prefix, flight])
        if status == b"not-ready":
            raise NotReady("the ledger was lost or rebuilt")
        return [_held(rows[at : at + 7]) for at in range(0, len(rows), 7)]

    async def flights_with(self, space: Space, entry: EntryKey) -> list[Flight]:
        """Return the flights that have alerts on *entry*."""
        ids = await self._redis.smembers(space.key("on-entry", entry))
        homes = [space.key("alert", text(one)) for one in sorted(ids)]
        async with self._redis.pipeline(transaction=False) as pipe:
            for home in homes:
                pipe.hget(home, "payload")
            payloads = await pipe.execute()
        alerts = [Alert.model_validate_json(one) for one in payloads if one]
        return list({one.flight.key: one.flight for one in alerts}.values())

    async def record(
        self, space: Space, step: Step, facts: Facts, now: datetime, *, ruled: int
    ) -> Outcome:
        """Store the version that follows from *facts* as pending, if all it rests on still stands.

        *ruled* is the tick at which the rules gone by were current. Raises NotReady.

        `stale`: the passenger or the entry has changed since, and newer facts are on their way.
        `moved`: the ledger no longer holds the version that the step follows.
        `outruled`: the flight has been routed by newer rules.
        """
        alert = step.alert
        reply: bytes = await self._record(
            args=[
                space.epoch,
                space.prefix,
                alert.alert_id,
                step.after,
                alert.event,
                alert.flight.key,
                step.ref,
                step.entry,
                facts.as_of,
                payload(alert),
                kept_until(alert.flight, now, self._keep),
                alert.trace_id,
                facts.source,
                ruled,
                utc_text(now),
            ]
        )
        if reply == b"not-ready":
            raise NotReady("the ledger was lost or rebuilt")
        outcome: Outcome = reply.decode()  # type: ignore[assignment]  # as record.lua has them
        return outcome

    async def mark_sent(self, space: Space, alerts: Iterable[Alert]) -> None:
        """Note that these versions are published; a later version is never marked back."""
        flat = [part for one in alerts for part in (one.alert_id, one.version)]
        await self._sent(args=[space.epoch, space.prefix, *flat])


def payload(alert: Alert) -> bytes:
    """Return the bytes that agencies receive; the same version always gives the same bytes."""
    return alert.model_dump_json(by_alias=True).encode()


def _held(row: list[bytes]) -> Held:
    _, _, sent, _, ref, entry, raw = row
    return Held(
        alert=Alert.model_validate_json(raw),
        sent=int(sent or 0),
        ref=PassengerRef(ref.decode()),
        entry=EntryKey(entry.decode()),
    )
