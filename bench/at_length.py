"""What screening alone costs beside a long list: time, start and memory, without the rest."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from redis import Redis

from bench import SPACE
from bench.figures import Figure
from bench.load import passengers
from bench.retrieval.filling import count_listed, fill_at_once
from screening.space import EPOCH
from streams.embedded import Embedded

RUNS = 3
TRAVELLERS = 20_000
QUESTIONS = 500  # of officers, about others than who then travels
# Figure: unit, and what it may be at most.
GOALS: dict[str, tuple[str, float | None]] = {
    "names and keys of a passenger": ("µs", None),
    "judging a passenger's candidates": ("µs", None),
    "names, keys and judging of a passenger": ("µs", 60),
    "candidates of a passenger": ("", None),
    # Each candidate is judged, most of them by a bound: that is what scoring one comes to.
    "a candidate judged": ("µs", 10),
    "of them read whole": ("", None),
    "of them compared": ("", None),
    "a candidate ruled out": ("µs", None),
    "a candidate compared": ("µs", None),
    # From the start of the process until names can be read and judged; learning comes after it.
    "start of screening": ("s", 1),
    "learning of all entries": ("s", None),
    "memory of screening alone": ("MB", None),
    "an officer's question": ("ms", 50),
    "an officer's question, 99 of 100": ("ms", 50),
}


def figures(count: int, lists: Path, redis_url: str | None) -> Iterator[Figure]:
    """Yield the figures beside *count* entries; each run is a new process with other travellers."""
    with Embedded(bootstrap="127.0.0.1:1", redis_url=redis_url) as endpoints:  # no broker needed
        redis = Redis.from_url(endpoints.redis_url, socket_timeout=60)
        if not redis.exists(EPOCH):
            fill_at_once(endpoints.redis_url, count, lists)
        entries = count_listed(redis, SPACE)
        used = int(redis.info("memory")["used_memory"])
        yield Figure("Redis for each entry", "B", (used / entries,), 1_200)
        runs = [_run(endpoints.redis_url, seed) for seed in range(2, 2 + RUNS)]
    for name, (unit, goal) in GOALS.items():
        yield Figure(f"{name}, {entries:,} entries", unit, tuple(one[name] for one in runs), goal)


def _run(redis_url: str, seed: int) -> dict[str, float]:
    print(f"travellers {seed} of {RUNS + 1}", file=sys.stderr)  # noqa: T201
    everybody = passengers(QUESTIONS + TRAVELLERS, seed)
    people = "".join(f"{one.model_dump_json(exclude_unset=True)}\n" for one in everybody)
    begun = str(time.perf_counter())  # a clock that processes of one machine share
    ran = subprocess.run(  # noqa: S603  # ourselves
        [sys.executable, "-m", "bench.one_worker", redis_url, begun, str(QUESTIONS)],
        input=people.encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found
