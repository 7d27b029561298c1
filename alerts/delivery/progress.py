"""How far each destination is, in Redis: which call is under way, and how it fares.

One worker owns a destination at a time; what another one writes after that is refused.
`tocsin:delivery:AGENCY/WEBHOOK` belongs to no generation: it outlives a rebuild. Positions and
times alone.
"""

from collections.abc import Iterable
from datetime import datetime

from redis.asyncio import Redis

from alerts.delivery.standing import Begun, Standing
from manifests.contract import utc_text
from screening.space import script, text

DELIVERY = "tocsin:delivery:"
DESTINATIONS = "tocsin:destinations"  # the names of all that were ever taken up
KEPT_S = 90 * 24 * 60 * 60  # after the last word of it: longer than a topic keeps alerts


class TakenOver(Exception):  # noqa: N818  # says what is the case
    """Another worker delivers to this destination by now."""


class Progress:
    """What one worker knows and writes of one destination."""

    def __init__(self, redis: Redis, name: str, owner: str) -> None:
        self._redis = redis
        self._name, self._key = name, DELIVERY + name
        self._owner = owner
        self._put = script(redis, "alerts", "put_delivery")

    async def take(self) -> Standing:
        """Make it ours and return how it stands."""
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.hset(self._key, "owner", self._owner)
            pipe.expire(self._key, KEPT_S)
            pipe.sadd(DESTINATIONS, self._name)
            pipe.hgetall(self._key)
            *_, raw = await pipe.execute()
        return _standing(raw)

    async def put(self, standing: Standing) -> None:
        """Write how it stands. Raises TakenOver where it is no longer ours."""
        flat = [part for pair in _fields(standing) for part in pair]
        if not await self._put(args=[self._key, self._owner, KEPT_S, *flat]):
            raise TakenOver


async def standings(redis: Redis, names: Iterable[str]) -> dict[str, Standing | None]:
    """Return how each destination stands; None where it was never taken up."""
    names = list(names)
    async with redis.pipeline(transaction=False) as pipe:
        for one in names:
            pipe.hgetall(DELIVERY + one)
        found = await pipe.execute()
    return {name: _standing(raw) if raw else None for name, raw in zip(names, found, strict=True)}


async def all_standings(redis: Redis) -> dict[str, Standing]:
    """Return every destination that is held, also of rows that were removed."""
    names = sorted(map(text, await redis.smembers(DESTINATIONS)))
    found = await standings(redis, names)
    return {name: standing for name, standing in found.items() if standing is not None}


def _fields(one: Standing) -> Iterable[tuple[str, str | int]]:
    begun = one.begun
    yield "position", "" if one.position is None else one.position
    yield "first", begun.first if begun else ""
    yield "end", begun.end if begun else ""
    yield "attempts", begun.attempts if begun else ""
    yield "first_attempt_at", _text(begun.first_attempt_at if begun else None)
    yield "failures", one.failures
    yield "failing_since", _text(one.failing_since)
    yield "next_attempt_at", _text(one.next_attempt_at)
    yield "last_success_at", _text(one.last_success_at)
    yield "last_failure_at", _text(one.last_failure_at)
    yield "last_failure", one.last_failure or ""


def _standing(raw: dict[bytes, bytes]) -> Standing:
    said = {text(name): text(value) for name, value in raw.items()}

    def moment(name: str) -> datetime | None:
        return datetime.fromisoformat(said[name]) if name in said else None

    begun = None
    if "first" in said and "end" in said:
        attempts = int(said.get("attempts", 0))
        begun = Begun(int(said["first"]), int(said["end"]), attempts, moment("first_attempt_at"))
    return Standing(
        position=int(said["position"]) if "position" in said else None,
        begun=begun,
        failures=int(said.get("failures", 0)),
        failing_since=moment("failing_since"),
        next_attempt_at=moment("next_attempt_at"),
        last_success_at=moment("last_success_at"),
        last_failure_at=moment("last_failure_at"),
        last_failure=said.get("last_failure"),
    )


def _text(moment: datetime | None) -> str:
    return utc_text(moment) if moment else ""
