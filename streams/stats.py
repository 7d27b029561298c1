"""Counters of all workers together, kept in Redis; ids and numbers only (rule 6)."""

from collections import Counter

from redis.asyncio import Redis
from redis.exceptions import RedisError

from streams.pace import Pace
from streams.stages import DELIVERY

STATS = "tocsin:stats"


class Stats:
    """Counts in the process; `flush` adds what is new to the shared counters."""

    def __init__(self) -> None:
        self._new: Counter[str] = Counter()
        self.pace = Pace()

    def add(self, **counts: int) -> None:
        """Count up, each counter by its number."""
        self._new.update(counts)

    def add_labelled(self, counter: str, label: str, count: int = 1) -> None:
        """Count up under a label: `alerts:uk-piu` is the counter `alerts` of `uk-piu`."""
        self._new[f"{counter}:{label}"] += count

    def delivered(self, webhook: str, alerts: int) -> None:
        """Count alerts that a webhook took."""
        self.add_labelled("delivered_alerts", webhook, alerts)
        self.pace.dealt(DELIVERY, alerts)

    async def flush(self, redis: Redis) -> None:
        """Add what was counted since the last call; keeps it when Redis is away."""
        if not self._new and not self.pace:
            return
        new, self._new = self._new, Counter()
        pace = self.pace.taken()
        try:
            async with redis.pipeline(transaction=True) as pipe:
                for name, count in new.items():
                    pipe.hincrby(STATS, name, count)
                pace.put(pipe)
                await pipe.execute()
        except RedisError:
            self._new.update(new)
            self.pace.add(pace)
            raise


async def totals(redis: Redis) -> dict[str, int]:
    """Return every counter of all workers together."""
    raw: dict[bytes, bytes] = await redis.hgetall(STATS)  # type: ignore[assignment]  # bytes
    return {name.decode(): int(count) for name, count in raw.items()}
