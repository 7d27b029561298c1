"""Forgets flights whose time is over: their people leave the passenger index (retention)."""

from datetime import datetime

from redis.asyncio import Redis

from manifests.flight import FlightState
from screening.asking import Arguments, held
from screening.prepared import prepare_passenger
from screening.space import Space, script, text

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
        lost = await self._lost(space, due)
        if lost:
            await self._tidy(space, frozenset(one.encode() for one in lost))
        standing = [one for one in due[:AT_ONCE] if one not in lost]
        gone = [await self._swept(space, flight, lost=True) for flight in lost]
        gone += [await self._swept(space, flight, lost=False) for flight in standing]
        return gone.count(True)

    async def _lost(self, space: Space, due: list[str]) -> frozenset[str]:
        """Return the flights of *due* that went by themselves, for want of a sweep in time."""
        async with self._redis.pipeline(transaction=False) as pipe:
            for flight in due:
                pipe.exists(space.key("flight", flight))
            held = await pipe.execute()
        return frozenset(one for one, there in zip(due, held, strict=True) if not there)

    async def _tidy(self, space: Space, lost: frozenset[bytes]) -> None:
        """Take the people of *lost* out of the index.

        What they were filed under went with their flight, so all of it is gone through.
        """
        async for key in self._redis.scan_iter(match=space.key("held:*"), count=1000):
            members = [one async for one in self._redis.sscan_iter(key, count=1000)]
            stale = [one for one in members if one.partition(b"\x1f")[0] in lost]
            if stale:
                await self._forget_members(args=[space.epoch, space.prefix, key, *stale])

    async def _swept(self, space: Space, flight: str, *, lost: bool) -> bool:
        version, raw = await self._redis.hmget(space.key("flight", flight), "version", "state")
        if raw is None and not lost:  # it went just now: its people are still to be taken out
            return False
        people: Arguments = []
        on_board = FlightState.model_validate_json(raw).travellers() if raw else {}
        for ref, passenger in on_board.items():
            people += [ref, *held(prepare_passenger(passenger))]
        expected = text(version or b"0")
        head: Arguments = [space.epoch, space.prefix, flight, expected, len(on_board)]
        return bool(await self._forget(args=[*head, *people]))
