"""How long a whole list takes from the command until all of it is screened against.

`python -m bench.importing`. Everything runs as `make up` runs it, with two workers.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure, show
from bench.site import Site, import_list, running, written
from config.settings import Settings
from screening.space import Space, current_space
from streams.kafka_cluster import cluster_id
from streams.redis_clients import async_redis_client, redis_client

ENTRIES = 1_000_000
WORKERS = 2
GOAL_S, GOAL_B = 240, 1_200  # for a million; for an entry
PATIENCE_S = 1_200


def figures(entries: int = ENTRIES) -> Iterator[Figure]:
    """Yield time and memory of an import of *entries*; the goal of fewer is less in proportion."""
    with running(0, WORKERS) as site, tempfile.TemporaryDirectory() as folder:
        file = written(entries, Path(folder))
        before = _memory(site)
        begun = time.monotonic()
        import_list(file)
        _until_indexed(site, entries)
        took = time.monotonic() - begun
        each = (_memory(site) - before) / entries
    goal = GOAL_S * entries / ENTRIES
    yield Figure(f"import of {entries:,} entries until screened against", "s", (took,), goal)
    yield Figure(f"Redis for each of {entries:,} entries imported", "B", (each,), GOAL_B)


def _until_indexed(site: Site, entries: int) -> None:
    until = time.monotonic() + PATIENCE_S
    space = asyncio.run(_space(site.settings))
    with redis_client(site.settings.redis) as redis:
        while int(redis.scard(space.key("entries"))) < entries:
            if time.monotonic() > until:
                raise RuntimeError(f"not all entries are indexed after {PATIENCE_S} s")
            time.sleep(0.2)


async def _space(settings: Settings) -> Space:
    redis = async_redis_client(settings.redis)
    try:
        return await current_space(redis, cluster_id(settings.kafka))
    finally:
        await redis.aclose()


def _memory(site: Site) -> int:
    with redis_client(site.settings.redis) as redis:
        return int(redis.info("memory")["used_memory"])


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.importing", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON for each figure")
    parser.add_argument("--entries", type=int, default=ENTRIES)
    options = parser.parse_args()
    return 0 if show(figures(options.entries), as_json=options.json) else 1


if __name__ == "__main__":
    sys.exit(main())
