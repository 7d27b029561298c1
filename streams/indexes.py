"""The generation of the indexes that a worker may use right now."""

from redis.asyncio import Redis

from screening.space import NotReady, Space, current_space, script


class Indexes:
    """Looks the epoch up once and again after it was found wrong."""

    def __init__(self, redis: Redis, cluster: str) -> None:
        self._redis = redis
        self._cluster = cluster
        self._tick = script(redis, "streams", "tick")
        self._space: Space | None = None

    async def space(self) -> Space:
        """Return the space in force; raises NotReady while there is none."""
        if self._space is None:
            self._space = await current_space(self._redis, self._cluster)
        return self._space

    async def tick(self) -> int:
        """Return the next tick of the index clock; raises NotReady while there is none."""
        space = await self.space()
        tick = int(await self._tick(args=[space.epoch, space.prefix]))
        if tick == 0:
            raise NotReady("the index was lost or rebuilt")
        return tick

    def forget(self) -> None:
        """Look the epoch up again at the next call: a script said that it is another."""
        self._space = None
