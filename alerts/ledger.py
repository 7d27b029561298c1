"""What every agency was told, in Redis: the outbox between a decision and its publication.

A version is stored as pending with its payload, published, then marked as sent; whoever finds
one pending publishes it again, byte for byte (rule 2).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

import msgpack
from redis.asyncio import Redis

from alerts.alert import Alert, read_alert
from alerts.decided import Made
from alerts.life import Held, Step
from alerts.round_trip import Asked
from manifests.contract import Flight, utc_text
from manifests.identity import PassengerRef
from screening.asking import Arguments
from screening.passenger_join import kept_until
from screening.space import NotReady, Space, script
from watchlist.entry import EntryKey

Outcome = Literal["pending", "stale", "moved", "outruled", "too_large"]
_AT_ONCE = 100  # versions stored in one go
_HELD = 9  # fields of each alert in the script's answer


@dataclass(frozen=True, slots=True)
class Grounds:
    """What versions rest on beside the versions before them, and what must still be so.

    Without `as_of` the passenger and the entry are not asked after; without `ruled` the rules are
    not. `revisions` are of the decisions gone by, by entry.
    """

    source: str
    as_of: int | None = None
    ruled: int | None = None
    revisions: Mapping[EntryKey, str] = field(default_factory=dict)
    made: Made | None = None  # the decision that they are due to


@dataclass(frozen=True, slots=True)
class Version:
    """A step on its way: the bytes that the agency receives, and when it is to be escalated."""

    step: Step
    payload: bytes
    due: str = ""

    @classmethod
    def of(cls, step: Step, due: str = "") -> "Version":
        """Return the step with its bytes made."""
        return cls(step, payload(step.alert), due)


class Ledger:
    """The alerts of one generation; only `route` writes here."""

    def __init__(self, redis: Redis, *, keep: timedelta) -> None:
        self._redis = redis
        self._record = script(redis, "alerts", "screening:home", "stands", "record")
        self._sent = script(redis, "alerts", "sent")
        self._held = script(redis, "alerts", "held")
        self._due = script(redis, "alerts", "due")
        self._on_entries = script(redis, "alerts", "on_entries")
        self._keep = keep

    def held_on(self, space: Space, flight: str) -> Asked[list[Held]]:
        """Return what asks for every alert held on *flight*; its answer raises NotReady."""
        return Asked(self._held, [space.epoch, space.prefix, flight], _all_held)

    async def flights_with(
        self, space: Space, entries: Sequence[EntryKey]
    ) -> dict[EntryKey, list[Flight]]:
        """Return for each of *entries* that has alerts the flights that have them."""
        found: defaultdict[EntryKey, dict[str, Flight]] = defaultdict(dict)
        reply = await self._on_entries(args=[space.prefix, *entries])
        for nth, raw in zip(reply[::2], reply[1::2], strict=True):
            flight = read_alert(raw).flight
            found[entries[nth - 1]][flight.key] = flight
        return {key: list(flights.values()) for key, flights in found.items()}

    async def record_all(
        self, space: Space, todo: Sequence[Version], grounds: Grounds, now: datetime
    ) -> list[Outcome]:
        """Store versions of alerts on one flight as pending, if all of *grounds* still stands.

        Raises NotReady; the versions before may be stored then.

        `stale`: the passenger or the entry has changed since, and newer facts are on their way.
        `moved`: the ledger no longer holds the version that the step follows, or there are other
        decisions. `outruled`: the flight has been routed by newer rules.
        """
        found: list[Outcome] = []
        for at in range(0, len(todo), _AT_ONCE):
            some = todo[at : at + _AT_ONCE]
            head = _head(space, some[0].step.alert.flight.key, grounds, now)
            versions = [self._version(one, grounds, now) for one in some]
            packed: bytes = msgpack.packb(versions, use_bin_type=False)  # Lua knows no other
            found += _outcomes(await self._record(args=[*head, packed]))
        return found

    def _version(self, told: Version, grounds: Grounds, now: datetime) -> Arguments:
        """Return a version as record.lua takes it."""
        step, made = told.step, grounds.made
        alert = step.alert
        return [
            alert.alert_id,
            step.after,
            alert.event,
            step.ref,
            step.entry,
            told.payload,
            kept_until(alert.flight, now, self._keep),
            alert.trace_id,
            step.source or grounds.source,
            alert.agency,
            step.view,
            told.due,
            grounds.revisions.get(step.entry, ""),
            made.disposition.disposition_id if made and made.on(alert) else "",
            made.of_version(alert.version) if made and made.on(alert) else "",
        ]

    async def set_due(self, space: Space, held: Held, due: str) -> None:
        """Change when an alert is to be escalated, unless a version has come. Raises NotReady."""
        alert = held.alert
        head: Arguments = [space.epoch, space.prefix, alert.alert_id, alert.version, due]
        if await self._due(args=head) == b"not-ready":
            raise NotReady("the ledger was lost or rebuilt")

    async def mark_sent(self, space: Space, alerts: Iterable[Alert]) -> None:
        """Note that these versions are published; a later version is never marked back."""
        flat = [part for one in alerts for part in (one.alert_id, one.version)]
        await self._sent(args=[space.epoch, space.prefix, *flat])


def payload(alert: Alert) -> bytes:
    """Return the bytes that agencies receive; the same version always gives the same bytes."""
    return alert.model_dump_json(by_alias=True).encode()


def _head(space: Space, flight: str, grounds: Grounds, now: datetime) -> Arguments:
    """Return what record.lua takes before the versions."""
    return [
        space.epoch,
        space.prefix,
        flight,
        "" if grounds.as_of is None else grounds.as_of,
        "" if grounds.ruled is None else grounds.ruled,
        utc_text(now),
    ]


def _outcomes(reply: bytes | list[bytes]) -> list[Outcome]:
    """Return what record.lua answered; raises NotReady."""
    if isinstance(reply, bytes):
        raise NotReady("the ledger was lost or rebuilt")
    return [one.decode() for one in reply]  # type: ignore[misc]  # as record.lua has them


def _all_held(reply: list[bytes]) -> list[Held]:
    """Return what held.lua answered; raises NotReady."""
    status, *rows = reply
    if status == b"not-ready":
        raise NotReady("the ledger was lost or rebuilt")
    return [_held(rows[at : at + _HELD]) for at in range(0, len(rows), _HELD)]


def _held(row: list[bytes]) -> Held:
    _, _, sent, _, ref, entry, raw, view, due = row
    return Held(
        alert=read_alert(raw),
        sent=int(sent or 0),
        ref=PassengerRef(ref.decode()),
        entry=EntryKey(entry.decode()),
        view=view.decode(),
        due=due.decode(),
        payload=raw,
    )
