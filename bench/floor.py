"""The least that screening a passenger can cost with these parts: nothing of Tocsin is in here.

    python bench/floor.py BOOTSTRAP REDIS TOPIC MANIFESTS LOOKUPS CANDIDATES

Reads MANIFESTS records of TOPIC, decodes each, asks Redis for LOOKUPS values a passenger in one
round trip a manifest, compares each passenger with CANDIDATES names by rapidfuzz, and prints one
line of JSON: microseconds of processor time a passenger. `python -m bench --only where` runs it.
"""

import asyncio
import json
import sys
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from aiokafka import AIOKafkaConsumer, TopicPartition
from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from redis.asyncio import Redis

NAMES = 5_000  # values in Redis, each a name
GIVEN = ("AHMED", "MARIA", "JOHN", "WEI", "FATIMA", "IVAN", "OLGA", "JOSE")
SURNAMES = ("KHAN", "LI", "SMITH", "ROSSI")


@dataclass(frozen=True)
class Work:
    """How many manifests, and what of each passenger."""

    manifests: int
    lookups: int
    candidates: int


async def main(bootstrap: str, redis_url: str, topic: str, work: Work) -> None:
    """Measure and print."""
    async with Redis.from_url(redis_url) as redis:
        names = [f"{GIVEN[n % 8]} {SURNAMES[n % 4]}{n}" for n in range(NAMES)]
        await redis.mset({f"floor:{n}": name for n, name in enumerate(names)})
        spent = await _spent(bootstrap, redis, topic, work)
        await redis.unlink(*(f"floor:{n}" for n in range(NAMES)))
    print(json.dumps(spent))  # noqa: T201  # the output


async def _spent(bootstrap: str, redis: Any, topic: str, work: Work) -> dict[str, float]:  # noqa: ANN401
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap, auto_offset_reset="earliest", enable_auto_commit=False
    )
    await consumer.start()
    found = await consumer._client.fetch_all_metadata()  # noqa: SLF001
    consumer.assign([TopicPartition(topic, one) for one in found.partitions_for_topic(topic)])
    await consumer.seek_to_beginning()
    spent = dict.fromkeys(("consume", "decode", "one round trip to Redis", "compare"), 0.0)
    screened = asked = 0
    server, begun, mark = await _server_s(redis), time.perf_counter(), time.process_time()

    def step(what: str) -> None:
        nonlocal mark
        now = time.process_time()
        spent[what] += now - mark
        mark = now

    for _ in range(work.manifests):
        record = await consumer.getone()
        step("consume")
        manifest = json.loads(record.value)
        aboard = [
            f"{one.get('given_names', '')} {one['surname']}" for one in manifest["passengers"]
        ]
        step("decode")
        keys = [f"floor:{(asked + n) % NAMES}" for n in range(len(aboard) * work.lookups)]
        asked += len(keys)
        listed = [raw.decode() for raw in await redis.mget(keys)]
        step("one round trip to Redis")
        for number, name in enumerate(aboard):
            first = number * work.candidates % max(1, len(listed) - work.candidates)
            beside = listed[first : first + work.candidates]
            cdist([name], beside, scorer=fuzz.ratio, dtype=np.uint8)
        screened += len(aboard)
        step("compare")
    took, server = time.perf_counter() - begun, await _server_s(redis) - server
    await consumer.stop()
    each = {what: seconds / screened * 1e6 for what, seconds in spent.items()}
    return {**each, "valkey": server / screened * 1e6, "passengers per s": screened / took}


async def _server_s(redis: Any) -> float:  # noqa: ANN401
    used = await redis.info("cpu")
    return float(used["used_cpu_user"]) + float(used["used_cpu_sys"])


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], Work(*map(int, sys.argv[4:7]))))
