"""Where a passenger's microseconds go, beside the floor that the parts set.

`python -m bench --only where`. A sampler looks at the real worker while it screens a backlog; each
sample counts for what the worker did, by the innermost function that belongs to a phase. The floor
is `bench/floor.py` on the same manifests and Redis, with as many lookups and candidates.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from redis import Redis

from bench import SPACE
from bench.figures import Figure
from bench.flames import write_flames
from bench.hits import reading_hits
from bench.load import OF_A_FLIGHT, manifests
from bench.long_list import LongList
from bench.machine import Machine, machine
from bench.phases import shares
from bench.retrieval.asking import ask
from bench.sampling import Sampler
from bench.throughput import ONE_IN, WITHIN_S, of_people, pile_up
from bench.watching import Stretch, middle, watched
from manifests.contract import Manifest
from screening.keys import passenger_keys
from screening.prepared import prepare_passenger
from screening.space import EPOCH
from streams.topics import MANIFESTS

PEOPLE = 600 * OF_A_FLIGHT
ASKED = 20 * OF_A_FLIGHT
TIMES_THE_FLOOR = 2.0
FLOOR = Path(__file__).with_name("floor.py")
FLAMES = Path(__file__).parents[1] / "docs" / "performance-flames.svg"


@dataclass(frozen=True, slots=True)
class Looked:
    """How many lookups and candidates a passenger leads to."""

    lookups: float
    candidates: float


def figures(
    listed: LongList, people: int = PEOPLE, *, flames: Path | None = None
) -> Iterator[Figure]:
    """Yield the table beside *listed*; draw the flame graph into *flames*."""
    sent = manifests(people, ONE_IN, listed.length)
    looked = _looked(listed, sent)
    listed.alone()
    with machine(listed.redis_url) as here:
        pile_up(here, sent)
        floor = _floor(here, listed, len(sent) // 4, looked)
    with machine(listed.redis_url) as here:
        stretch, stacks = _sampled(here, listed, sent)
    if flames is not None:
        command = "python -m bench --only where --write"
        title = f"One screening worker, {listed.length:,} entries: `{command}`"
        write_flames(stacks, flames, title)
    what = f"{listed.length:,} entries"
    yield Figure(f"lookups of a passenger, {what}", "", (looked.lookups,))
    yield Figure(f"candidates of a passenger, {what}", "", (looked.candidates,))
    worker = stretch.cpu_us("worker")
    for phase, share in shares(stacks).items():
        yield Figure(f"worker: {phase}, {what}", "µs", (share * worker,))
    yield Figure(f"worker, all of it, {what}", "µs", (worker,))
    for name in ("valkey", "broker"):
        yield Figure(f"{name}, {what}", "µs", (stretch.cpu_us(name),))
    per_s = floor.pop("passengers per s")
    for phase, spent in floor.items():
        yield Figure(f"floor: {phase}, {what}", "µs", (spent,))
    yield Figure(f"floor: passengers, {what}", "1/s", (per_s,))
    least = sum(floor.values())
    ratio = (worker + stretch.cpu_us("valkey")) / least
    yield Figure(f"worker and valkey beside their floor, {what}", "x", (ratio,), TIMES_THE_FLOOR)


def _looked(listed: LongList, sent: tuple[Manifest, ...]) -> Looked:
    people = [prepare_passenger(one) for each in sent for one in each.passengers][:ASKED]
    with Redis.from_url(listed.redis_url) as redis:
        redis.set(EPOCH, SPACE.epoch)  # whatever machine screened against it before
        found = ask(redis, SPACE, people).candidates
    return Looked(mean(len(passenger_keys(one)) for one in people), mean(map(len, found)))


def _floor(here: Machine, listed: LongList, count: int, looked: Looked) -> dict[str, float]:
    bootstrap = here.settings.kafka.bootstrap or ""
    numbers = (count, round(looked.lookups), max(1, round(looked.candidates)))
    ran = subprocess.run(  # noqa: S603  # ours
        [sys.executable, FLOOR, bootstrap, listed.redis_url, MANIFESTS, *map(str, numbers)],
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def _sampled(
    here: Machine, listed: LongList, sent: Sequence[Manifest]
) -> tuple[Stretch, dict[str, int]]:
    """Return the middle of the run and how often each stack was seen in it."""
    count = len(sent)
    with reading_hits(here.settings) as hits, here.workers(1) as (pid,):
        here.learnt(1)
        pile_up(here, sent)
        until = time.monotonic() + WITHIN_S
        while hits.published() < count / 6 and time.monotonic() < until:
            time.sleep(0.1)
        with Sampler(pid) as sampler:
            who = {"worker": [pid], "valkey": [listed.pid], "broker": [here.broker]}
            moments = watched(hits.published, count * 5 // 6, who, WITHIN_S)
        return of_people(middle(moments, count)), sampler.stacks
