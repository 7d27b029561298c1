"""How long the audit trail keeps an answer waiting, and how fast it is verified.

`python -m bench.audit`, on an embedded broker and Redis.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from access.audit_chain import Chain
from access.audit_walk import Walk
from access.caller import Caller
from access.parties import AgencyId
from bench.figures import Figure, show
from bench.machine import make_topics
from config.settings import PREFIX, Settings, from_environ
from streams.audit import Audit
from streams.embedded import Embedded
from streams.publisher import Publisher
from streams.redis_clients import async_redis_client
from streams.topic_reader import UntilNow
from streams.topics import AUDIT

WHO = Caller(AgencyId("uk-piu"), "officer", "S1234")
NOTES, TOGETHER = 300, 100


def main() -> None:
    """Measure and show."""
    with Embedded() as services:
        settings = from_environ(
            {
                f"{PREFIX}KAFKA__BOOTSTRAP": services.bootstrap,
                f"{PREFIX}KAFKA__IDEMPOTENT": "false",
                f"{PREFIX}KAFKA__PARTITIONS": "1",
                f"{PREFIX}REDIS__URL": services.redis_url,
                f"{PREFIX}ALERT_SECRET": os.urandom(32).hex(),
            }
        )
        make_topics(settings)
        show(asyncio.run(_figures(settings)), as_json=False)


async def _figures(settings: Settings) -> list[Figure]:
    async with _writer(settings) as audit:
        await _one(audit, 0)
        alone = [await _one(audit, number) for number in range(NOTES)]
        together: list[float] = []
        for _ in range(NOTES // TOGETHER):
            together += await asyncio.gather(*(_one(audit, number) for number in range(TOGETHER)))
    begun = time.perf_counter()
    count = await _verified(settings)
    each = (time.perf_counter() - begun) / count * 1e6
    return [
        Figure("one note after the other", "ms", tuple(alone)),
        Figure(f"each of {TOGETHER} at once", "ms", tuple(together)),
        Figure("verified, each record", "µs", (each,)),
    ]


async def _one(audit: Audit, number: int) -> float:
    begun = time.perf_counter()
    await audit.note(WHO, "saw", "alert", [f"alert:{number:032x}"], "bench")
    return (time.perf_counter() - begun) * 1000


async def _verified(settings: Settings) -> int:
    kept_days = settings.retention.audit_days
    walk = Walk(Chain(settings.secret()), now=datetime.now(UTC), kept_days=kept_days)
    async for record in UntilNow(settings.kafka, [AUDIT]):
        walk.take(record.offset, record.value)
    verdict = walk.verdict()
    assert verdict.problem is None
    return verdict.count


@asynccontextmanager
async def _writer(settings: Settings) -> AsyncIterator[Audit]:
    redis = async_redis_client(settings.redis)
    async with Publisher(settings.kafka) as publisher:
        yield Audit(settings, redis, publisher)
    await redis.aclose()


if __name__ == "__main__":
    main()
