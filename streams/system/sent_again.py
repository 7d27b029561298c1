"""Which refusals were sent again, and when: in Redis, for as long as quarantine holds them.

Lost with Redis: then all that is in quarantine counts as not sent again yet.
"""

import time
from collections.abc import Callable, Iterable
from typing import cast

from redis.asyncio import Redis

from streams.refusals import Refusal

KEY = "tocsin:sent-again"
_DAY_MS = 24 * 60 * 60 * 1000


class SentAgain:
    """Knows them; *days* are those of quarantine."""

    def __init__(self, redis: Redis, days: float, clock: Callable[[], float] = time.time) -> None:
        self._redis = redis
        self._kept_ms = round(days * _DAY_MS)
        self._clock = clock

    async def all(self) -> dict[str, int]:
        """Return what was sent again, by `known_as`, and when last, in ms."""
        read = self._redis.zrange(KEY, 0, -1, withscores=True)
        found = cast("list[tuple[bytes, float]]", await read)
        return {name.decode(): int(at) for name, at in found}

    async def note(self, sent: Iterable[Refusal]) -> None:
        """Keep that these were sent again just now."""
        now = round(self._clock() * 1000)
        names = {known_as(one): now for one in sent}
        async with self._redis.pipeline(transaction=True) as pipe:
            if names:
                pipe.zadd(KEY, names)
            pipe.zremrangebyscore(KEY, 0, now - self._kept_ms)
            pipe.pexpire(KEY, self._kept_ms)
            await pipe.execute()


def known_as(one: Refusal) -> str:
    """Return what tells a refusal from every other, also after the topic began anew."""
    return f"{one.at}:{one.said.received_at}"
