"""Has screening become slow? Ratios to a yardstick measured in the same run, not times.

`python -m bench.ratios` (CI runs it, in half a minute): exit code 1 where a passenger costs more
than twice what it did, in units of the yardstick, when bench/data/ratios.json was written.
`--write` writes it anew: after a gain, so that it is not lost again.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from rapidfuzz import fuzz

from bench import SPACE
from bench.figures import Figure, show
from bench.load import OF_A_FLIGHT, manifests
from bench.long_list import LongList, long_list
from bench.watching import cpu_of
from config.settings import RedisSettings
from manifests.contract import Manifest
from screening import tables
from screening.passenger_join import PassengerJoin
from screening.person import persons
from streams.memory import settled
from streams.receipts import canonical
from streams.redis_clients import async_redis_client

ENTRIES = 5_000
ROUNDS = 7
FLIGHTS = 12  # in a round
WORSE = 2.0  # times the cost: half the speed
FILE = Path(__file__).with_name("data") / "ratios.json"
UNIT = "yardsticks"
Costs = dict[str, list[float]]


def figures() -> Iterator[Figure]:
    """Yield each cost in yardsticks, the goal twice what it was."""
    before: dict[str, float] = json.loads(FILE.read_text(encoding="utf-8"))
    for name, ratios in measured().items():
        yield Figure(name, UNIT, tuple(ratios), round(before[name] * WORSE, 3))


def measured() -> Costs:
    """Return each cost of a passenger in yardsticks, once a round; the first round warms up."""
    tables.load()
    everyone = iter(manifests(2 * (ROUNDS + 1) * FLIGHTS * OF_A_FLIGHT, 100, ENTRIES))
    with long_list() as listed:
        listed.grow(ENTRIES)
        settled()
        return asyncio.run(_rounds(listed, everyone))


async def _rounds(listed: LongList, everyone: Iterator[Manifest]) -> Costs:
    found: Costs = {"names and keys": [], "the join, worker": [], "the join, Redis": []}
    redis = async_redis_client(RedisSettings.model_validate({"url": listed.redis_url}))
    join = PassengerJoin(redis, min_score=0.5, keep=timedelta(hours=24))
    for number in range(ROUNDS + 1):
        sent, others = ([canonical(one) for one in islice(everyone, FLIGHTS)] for _ in range(2))
        unit = yardstick_us()
        # Of others than the join has: it is to read the names of its own for the first time too.
        names = _us_each(partial(_names, others))
        before, mark = cpu_of(listed.pid), time.process_time()
        for value in sent:
            one = Manifest.model_validate_json(value)
            await join.screen(SPACE, one, "bench", datetime.now(UTC))
        worker, server = time.process_time() - mark, cpu_of(listed.pid) - before
        unit = (unit + yardstick_us()) / 2
        if number:  # else everything is read for the first time
            people = FLIGHTS * OF_A_FLIGHT
            costs = (names / people, worker / people * 1e6, server / people * 1e6)
            for name, cost in zip(found, costs, strict=True):
                found[name].append(cost / unit)
    await redis.aclose()
    return found


def _names(sent: Sequence[bytes]) -> None:
    for value in sent:
        persons(Manifest.model_validate_json(value).passengers)


def yardstick_us() -> float:
    """Return the microseconds of work that never changes, of the kind that screening does."""
    rounds = 400
    return _us_each(lambda: [_unit(number) for number in range(rounds)]) / rounds


def _unit(number: int) -> float:
    """Parse, split, sort, join, look up and compare a little, as plain Python does it."""
    row = json.loads(f'{{"surname": "AL TIKRITI{number}", "given_names": "SABAWI IBRAHIM HASAN"}}')
    words = sorted(f"{row['given_names']} {row['surname']}".split())
    keys = {word[:3]: word for word in words}
    name = " ".join(words)
    best = max(fuzz.ratio(name, f"{one} {name[:at]}") for at, one in enumerate(keys.values()))
    return best + sum(len(keys.get(word[:3], "")) for word in words)


def _us_each(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1e6


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.ratios", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON for each figure")
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name} anew")
    options = parser.parse_args()
    if options.write:
        middle = {name: sorted(each)[len(each) // 2] for name, each in measured().items()}
        rounded = {name: round(one, 3) for name, one in middle.items()}
        FILE.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
        return 0
    return 0 if show(figures(), as_json=options.json) else 1


if __name__ == "__main__":
    sys.exit(main())
