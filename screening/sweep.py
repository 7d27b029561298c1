"""Forgets flights whose time is over: their people leave the passenger index (retention)."""

from datetime import datetime

from redis.asyncio import Redis

from screening.space import Space, held_flights, script, text
from screening.tidying import Tidying

AT_ONCE = 100  # flights in one go, so that other work comes in between


class Sweep:
    """Removes what is past its expiry; safe to run in every worker at once."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._forget = script(redis, "screening", "forget_flight")
        self._forget_numbers = script(redis, "screening", "forget_numbers")
        self._tidying = Tidying(redis)

    async def run(self, space: Space, now: datetime) -> int:
        """Forget up to AT_ONCE flights that expired before *now*; return how many.

        Those that are gone by themselves already are forgotten whatever their number.
        """
        found: list[bytes] = await self._redis.zrangebyscore(  # type: ignore[assignment]  # no scores
            space.key("expiry"), "-inf", now.timestamp()
        )
        due = [text(flight) for flight in found]
        there = await held_flights(self._redis, space, due)
        # Version 0: none of those is removed that was reported again meanwhile.
        gone = [await self._gone(space, one, "0", now) for one in due if one not in there]
        for one in [one for one in due if one in there][:AT_ONCE]:
            version = await self._redis.hget(space.key("flight", one), "version")
            gone.append(version is not None and await self._gone(space, one, text(version), now))
        await self._forget_lost(space, now)
        await self._tidying.run(space, now)
        return sum(gone)

    async def _gone(self, space: Space, flight: str, version: str, now: datetime) -> bool:
        head = [space.epoch, space.prefix, flight, version]
        return bool(await self._forget(args=[*head, now.timestamp()]))

    async def _forget_lost(self, space: Space, now: datetime) -> None:
        """Give up the numbers of flights that went by themselves, reported again or not."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hlen(space.key("flights"))
            pipe.zcard(space.key("expiry"))
            numbered, expiring = await pipe.execute()
        if numbered > expiring:
            numbers = await self._redis.hkeys(space.key("flights"))
            await self._forget_numbers(args=[space.epoch, space.prefix, now.timestamp(), *numbers])
