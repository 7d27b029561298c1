"""Builds of the indexes as they lie in Redis, one after the other, named by when they began."""

import time

from redis.asyncio import Redis

from screening.space import BESIDE, Space

_AT_ONCE = 1000  # keys gone through in one call


async def next_beginning(redis: Redis) -> int:
    """Return a time (us) above number and clock of every build that Redis has.

    So what was built before is older, and facts found then are stale, whichever machine built it:
    its wall clock may have been ahead of ours.
    """
    began_us = time.time_ns() // 1000
    async for key in redis.scan_iter(match="tocsin:*:clock", count=_AT_ONCE):
        number = _number(key)
        if number and key.count(b":") == 2:
            began_us = max(began_us, number + 1, int(await redis.get(key) or 0) + 1)
    return began_us


async def forget_older(redis: Redis, current: Space) -> None:
    """Delete every key of builds before *current*, the one in force, a few at a time.

    That takes a while, in which Redis may be lost and another build be put in force.
    """
    async for key in redis.scan_iter(match="tocsin:*:*", count=_AT_ONCE):
        if _generation(key) not in BESIDE and _number(key) < int(current.generation, 16):
            await redis.unlink(key)


def _generation(key: bytes) -> str:
    return key.split(b":", 2)[1].decode()


def _number(key: bytes) -> int:
    """Return when the build began that *key* is of, 0 where it is of none."""
    try:
        return int(_generation(key), 16)
    except ValueError:
        return 0
