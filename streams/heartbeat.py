"""Who is at work: each worker says every moment that it is there, and how it is."""

import os
from dataclasses import dataclass
from typing import Literal

from redis.asyncio import Redis

from streams.health import Health

WORKER = "tocsin:worker:"
SILENT_AFTER_S = 10


LaneName = Literal["screening", "boarding", "delivery"]


@dataclass(frozen=True, slots=True)
class Beat:
    """One worker as last heard of."""

    name: str
    waiting_for: str
    unexpected: int
    lane: str


def host() -> str:
    """Return what the names of this machine's workers begin with."""
    return os.uname().nodename


async def beat(redis: Redis, name: str, health: Health, lane: LaneName) -> None:
    """Say that worker *name* is there; it is forgotten after SILENT_AFTER_S."""
    async with redis.pipeline(transaction=True) as pipe:
        pipe.hset(WORKER + name, "waiting_for", health.in_the_way or "")
        pipe.hset(WORKER + name, "unexpected", str(health.unexpected))
        pipe.hset(WORKER + name, "lane", lane)
        pipe.expire(WORKER + name, SILENT_AFTER_S)
        await pipe.execute()


async def workers(redis: Redis) -> list[Beat]:
    """Return every worker heard of lately."""
    found = []
    async for key in redis.scan_iter(match=f"{WORKER}*", count=500):
        raw: dict[bytes, bytes] = await redis.hgetall(key)  # type: ignore[assignment]  # bytes
        if raw:
            name = key.decode().removeprefix(WORKER)
            waiting = raw[b"waiting_for"].decode()
            lane = raw.get(b"lane", b"screening").decode()  # an older release does not say it
            found.append(Beat(name, waiting, int(raw[b"unexpected"]), lane))
    return sorted(found, key=lambda one: one.name)
