"""Who is at work: each worker says every moment that it is there, and how it is."""

import os
from dataclasses import dataclass

from redis.asyncio import Redis

from streams.edge import Health

WORKER = "tocsin:worker:"
SILENT_AFTER_S = 10


@dataclass(frozen=True, slots=True)
class Beat:
    """One worker as last heard of."""

    name: str
    waiting_for: str
    unexpected: int


def host() -> str:
    """Return what the names of this machine's workers begin with."""
    return os.uname().nodename


async def beat(redis: Redis, name: str, health: Health) -> None:
    """Say that worker *name* is there; it is forgotten after SILENT_AFTER_S."""
    async with redis.pipeline(transaction=True) as pipe:
        pipe.hset(WORKER + name, "waiting_for", health.in_the_way or "")
        pipe.hset(WORKER + name, "unexpected", str(health.unexpected))
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
            found.append(Beat(name, waiting, int(raw[b"unexpected"])))
    return sorted(found, key=lambda one: one.name)
