"""How fast all workers together are, in Redis: records lately, and how long alerts took.

`tocsin:pace:...` belongs to no generation. Numbers alone; each goes by itself.
"""

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from redis.asyncio import Redis

from alerts.latency import Took, bucket_of

PACE = "tocsin:pace:"
SLOT_S = 10
_SLOTS_KEPT_S = 600
_MINUTE_S = 60
_HOUR_S = 3600
_EVER = PACE + "took"
_SUM_MS = "sum_ms"


@dataclass(slots=True)
class Pace:
    """Counts in the process until they are written."""

    records: Counter[tuple[int, str]] = field(default_factory=Counter)  # by slot and stage
    times: Counter[tuple[int, int]] = field(default_factory=Counter)  # by minute and bucket
    sum_ms: int = 0

    def dealt(self, stage: str, count: int = 1) -> None:
        """Count records that *stage* has dealt with."""
        self.records[int(time.time()) // SLOT_S, stage] += count

    def took(self, seconds: float, count: int) -> None:
        """Count alerts that were told *seconds* after the manifest came."""
        if count:
            self.times[int(time.time()) // _MINUTE_S, bucket_of(seconds)] += count
            self.sum_ms += round(max(seconds, 0) * 1000) * count

    def taken(self) -> "Pace":
        """Return what was counted, and begin anew."""
        found = Pace(self.records, self.times, self.sum_ms)
        self.records, self.times, self.sum_ms = Counter(), Counter(), 0
        return found

    def put(self, pipe: Any) -> None:  # noqa: ANN401  # a pipeline
        """Put all of it into *pipe*."""
        for (slot, stage), count in self.records.items():
            pipe.hincrby(f"{PACE}records:{slot}", stage, count)
            pipe.expire(f"{PACE}records:{slot}", _SLOTS_KEPT_S)
        for (minute, bucket), count in self.times.items():
            pipe.hincrby(f"{PACE}took:{minute}", str(bucket), count)
            pipe.expire(f"{PACE}took:{minute}", _HOUR_S + 2 * _MINUTE_S)
            pipe.hincrby(_EVER, str(bucket), count)
        if self.sum_ms:
            pipe.hincrby(_EVER, _SUM_MS, self.sum_ms)

    def add(self, other: "Pace") -> None:
        """Count what *other* counted too."""
        self.records.update(other.records)
        self.times.update(other.times)
        self.sum_ms += other.sum_ms

    def __bool__(self) -> bool:
        return bool(self.records or self.times)


async def records_per_s(redis: Redis) -> dict[str, float]:
    """Return how many records a second each stage dealt with, over the last minute that is full."""
    last = int(time.time()) // SLOT_S
    slots = range(last - _MINUTE_S // SLOT_S, last)
    found: Counter[str] = Counter()
    for held in await _hashes(redis, [f"{PACE}records:{one}" for one in slots]):
        found.update({stage.decode(): int(count) for stage, count in held.items()})
    return {stage: count / _MINUTE_S for stage, count in sorted(found.items())}


async def took_lately(redis: Redis) -> list[tuple[int, dict[int, int]]]:
    """Return of each minute of the last hour when it began, and the alerts in it by bucket."""
    last = int(time.time()) // _MINUTE_S
    minutes = range(last - 59, last + 1)
    held = await _hashes(redis, [f"{PACE}took:{one}" for one in minutes])
    return [
        (minute * _MINUTE_S, {int(bucket): int(count) for bucket, count in one.items()})
        for minute, one in zip(minutes, held, strict=True)
    ]


async def took_ever(redis: Redis) -> Took:
    """Return how long all alerts took since Redis was empty."""
    (held,) = await _hashes(redis, [_EVER])
    counts = {name.decode(): int(count) for name, count in held.items()}
    sum_ms = counts.pop(_SUM_MS, 0)
    return Took({int(bucket): count for bucket, count in counts.items()}, sum_ms / 1000)


async def _hashes(redis: Redis, keys: list[str]) -> list[dict[bytes, bytes]]:
    async with redis.pipeline(transaction=False) as pipe:
        for one in keys:
            pipe.hgetall(one)
        return list(await pipe.execute())
