"""Takes alerts that are held no more out of `of-agency:AGENCY`, which no expiry does by itself."""

from collections.abc import Iterable

from redis.asyncio import Redis

from screening.space import Space, text

AT_ONCE = 1_000  # members looked at in one go


class Trim:
    """Goes through the alerts of all agencies, some at each run; safe in every worker at once."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._cursors: dict[str, int] = {}

    async def run(self, space: Space) -> int:
        """Look at the next members of each agency; return how many were forgotten."""
        agencies = map(text, await self._redis.smembers(space.key("agencies")))
        homes = [space.key("of-agency", one) for one in agencies]
        self._cursors = {one: self._cursors.get(one, 0) for one in homes}
        return sum([await self._trimmed(space, one) for one in homes])

    async def _trimmed(self, space: Space, home: str) -> int:
        cursor, rows = await self._redis.zscan(home, self._cursors[home], count=AT_ONCE)
        self._cursors[home] = int(cursor)
        members: Iterable[tuple[bytes, float]] = rows  # type: ignore[assignment]  # bytes
        ids = [text(name) for name, _ in members]
        async with self._redis.pipeline(transaction=False) as pipe:
            for one in ids:
                pipe.exists(space.key("alert", one))
            held = await pipe.execute()
        gone = [one for one, there in zip(ids, held, strict=True) if not there]
        return int(await self._redis.zrem(home, *gone)) if gone else 0
