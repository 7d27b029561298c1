"""How long a whole list takes from the command until all of it is screened against.

`python -m bench --only import`. Everything runs as `make up` runs it, with two workers.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.retrieval.filling import count_listed
from bench.site import Site, import_list, running, written
from config.settings import Settings
from screening.space import Space, current_space
from streams.kafka_cluster import cluster_id
from streams.redis_clients import async_redis_client, redis_client

WORKERS = 2
GOAL_S, GOAL_B = 240, 1_200  # for a million; for an entry
PATIENCE_S = 1_200


def figures(entries: int) -> Iterator[Figure]:
    """Yield time and memory of an import of *entries*."""
    with running(0, WORKERS) as site, tempfile.TemporaryDirectory() as folder:
        file = written(entries, Path(folder))
        before = site.redis_bytes()
        begun = time.monotonic()
        import_list(file)
        _until_indexed(site, entries)
        took = time.monotonic() - begun
        each = (site.redis_bytes() - before) / entries
    yield Figure(f"import of {entries:,} entries until screened against", "s", (took,), GOAL_S)
    yield Figure(f"Redis for each of {entries:,} entries imported", "B", (each,), GOAL_B)


def _until_indexed(site: Site, entries: int) -> None:
    until = time.monotonic() + PATIENCE_S
    space = asyncio.run(_space(site.settings))
    with redis_client(site.settings.redis) as redis:
        while count_listed(redis, space) < entries:
            if time.monotonic() > until:
                raise RuntimeError(f"not all entries are indexed after {PATIENCE_S} s")
            time.sleep(0.2)


async def _space(settings: Settings) -> Space:
    redis = async_redis_client(settings.redis)
    try:
        return await current_space(redis, cluster_id(settings.kafka))
    finally:
        await redis.aclose()
