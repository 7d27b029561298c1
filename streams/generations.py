"""Builds of the indexes as they lie in Redis, one after the other, named by when they began."""

import time

from redis.asyncio import Redis

from screening.space import BESIDE, Space, text

BUILDS = "tocsin:builds"  # the name of each that was begun, until nothing of it is left
_AT_ONCE = 1000  # keys gone through in one call


async def begin(redis: Redis, cluster: str) -> Space:
    """Return the space of a build that begins now: above number and clock of every one there.

    So what was built before is older, and facts found then are stale, whichever machine built it:
    its wall clock may have been ahead of ours.
    """
    began_us, older = time.time_ns() // 1000, list[str]()
    async for key in redis.scan_iter(match="tocsin:*:clock", count=_AT_ONCE):
        generation = _generation(key)
        if _us(generation) and key.count(b":") == 2:
            older.append(generation)
            began_us = max(began_us, _us(generation) + 1, int(await redis.get(key) or 0) + 1)
    space = Space(f"{began_us:x}", cluster, building=True)
    await note(redis, *older, space.generation)
    await redis.set(space.key("clock"), began_us)
    return space


async def note(redis: Redis, *generations: str) -> None:
    """Know of builds of which something may be left."""
    await redis.sadd(BUILDS, *generations)


async def forget_left(redis: Redis, current: Space) -> None:
    """Delete what is left of builds before *current*, the one in force, if any was begun."""
    older = [
        one for one in await redis.smembers(BUILDS) if _us(text(one)) < _us(current.generation)
    ]
    if older:
        await forget_older(redis, current)
        await redis.srem(BUILDS, *older)


async def forget_older(redis: Redis, current: Space) -> None:
    """Delete every key of builds before *current*, the one in force, a few at a time.

    That takes a while, in which Redis may be lost and another build be put in force.
    """
    async for key in redis.scan_iter(match="tocsin:*:*", count=_AT_ONCE):
        generation = _generation(key)
        if generation not in BESIDE and _us(generation) < _us(current.generation):
            await redis.unlink(key)


def _generation(key: bytes) -> str:
    return text(key).split(":", 2)[1]


def _us(generation: str) -> int:
    """Return when a build began, 0 for what is the name of none."""
    try:
        return int(generation, 16)
    except ValueError:
        return 0
