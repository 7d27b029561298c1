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

    async def run(self, space: Space, now: datetime) -> int:
        """Forget up to AT_ONCE flights that expired before *now*; return how many."""
        due: list[bytes] = await self._redis.zrangebyscore(  # type: ignore[assignment]  # no scores
            space.key("expiry"), "-inf", now.timestamp(), start=0, num=AT_ONCE
        )
        gone = [await self._swept(space, text(flight)) for flight in due]
        return gone.count(True)

    async def _swept(self, space: Space, flight: str) -> bool:
        version, raw = await self._redis.hmget(space.key("flight", flight), "version", "state")
        people: Arguments = []
        on_board = FlightState.model_validate_json(raw).travellers() if raw else {}
        for ref, passenger in on_board.items():
            people += [ref, *held(prepare_passenger(passenger))]
        expected = text(version or b"0")
        head: Arguments = [space.epoch, space.prefix, flight, expected, len(on_board)]
        return bool(await self._forget(args=[*head, *people]))
