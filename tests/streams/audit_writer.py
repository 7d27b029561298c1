"""A process that notes as fast as it can, several at once, and says what it was told is on record.

`python -m tests.streams.audit_writer NAME COUNT`, with the variables of an installation.
"""

import asyncio
import sys

from access.audit import NotNoted
from access.caller import operator
from config.settings import load
from streams.audit import Audit
from streams.publisher import Publisher
from streams.redis_clients import async_redis_client

AT_ONCE = 8


async def write(name: str, count: int) -> None:
    """Note *count* things and write a line for each once it is on record."""
    settings = load()
    redis = async_redis_client(settings.redis)
    async with Publisher(settings.kafka) as publisher:
        audit = Audit(settings, redis, publisher)
        left = iter(range(count))

        async def one_after_the_other() -> None:
            for number in left:
                thing = f"{name}-{number}"
                try:
                    await audit.note(operator(name), "saw", "alert", [thing], None)
                except NotNoted as problem:
                    print(f"refused {problem}", flush=True)  # noqa: T201
                else:
                    print(thing, flush=True)  # noqa: T201  # to the test

        await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
    await redis.aclose()


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], int(sys.argv[2])))
