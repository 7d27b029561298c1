"""What every agency was told, in Redis: the outbox between a decision and its publication.

A version is stored as pending with its payload, published, then marked as sent; whoever finds
one pending publishes it again, byte for byte (rule 2).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from redis.asyncio import Redis

from alerts.alert import Alert
from alerts.decided import Made
from alerts.life import Held, Step
from manifests.contract import Flight, utc_text
from manifests.identity import PassengerRef
from screening.asking import Arguments
from screening.facts import Facts
from screening.passenger_join import kept_until
from screening.space import NotReady, Space, script
from watchlist.entry import EntryKey

Outcome = Literal["pending", "stale", "moved", "outruled"]
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

    @classmethod
    def of(cls, facts: Facts, ruled: int | None) -> "Grounds":
        """Return those of versions that follow from *facts*."""
        return cls(facts.source, facts.as_of, ruled)


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

    async def on_flight(self, space: Space, flight: str) -> list[Held]:
        """Return every alert held on *flight*. Raises NotReady."""
        status, *rows = await self._held(args=[space.epoch, space.prefix, flight])
        if status == b"not-ready":
            raise NotReady("the ledger was lost or rebuilt")
        return [_held(rows[at : at + _HELD]) for at in range(0, len(rows), _HELD)]

    async def flights_with(
        self, space: Space, entries: Sequence[EntryKey]
    ) -> dict[EntryKey, list[Flight]]:
        """Return for each of *entries* that has alerts the flights that have them."""
        found: defaultdict[EntryKey, dict[str, Flight]] = defaultdict(dict)
        reply = await self._on_entries(args=[space.prefix, *entries])
        for nth, raw in zip(reply[::2], reply[1::2], strict=True):
            flight = Alert.model_validate_json(raw).flight
            found[entries[nth - 1]][flight.key] = flight
        return {key: list(flights.values()) for key, flights in found.items()}

    async def record(
        self, space: Space, step: Step, grounds: Grounds, now: datetime, *, due: str = ""
    ) -> Outcome:
        """Store the version as pending, if all of *grounds* still stands; *due* to be escalated.

        Raises NotReady.

        `stale`: the passenger or the entry has changed since, and newer facts are on their way.
        `moved`: the ledger no longer holds the version that the step follows, or there are other
        decisions. `outruled`: the flight has been routed by newer rules.
        """
        return _outcome(await self._record(args=self._version(space, step, grounds, now, due)))

    async def record_all(
        self, space: Space, todo: Sequence[tuple[Step, str]], grounds: Grounds, now: datetime
    ) -> list[Outcome]:
        """Do as `record` for each, with when it is due, in their order but not awaiting each."""
        if len(todo) == 1:  # a pipeline asks for its scripts first
            return [await self.record(space, step, grounds, now, due=due) for step, due in todo]
        async with self._redis.pipeline(transaction=False) as pipe:
            for step, due in todo:
                await self._record(args=self._version(space, step, grounds, now, due), client=pipe)
            return list(map(_outcome, await pipe.execute()))

    def _version(
        self, space: Space, step: Step, grounds: Grounds, now: datetime, due: str
    ) -> Arguments:
        """Return a version as record.lua takes it."""
        alert, made = step.alert, grounds.made
        return [
            space.epoch,
            space.prefix,
            alert.alert_id,
            step.after,
            alert.event,
            alert.flight.key,
            step.ref,
            step.entry,
            "" if grounds.as_of is None else grounds.as_of,
            payload(alert),
            kept_until(alert.flight, now, self._keep),
            alert.trace_id,
            step.source or grounds.source,
            "" if grounds.ruled is None else grounds.ruled,
            utc_text(now),
            alert.agency,
            step.view,
            due,
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


def _outcome(reply: bytes) -> Outcome:
    """Return what record.lua answered; raises NotReady."""
    if reply == b"not-ready":
        raise NotReady("the ledger was lost or rebuilt")
    outcome: Outcome = reply.decode()  # type: ignore[assignment]  # as record.lua has them
    return outcome


def _held(row: list[bytes]) -> Held:
    _, _, sent, _, ref, entry, raw, view, due = row
    return Held(
        alert=Alert.model_validate_json(raw),
        sent=int(sent or 0),
        ref=PassengerRef(ref.decode()),
        entry=EntryKey(entry.decode()),
        view=view.decode(),
        due=due.decode(),
    )
