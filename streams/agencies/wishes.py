"""What agencies subscribe to, by HTTP: the same topic and the same rules as by command."""

import asyncio
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from redis.asyncio import Redis

from access.parties import AgencyId
from alerts.alert import Alert
from alerts.known_hits import KnownHits
from alerts.routing import Rules
from alerts.suppressions import SuppressionStore
from config.files import Filter, SubscriptionRow
from doors.conditions import Condition
from doors.gate import Asking
from doors.problem import Declined
from doors.subscriptions import AlertInBrief, Effect, Subscription, Wish
from screening.space import Space, space_in_force
from streams.agencies.last_sent import GONE, LastSent
from streams.declining import reached
from streams.publisher import Outgoing, Publishing
from streams.subscribing import Kept, preview_of
from streams.subscription_log import Rows, SubscriptionLog, key_of, removal, set_record

FLIGHTS_AT_ONCE = 50
MOST_SHOWN = 5_000  # alerts in the answer to one preview
_BUSY = "a preview of yours is under way; ask again once it is answered"
_NONE = "no subscription of yours has this name"
_IN_FILE = "it is kept in the operator's file; ask the operator to change it there"


class Wishes:
    """Reads the subscriptions as they are now, and changes those that were made by command."""

    def __init__(
        self,
        redis: Redis,
        publisher: Publishing,
        log: SubscriptionLog,
        rows: Callable[[], Iterable[SubscriptionRow]],
        rules: Rules,
    ) -> None:
        self._redis = redis
        self._publisher = publisher
        self._log = log
        self._rows = rows
        self._rules = rules
        self._reading = asyncio.Lock()
        self._last_sent = LastSent(redis)
        self._hits = KnownHits(redis, keep=timedelta(0))
        self._trying = asyncio.Lock()  # one preview at a time: each goes through all hits
        self._waiting: set[AgencyId] = set()

    async def all_of(self, agency: AgencyId) -> tuple[Subscription, ...]:
        """Return the agency's subscriptions, sorted by name."""
        have = await reached(self._kept())
        rows = [one for one in have.all().values() if one.agency == agency]
        return tuple(_shown(one, have) for one in sorted(rows, key=lambda one: one.id))

    async def put(self, asking: Asking, name: str, wish: Filter, given: Condition) -> Subscription:
        """Set the subscription, if *given* holds; return once the broker has it."""
        row = SubscriptionRow(id=name, agency=asking.agency, filter=wish)
        await self._change(asking, key_of(row), given, set_record(row), _tag(row))
        return Subscription(id=name, filter=wish, kept="command", tag=_tag(row))

    async def remove(self, asking: Asking, name: str, given: Condition) -> None:
        """End the subscription, if *given* holds."""
        key = f"{asking.agency}/{name}"
        if key not in (await reached(self._kept())).all():
            raise Declined(404, _NONE)
        await self._change(asking, key, given, removal(key), GONE)

    async def preview(self, agency: AgencyId, wish: Wish) -> Effect:
        """Return what the change would do to the alerts that the agency holds."""
        have = await reached(self._kept())
        key = f"{agency}/{wish.id}"
        if wish.filter is None and key not in have.all():
            raise Declined(404, _NONE)
        if key in have.in_file:
            raise Declined(400, _IN_FILE)
        row = SubscriptionRow(id=wish.id, agency=agency, filter=wish.filter or Filter())
        after = have.without(key) if wish.filter is None else have.with_row(row)
        space = await reached(space_in_force(self._redis))
        if agency in self._waiting:
            raise Declined(429, _BUSY, headers={"Retry-After": "2"})
        self._waiting.add(agency)
        try:
            async with self._trying:
                return await reached(self._effect(space, agency, have.all(), after.all()))
        finally:
            self._waiting.discard(agency)

    async def _effect(self, space: Space, agency: AgencyId, before: Rows, after: Rows) -> Effect:
        """Go through all flights with hits, some at a time: no more of them are held."""
        own = {agency: self._rules.parties.agencies[agency]}
        rules = replace(self._rules, parties=replace(self._rules.parties, agencies=own))
        brings: list[AlertInBrief] = []
        takes: list[AlertInBrief] = []
        decisions = await SuppressionStore(self._redis).by_entry(space)
        flights, day = await self._hits.flights(space), datetime.now(UTC).date()
        for first in range(0, len(flights), FLIGHTS_AT_ONCE):
            some = flights[first : first + FLIGHTS_AT_ONCE]
            hits = [
                one for each in some for one in await self._hits.on_flight(space, each, day) or ()
            ]
            found = await asyncio.to_thread(preview_of, rules, before, after, hits, decisions)
            brings += map(_in_brief, found.brings)
            takes += map(_in_brief, found.takes)
            if len(brings) + len(takes) > MOST_SHOWN:
                shown = MOST_SHOWN - len(brings[:MOST_SHOWN])
                return Effect(
                    brings=tuple(brings[:MOST_SHOWN]), takes=tuple(takes[:shown]), more=True
                )
        return Effect(brings=tuple(brings), takes=tuple(takes))

    async def _change(
        self, asking: Asking, key: str, given: Condition, record: Outgoing, tag: str
    ) -> None:
        have = await reached(self._kept())
        if key in have.in_file:
            raise Declined(409, _IN_FILE)
        row = have.made.get(key)
        before = GONE if row is None else _tag(row)
        thing = f"subscription:{key}"
        async with self._last_sent.change(thing, given, before, tag):
            await asking.note("changed", "a subscription", thing)
            await reached(self._publisher.publish(record))

    async def _kept(self) -> Kept:
        async with self._reading:
            await self._log.catch_up()
            made = dict(self._log.rows)
            rows = await asyncio.to_thread(self._rows)
        return Kept({key_of(row): row for row in rows}, made)


def _shown(row: SubscriptionRow, have: Kept) -> Subscription:
    kept = "file" if key_of(row) in have.in_file else "command"
    return Subscription(id=row.id, filter=row.filter, kept=kept, tag=_tag(row))


def _tag(row: SubscriptionRow) -> str:
    return hashlib.sha256(row.model_dump_json().encode()).hexdigest()[:32]


def _in_brief(alert: Alert) -> AlertInBrief:
    owner = alert.entry.owner or "(withheld)"
    return AlertInBrief(
        flight=alert.flight.key,
        passenger_ref=alert.passenger.passenger_ref,
        entry=f"{owner}/{alert.entry.id}",
        severity=alert.entry.severity,
        score=round(alert.score, 2),
    )
