"""Who is at work: each worker says every moment that it is there, and how it is."""

import os
import time
from dataclasses import dataclass
from typing import Literal

from redis.asyncio import Redis

from screening.space import text
from streams.health import Health

WORKER = "tocsin:worker:"
WORKERS = "tocsin:workers"  # their names, by when each was last heard of: nobody looks for keys
SILENT_AFTER_S = 10
FORGOTTEN_AFTER_S = 60 * 60  # far from what clocks of two machines differ by


LaneName = Literal["screening", "boarding", "delivery"]


@dataclass(frozen=True, slots=True)
class Beat:
    """One worker as last heard of."""

    name: str
    waiting_for: str
    unexpected: int
    lane: str
    is_learning: bool

    @property
    def host(self) -> str:
        """Return the machine that the worker is on: its name without its process."""
        return self.name.rpartition("-")[0]


def host() -> str:
    """Return what the names of this machine's workers begin with."""
    return os.uname().nodename


async def beat(redis: Redis, name: str, health: Health, lane: LaneName) -> None:
    """Say that worker *name* is there; it is forgotten after SILENT_AFTER_S."""
    async with redis.pipeline(transaction=True) as pipe:
        pipe.hset(WORKER + name, "waiting_for", health.in_the_way or "")
        pipe.hset(WORKER + name, "unexpected", str(health.unexpected))
        pipe.hset(WORKER + name, "lane", lane)
        pipe.hset(WORKER + name, "learning", str(int(health.is_learning)))
        pipe.expire(WORKER + name, SILENT_AFTER_S)
        now = time.time()
        pipe.zadd(WORKERS, {name: now})
        pipe.zremrangebyscore(WORKERS, 0, now - FORGOTTEN_AFTER_S)
        await pipe.execute()


async def gone(redis: Redis, name: str) -> None:
    """Say that worker *name* is there no more."""
    async with redis.pipeline(transaction=True) as pipe:
        pipe.delete(WORKER + name)
        pipe.zrem(WORKERS, name)
        await pipe.execute()


async def workers(redis: Redis) -> list[Beat]:
    """Return every worker heard of lately."""
    known: list[bytes] = await redis.zrange(WORKERS, 0, -1)  # type: ignore[assignment]  # bytes
    names = list(map(text, known))
    async with redis.pipeline(transaction=False) as pipe:
        for one in names:
            pipe.hgetall(WORKER + one)
        said: list[dict[bytes, bytes]] = await pipe.execute()
    found = []
    for name, raw in zip(names, said, strict=True):
        if raw:
            waiting = raw[b"waiting_for"].decode()
            lane = raw.get(b"lane", b"screening").decode()  # an older release does not say it
            learning = raw.get(b"learning") == b"1"
            found.append(Beat(name, waiting, int(raw[b"unexpected"]), lane, learning))
    return sorted(found, key=lambda one: one.name)
