"""Finds out how everything is: Redis, Kafka, the indexes, the workers."""

import asyncio
from collections import Counter

from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from alerts.delivery.progress import all_standings
from config.problems import ConfigError
from config.settings import Settings
from doors.health import Status
from screening.space import EPOCH
from streams.clients import async_client_options
from streams.heartbeat import workers
from streams.stats import totals

KAFKA_S = 3.0


class Watch:
    """Looks at the services of one installation."""

    def __init__(self, settings: Settings, redis: Redis) -> None:
        self._kafka = settings.kafka
        self._open_after = settings.delivery.open_after
        self._redis = redis

    async def look(self) -> Status:
        """Return the status; what does not answer is in the way, nothing raises."""
        in_the_way = [] if await self._kafka_answers() else ["Kafka does not answer"]
        try:
            built = await self._redis.exists(EPOCH)
            at_work = await workers(self._redis)
            counters = await totals(self._redis)
            destinations = await all_standings(self._redis)
        except (RedisError, OSError):
            return Status((*in_the_way, "Redis does not answer"), workers=0)
        if not built:
            in_the_way.append("the index is being built")
        lanes = Counter(one.lane for one in at_work)
        screening = lanes["screening"]
        if not screening:
            in_the_way.append("no worker is at work")
        in_the_way += [
            f"{one.name} waits for {one.waiting_for}" for one in at_work if one.waiting_for
        ]
        in_the_way += [f"{one.name} met unexpected errors" for one in at_work if one.unexpected]
        return Status(
            tuple(in_the_way),
            screening,
            lanes["boarding"],
            counters,
            delivering=lanes["delivery"],
            failing={
                name: one.failures >= self._open_after for name, one in destinations.items() if one
            },
        )

    async def _kafka_answers(self) -> bool:
        try:
            client = AIOKafkaClient(**async_client_options(self._kafka))
        except ConfigError:  # a TLS file that went bad while we run
            return False
        try:
            await asyncio.wait_for(client.bootstrap(), KAFKA_S)
        except (KafkaError, OSError, TimeoutError):
            return False
        finally:
            await client.close()
        return True
