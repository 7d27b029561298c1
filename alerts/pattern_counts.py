"""Counts of where hits travel, in Redis: windows that each alert is counted in once.

`pattern-of:ALERT` holds which version was counted last, and as what; the next one takes that back.
Day by day it is all forgotten, a fixed time after the day is over.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from redis.asyncio import Redis

from alerts.alert import Alert
from alerts.patterns import (
    BYS,
    DAY_S,
    ONWARD_S,
    By,
    Kept,
    Leg,
    Window,
    counts_of,
    days_of,
    member,
    no_hit,
    travel_of,
    window_of,
)
from screening.asking import Arguments
from screening.space import NotReady, Space, script

_AT_ONCE = 200  # alerts counted in one go


class PatternCounts:
    """The counts of one generation, written by whoever reads the agencies' topics."""

    def __init__(self, redis: Redis, *, keep: timedelta) -> None:
        self._redis = redis
        self._kept_s = int(keep.total_seconds())
        self._count = script(redis, "alerts", "count")

    async def count(self, space: Space, alert: Alert, now: datetime) -> bool:
        """Count *alert* as it is now; False where it changes nothing. Raises NotReady.

        A version counts once, and none that is older than one counted; their order is of no
        consequence. What departed longer ago than is kept counts no more.
        """
        home = space.key("pattern-of", alert.alert_id)
        while True:
            held, raw = await self._redis.hmget(home, ["version", "leg"])
            if held is None and self._over(travel_of(alert), now):
                return False  # nothing older could count
            before = Leg.model_validate_json(raw) if raw else None
            arguments = self._arguments(space, alert, now, held or "", before)
            reply: bytes = await self._count(args=arguments)
            if reply == b"not-ready":
                raise NotReady("the counts were lost or are built anew")
            if reply != b"moved":
                return reply == b"counted"

    async def fill(self, space: Space, alerts: Iterable[Alert], now: datetime) -> None:
        """Count *alerts*, each once, in a space that is being built and holds none of them."""
        wanted = (one for one in alerts if not self._over(travel_of(one), now))
        while some := [*islice(wanted, _AT_ONCE)]:
            async with self._redis.pipeline(transaction=False) as pipe:
                for one in some:
                    await self._count(args=self._arguments(space, one, now, "", None), client=pipe)
                await pipe.execute()

    def _arguments(
        self, space: Space, alert: Alert, now: datetime, held: bytes | str, before: Leg | None
    ) -> Arguments:
        travelled = travel_of(alert)
        leg = None if no_hit(alert) or self._over(travelled, now) else travelled
        last = max(one.lands for one in (travelled, before or travelled))
        return [
            space.epoch,
            space.prefix,
            f"pattern-of:{alert.alert_id}",
            held,
            alert.version,
            leg.model_dump_json() if leg else "",
            self._until(window_of(last, "day")),
            f"pattern-revision:{alert.agency}",
            *self._change(before),
            *self._change(leg),
        ]

    def _change(self, leg: Leg | None) -> Iterator[str | int | bytes]:
        """Yield what a leg counts as, as count.lua takes it."""
        if leg is None:
            yield from (0, 0, 0)
            return
        counts = [*counts_of(leg)]
        yield len(counts)
        for one in counts:
            yield from (counted_in(leg.agency, one.by, one.window), one.value)
            yield self._until(one.window)
        day = window_of(leg.departs, "day")
        listed = [(by, value) for by in BYS for value in dict.fromkeys(leg.values(by))]
        yield len(listed)
        for by, value in listed:
            yield from (listed_in(leg.agency, by, day), member(leg, value), self._until(day))
        yield from self._journey(leg)

    def _journey(self, leg: Leg) -> Arguments:
        landed = window_of(leg.lands, "day")
        leaves = _airport("leaves", leg, leg.origin, leg.departs // DAY_S)
        lands = _airport("lands", leg, leg.destination, leg.lands // DAY_S)
        onward = days_of(leg.lands, leg.lands + ONWARD_S)
        before = days_of(leg.departs - ONWARD_S, leg.departs)
        return [
            *(1, leg.alert_id, leg.departs, leg.lands),
            *(leaves, self._until(window_of(leg.departs, "day"))),
            *(lands, self._until(landed)),
            *(ONWARD_S, self._kept_s, links_on(leg.agency, "")),
            len(onward),
            *(_airport("leaves", leg, leg.destination, day) for day in onward),
            len(before),
            *(_airport("lands", leg, leg.origin, day) for day in before),
        ]

    def _over(self, leg: Leg, now: datetime) -> bool:
        return self._until(window_of(leg.departs, "day")) <= now.timestamp()

    def _until(self, window: Window) -> int:
        """Return when a window is forgotten; an hour with its day."""
        return window_of(window.start, "day").end + self._kept_s


def counted_in(agency: str, by: Kept, window: Window) -> str:
    """Return which key holds the counts of a window, by value."""
    return f"pattern:{agency}:{by}:{window.name}"


def listed_in(agency: str, by: By, day: Window) -> str:
    """Return which key lists the alerts of a day, by value and hour."""
    return f"pattern-ids:{agency}:{by}:{day.name}"


def links_on(agency: str, day: int | str) -> str:
    """Return which key holds the pairs of alerts whose second departs on a day since 1970."""
    return f"pattern-links:{agency}:{day}"


def _airport(what: str, leg: Leg, airport: str, day: int) -> str:
    return f"pattern-{what}:{leg.agency}:{airport}:{day}:{leg.entry}"
