"""Puts the figures of the whole of Tocsin together; asked often, Kafka is asked now and then."""

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kafka.errors import KafkaError
from prometheus_client.core import Metric
from redis.asyncio import Redis
from redis.exceptions import RedisError

from access.parties import Parties
from alerts.delivery.progress import all_standings
from alerts.delivery.standing import Standing
from alerts.latency import LAST, added, bound_s, percentile_s
from config.problems import ConfigError
from config.settings import Settings
from doors.system import (
    DeliveryFigures,
    Latency,
    ListFigures,
    MinuteLatency,
    RefusedFigures,
    StageFigures,
    SystemFigures,
    WorkerFigures,
)
from doors.system_metrics import system_metrics
from screening.entry_join import lists_changed
from screening.space import NotReady, space_in_force
from streams.delivering.destination import Destination
from streams.heartbeat import workers
from streams.pace import records_per_s, took_ever, took_lately
from streams.stages import DELIVERY, STAGES
from streams.stats import totals
from streams.status import KAFKA_S, Watch
from streams.system.lags import lags
from streams.system.replaying import REPLAYED
from streams.topics import ALERTS

FRESH_S = 2.0  # so long what Kafka said counts


@dataclass(frozen=True, slots=True)
class Behind:
    """What Kafka said: how far each stage is behind, and where topics end."""

    stages: Mapping[str, int]
    ends: Mapping[str, int]


class System:
    """Looks at one installation as a whole."""

    def __init__(
        self,
        settings: Settings,
        parties: Parties,
        redis: Redis,
        destinations: Iterable[Destination] = (),
    ) -> None:
        self._settings = settings
        self._destinations = {one.name: one.shown for one in destinations}
        self._parties = parties
        self._redis = redis
        self._watch = Watch(settings, redis)
        self._asking: asyncio.Task[Behind | None] | None = None  # one for all who ask
        self._fresh_until = 0.0

    async def look(self) -> SystemFigures:
        """Return the figures. Raises RedisError; where Kafka is away, what it knows is missing."""
        status, behind = await asyncio.gather(self._watch.look(), self.behind())
        now, minutes = datetime.now(UTC), await took_lately(self._redis)
        deliveries = self._deliveries(await all_standings(self._redis), behind)
        return SystemFigures(
            at=now,
            ready=status.ready,
            in_the_way=status.in_the_way,
            stages=_stages(behind, deliveries, await records_per_s(self._redis)),
            latency=Latency(**_latency(added(counts for _, counts in minutes))),
            minutes=tuple(
                MinuteLatency(start=datetime.fromtimestamp(start, UTC), **_latency(counts))
                for start, counts in minutes
                if counts
            ),
            quarantine=_refused(await totals(self._redis)),
            deliveries=deliveries,
            lists=tuple(_lists(await self.lists(), now)),
            workers=tuple(
                WorkerFigures(
                    name=one.name,
                    lane=one.lane,
                    waiting_for=one.waiting_for or None,
                    unexpected_errors=one.unexpected,
                    learning=one.is_learning,
                )
                for one in await workers(self._redis)
            ),
        )

    async def behind(self) -> Behind | None:
        """Return what Kafka says, or said a moment ago; None where it does not answer in time."""
        if self._asking is None or (self._asking.done() and time.monotonic() > self._fresh_until):
            self._asking = asyncio.create_task(self._ask())
        await asyncio.wait([self._asking], timeout=KAFKA_S)
        return self._asking.result() if self._asking.done() else None

    async def _ask(self) -> Behind | None:
        try:
            return Behind(*await asyncio.to_thread(lags, self._settings.kafka, self._parties))
        except (KafkaError, OSError, ConfigError):  # the last where a TLS file went bad
            return None
        finally:
            self._fresh_until = time.monotonic() + FRESH_S

    async def lists(self) -> dict[str, int]:
        """Return when each list last changed, in epoch milliseconds; none without an index."""
        try:
            return await lists_changed(self._redis, await space_in_force(self._redis))
        except NotReady:
            return {}

    async def metrics(self) -> list[Metric]:
        """Return the same for /metrics, as far as it can be known; raises nothing."""
        behind = await self.behind()
        try:
            lists, took = await self.lists(), await took_ever(self._redis)
        except (RedisError, OSError):
            lists, took = {}, None
        return [*system_metrics({} if behind is None else behind.stages, lists, took)]

    def _deliveries(
        self, standings: Mapping[str, Standing | None], behind: Behind | None
    ) -> tuple[DeliveryFigures, ...]:
        return tuple(
            DeliveryFigures(
                webhook=name,
                destination=self._destinations.get(name),
                failing=one.failures >= self._settings.delivery.open_after,
                failures=one.failures,
                failing_since=one.failing_since,
                last_success_at=one.last_success_at,
                last_failure=one.last_failure,
                waiting=_waiting(name, one, behind),
            )
            for name, one in sorted(standings.items())
            if one is not None
        )


def _waiting(name: str, one: Standing, behind: Behind | None) -> int | None:
    end = None if behind is None else behind.ends.get(f"{ALERTS}.{name.partition('/')[0]}")
    return None if end is None or one.position is None else max(end - one.position, 0)


def _stages(
    behind: Behind | None, deliveries: Sequence[DeliveryFigures], speeds: Mapping[str, float]
) -> tuple[StageFigures, ...]:
    waiting = [one.waiting for one in deliveries if one.waiting is not None]
    lag = {} if behind is None else {**behind.stages, DELIVERY: sum(waiting)}
    return tuple(
        StageFigures(stage=one, lag=lag.get(one), records_per_s=round(speeds.get(one, 0), 2))
        for one in (*(stage.name for stage in STAGES), DELIVERY)
    )


def _latency(counts: Mapping[int, int]) -> dict[str, Any]:
    found = {f"p{one}_s": percentile_s(counts, one) for one in (50, 95, 99)}
    return {"alerts": sum(counts.values()), **{name: _told(one) for name, one in found.items()}}


def _told(seconds: float | None) -> float | None:
    """Return a percentile as JSON can hold it: beyond the buckets there is no telling how long."""
    return None if seconds is None else round(min(seconds, bound_s(LAST)), 3)


def _refused(counters: Mapping[str, int]) -> tuple[RefusedFigures, ...]:
    found, again = _labelled(counters, "quarantined"), _labelled(counters, REPLAYED)
    return tuple(
        RefusedFigures(
            reason=one,
            count=count,
            replayed=again.get(one, 0),
            replay=f"tocsin quarantine replay --reason {one}",
        )
        for one, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _labelled(counters: Mapping[str, int], name: str) -> dict[str, int]:
    start = f"{name}:"
    return {
        one.removeprefix(start): count for one, count in counters.items() if one.startswith(start)
    }


def _lists(changed: Mapping[str, int], now: datetime) -> Iterator[ListFigures]:
    """Yield the lists, the oldest first."""
    for name, at_ms in sorted(changed.items(), key=lambda pair: pair[1]):
        at = datetime.fromtimestamp(at_ms / 1000, UTC)
        age = max(int((now - at).total_seconds()), 0)
        yield ListFigures(list=name, changed_at=at, age_s=age)
