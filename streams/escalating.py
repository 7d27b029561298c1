"""Has alerts escalated that nobody has taken up in time."""

from redis.asyncio import Redis

from alerts.alert import read_alert
from alerts.said import Due
from screening.space import Space, script, text
from streams.equipment import Equipment
from streams.publisher import Outgoing
from streams.topics import HITS

AT_ONCE = 200
ASKED_AGAIN_S = 30  # how long whoever writes the alert has until it is asked again


class Escalating:
    """Looks for alerts that are due; what it leaves undone, a later look finds again."""

    def __init__(self, equipment: Equipment, redis: Redis) -> None:
        self._with = equipment
        self._redis = redis
        self._later = script(redis, "alerts", "later")

    async def look(self) -> None:
        """Ask for each that is due. Raises KafkaError, RedisError, NotReady."""
        space, now = await self._with.indexes.space(), self._with.clock()
        found: list[tuple[bytes, float]] = await self._redis.zrangebyscore(  # type: ignore[assignment]  # with scores
            space.key("dues"), "-inf", now.timestamp(), start=0, num=AT_ONCE, withscores=True
        )
        for name, score in found:
            await self._ask(space, text(name), score, now.timestamp() + ASKED_AGAIN_S)

    async def _ask(self, space: Space, alert_id: str, score: float, later: float) -> None:
        raw = await self._redis.hget(space.key("alert", alert_id), "payload")
        if raw is None:  # it is held no more
            await self._redis.zrem(space.key("dues"), alert_id)
            return
        flight = read_alert(raw).flight.key
        asked = Due(flight=flight, alert_id=alert_id).model_dump_json(by_alias=True).encode()
        self._with.crash.at("escalating: before publish")
        await self._with.publisher.publish(Outgoing(HITS, asked, flight))
        await self._later(args=[space.epoch, space.prefix, alert_id, repr(score), repr(later)])
