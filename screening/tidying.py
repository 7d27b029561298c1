"""Takes out of the passenger index under what people of forgotten flights were held.

Nobody finds them any more: their flight has no number. But what tells nobody anything takes room.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from redis.asyncio import Redis

from screening.held import BUCKETS, NUMBER
from screening.space import Space, script

WITHIN = timedelta(hours=6)  # at the latest; by then a few bytes of hashes a passenger are left
FEW, SHARE = 64, 8  # sooner where more flights are gone than FEW, and an eighth of those held
_AT_ONCE = 128  # buckets or members; some 2 ms of Redis
_LEASE_S = 300


class Tidying:
    """Goes through all buckets now and then; one worker at a time, though more do no harm."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._script = script(redis, "screening", "held", "tidy")

    async def run(self, space: Space, now: datetime) -> None:
        """Take out what is left of flights that are gone, if it is time."""
        gone: list[Any] = await self._redis.zrange(space.key("gone"), 0, -1, withscores=True)
        held = int(await self._redis.hlen(space.key("flights")))
        if not gone or not _due(len(gone), held, now.timestamp() - gone[0][1]):
            return
        lease = space.key("tidying")
        if await self._redis.set(lease, b"", nx=True, ex=_LEASE_S):
            numbers = frozenset(number for number, _ in gone)
            await self._tidied(space, numbers)
            await self._redis.zrem(space.key("gone"), *numbers)
            await self._redis.delete(lease)

    async def _tidied(self, space: Space, numbers: frozenset[bytes]) -> None:
        for some in _batches([f"{number:04x}" for number in range(BUCKETS)]):
            await self._script(args=[space.epoch, space.prefix, "", *some])
        for long in await self._redis.smembers(space.key("held-long")):
            members = [one async for one in self._redis.sscan_iter(long, count=1000)]
            stale = [one for one in members if one[:NUMBER] in numbers]
            for some in _batches(stale or [b""]):  # at least asked whether it is still there
                await self._script(args=[space.epoch, space.prefix, long, *some])


def _due(gone: int, held: int, age_s: float) -> bool:
    return gone >= max(FEW, held // SHARE) or age_s >= WITHIN.total_seconds()


def _batches(those: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(those), _AT_ONCE):
        yield those[first : first + _AT_ONCE]
