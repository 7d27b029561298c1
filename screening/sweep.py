"""Forgets flights whose time is over: their people leave the passenger index (retention)."""

from datetime import datetime

from redis.asyncio import Redis

from manifests.flight import FlightState
from screening.asking import Arguments, held
from screening.person import filed_alone
from screening.space import Space, held_flights, script, text

AT_ONCE = 100  # flights in one go, so that other work comes in between


class Sweep:
    """Removes what is past its expiry; safe to run in every worker at once."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._forget = script(redis, "screening", "forget_flight")
        self._forget_members = script(redis, "screening", "forget_members")

    async def run(self, space: Space, now: datetime) -> int:
        """Forget up to AT_ONCE flights that expired before *now*; return how many.

        Those that are gone by themselves already are forgotten whatever their number.
        """
        found: list[bytes] = await self._redis.zrangebyscore(  # type: ignore[assignment]  # no scores
            space.key("expiry"), "-inf", now.timestamp()
        )
        due = [text(flight) for flight in found]
        there = await held_flights(self._redis, space, due)
        lost = [one for one in due if one not in there]
        if lost:
            await self._tidy(space, frozenset(one.encode() for one in lost))
        # Version 0: none of those is removed that was reported again meanwhile.
        gone = [await self._forget(args=[space.epoch, space.prefix, one, "0", 0]) for one in lost]
        standing = [one for one in due[:AT_ONCE] if one in there]
        return sum(map(bool, gone)) + sum([await self._swept(space, one) for one in standing])

    async def _tidy(self, space: Space, lost: frozenset[bytes]) -> None:
        """Take the people of *lost* out of the index.

        What they were filed under went with their flight, so all of it is gone through.
        """
        async for key in self._redis.scan_iter(match=space.key("held:*"), count=1000):
            members = [one async for one in self._redis.sscan_iter(key, count=1000)]
            stale = [one for one in members if one.partition(b"\x1f")[0] in lost]
            if stale:
                await self._forget_members(args=[space.epoch, space.prefix, key, *stale])

    async def _swept(self, space: Space, flight: str) -> bool:
        version, raw = await self._redis.hmget(space.key("flight", flight), "version", "state")
        if version is None or raw is None:  # it went just now: its people are still to be taken out
            return False
        people: Arguments = []
        on_board = FlightState.model_validate_json(raw).travellers()
        for ref, its in zip(on_board, filed_alone(on_board.values()), strict=True):
            people += [ref, *held(its)]
        head: Arguments = [space.epoch, space.prefix, flight, text(version), len(on_board)]
        return bool(await self._forget(args=[*head, *people]))
