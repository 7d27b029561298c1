"""Counts of where hits travel, in Redis: windows that each alert is counted in once.

`pattern-of:ALERT` holds which version was counted last, and as what; the next one takes that back.
Day by day it is all forgotten, a fixed time after the day is over.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice

from redis.asyncio import Redis

from alerts.alert import Alert
from alerts.pattern_changes import Before, Changes, Counted, forgotten_at
from alerts.patterns import Leg, no_hit, travel_of
from screening.space import NotReady, Space, script, text

_AT_ONCE = 50  # alerts counted in one go
_NEW = Before()


class PatternCounts:
    """The counts of one generation, written by whoever reads the agencies' topics."""

    def __init__(self, redis: Redis, *, keep: timedelta) -> None:
        self._redis = redis
        self._kept_s = int(keep.total_seconds())
        self._count = script(redis, "alerts", "count")

    async def count(self, space: Space, alert: Alert, now: datetime) -> bool:
        """Count *alert* as it is now; False where it changes nothing. Raises NotReady."""
        return await self.count_all(space, [alert], now) == 1

    async def count_all(self, space: Space, alerts: Iterable[Alert], now: datetime) -> int:
        """Count each of *alerts* as it is now; return how many changed something. Raises NotReady.

        A version counts once, and none that is older than one counted; their order is of no
        consequence. What departed longer ago than is kept counts no more.
        """
        latest: dict[str, Alert] = {}
        for one in alerts:
            known = latest.get(one.alert_id)
            if known is None or known.version < one.version:
                latest[one.alert_id] = one
        each, count = iter(latest.values()), 0
        while some := [*islice(each, _AT_ONCE)]:
            count += await self._count_some(space, some, now)
        return count

    async def _count_some(self, space: Space, alerts: Sequence[Alert], now: datetime) -> int:
        """Count alerts that differ; the first version of one is taken for new until it is not."""
        later = [one for one in alerts if one.version > 1]
        while True:
            before = await self._before(space, later)
            todo = [*self._todo(alerts, before, now)]
            if not todo:
                return 0
            changes = Changes(self._kept_s)
            for one in todo:
                changes.add(one)
            reply = await self._count(args=[space.epoch, space.prefix, changes.packed()])
            if reply == b"not-ready":
                raise NotReady("the counts were lost or are built anew")
            if reply == b"counted":
                return len(todo)
            later = [*alerts]

    async def _before(self, space: Space, alerts: Sequence[Alert]) -> dict[str, Before]:
        """Return as what each of *alerts* that was counted was counted last."""
        if not alerts:
            return {}
        async with self._redis.pipeline(transaction=False) as pipe:
            for one in alerts:
                pipe.hmget(space.key("pattern-of", one.alert_id), ["version", "leg"])
            rows = await pipe.execute()
        return {
            one.alert_id: Before(text(version), Leg.model_validate_json(leg) if leg else None)
            for one, (version, leg) in zip(alerts, rows, strict=True)
            if version is not None
        }

    def _todo(
        self, alerts: Iterable[Alert], before: Mapping[str, Before], now: datetime
    ) -> Iterable[Counted]:
        """Yield what is to be counted: not what is older, nor what departed too long ago."""
        for alert in alerts:
            was = before.get(alert.alert_id, _NEW)
            travelled = travel_of(alert)
            over = forgotten_at(travelled.departs, self._kept_s) <= now.timestamp()
            if over if was is _NEW else int(was.version) >= alert.version:
                continue
            leg = None if over or no_hit(alert) else travelled
            last = max(one.lands for one in (travelled, was.leg or travelled))
            yield Counted(
                alert.alert_id,
                alert.agency,
                alert.version,
                leg,
                forgotten_at(last, self._kept_s),
                was,
            )
