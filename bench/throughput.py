"""Passengers a second through real worker processes, from `manifests` to `hits`.

`python -m bench --only throughput`. Once the workers have learnt of all entries, manifests of 180
are put on the topic as fast as it takes them, which leaves a backlog; one passenger in 1,000 is
listed; what is measured lies between a sixth and five sixths.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kafka import KafkaProducer

from bench.figures import Figure
from bench.hits import outcome, reading_hits
from bench.load import OF_A_FLIGHT, is_wanted, manifests
from bench.long_list import LongList
from bench.machine import Machine, machine
from bench.watching import Stretch, middle, most_memory_mb, watched
from manifests.contract import Manifest
from streams.clients import producer_options
from streams.lag import lag
from streams.receipts import canonical
from streams.topics import HITS, MANIFESTS

LENGTHS = (10_000, 100_000, 1_000_000)
GOALS = {10_000: 18_000, 1_000_000: 12_000}
PEOPLE = 600 * OF_A_FLIGHT
ONE_IN = 1_000
RUNS = 3
TWO_WORKERS_COST = 1.15
MEMORY_MB = 400  # of a worker
WITHIN_S = 600
PROCESSES = ("worker", "valkey", "broker")


@dataclass(frozen=True, slots=True)
class Screened:
    """One run: how fast, with how much memory, and who was found."""

    stretch: Stretch
    false_alarms: float  # travellers with a hit who were not drawn from the list, of 1,000
    found: float  # of those drawn from the list, by the entry that they were drawn from, in %
    memory_mb: float  # of the worker that took the most
    waiting: float  # of the manifests, those whose hits were not routed as the last was screened, %


def figures(entries: LongList, longest: int, people: int = PEOPLE) -> Iterator[Figure]:
    """Yield speed, cost and false alarms as *entries* grows to *longest*, and two workers' cost."""
    for length in (one for one in LENGTHS if one < longest):
        entries.grow(length)
        yield from _told(length, [one_run(entries, people) for _ in range(RUNS)])
    entries.grow(longest)
    # By turns, so that both have the machine as it is in the same minutes.
    turns = [[one_run(entries, people, workers=count) for count in (1, 2)] for _ in range(RUNS)]
    ones, twos = zip(*turns, strict=True)
    yield from _told(longest, ones)
    yield from _two(longest, ones, twos)


def _told(length: int, runs: Sequence[Screened]) -> Iterator[Figure]:
    what, stretches = f"{length:,} entries", [one.stretch for one in runs]
    rates = tuple(one.per_s for one in stretches)
    goal = GOALS.get(length)
    yield Figure(f"passengers through one worker, {what}", "1/s", rates, goal, more_is_better=True)
    alone = tuple(1e6 / one.cpu_us("worker") for one in stretches)
    yield Figure(f"passengers for a second of the worker's processor, {what}", "", alone)
    for name in PROCESSES:
        spent = tuple(one.cpu_us(name) for one in stretches)
        yield Figure(f"processor time of a passenger in {name}, {what}", "µs", spent)
    goal = MEMORY_MB if length == LENGTHS[-1] else None
    memory = tuple(one.memory_mb for one in runs)
    yield Figure(f"memory of a worker, the most, {what}", "MB", memory, goal)
    waiting = tuple(one.waiting for one in runs)
    yield Figure(f"of the backlog, hits found and not routed at its end, {what}", "%", waiting)
    alarms = tuple(one.false_alarms for one in runs)
    yield Figure(f"false alarms of 1,000 passengers, {what}", "", alarms)
    yield Figure(f"listed passengers found, {what}", "%", tuple(one.found for one in runs))


def _two(length: int, ones: Sequence[Screened], twos: Sequence[Screened]) -> Iterator[Figure]:
    what = f"{length:,} entries"
    rates = tuple(one.stretch.per_s for one in twos)
    yield Figure(f"passengers through two workers, {what}", "1/s", rates)
    for name, cost in (("worker", _of_workers), ("all processes", _of_all)):
        ratios = tuple(cost(two) / cost(one) for one, two in zip(ones, twos, strict=True))
        goal = TWO_WORKERS_COST if name == "worker" else None
        yield Figure(f"processor time of {name}, two workers to one, {what}", "x", ratios, goal)


def _of_workers(one: Screened) -> float:
    return one.stretch.cpu_us("worker")


def _of_all(one: Screened) -> float:
    return one.stretch.all_cpu_us


def one_run(entries: LongList, people: int, *, workers: int = 1, one_in: int = ONE_IN) -> Screened:
    """Let *workers* screen *people* who are new to them and to Redis, one in *one_in* listed."""
    sent = manifests(people, one_in, entries.length)
    entries.alone()
    print(f"{people:,} people, {entries.length:,} entries", file=sys.stderr)  # noqa: T201
    with machine(entries.redis_url) as here, reading_hits(here.settings) as hits:
        with here.workers(workers) as pids:
            here.learnt(workers)
            pile_up(here, sent)
            who = {"worker": pids, "valkey": [entries.pid], "broker": [here.broker]}
            moments = watched(hits.published, len(sent), who, WITHIN_S)
            waiting = 100 * lag(here.settings.kafka, [HITS]) / len(sent)
            memory = max(map(most_memory_mb, pids))
        stretch = middle(moments, len(sent))
        wrong, right = outcome(hits.pairs)
    drawn = sum(is_wanted(one.passenger_id or "") for each in sent for one in each.passengers)
    alarms, found = 1_000 * wrong / (people - drawn), 100 * right / drawn
    return Screened(of_people(stretch), alarms, found, memory, waiting)


def pile_up(here: Machine, sent: Sequence[Manifest]) -> None:
    """Put *sent* on `manifests` as intake does, at once."""
    records = [(one.flight.key.encode(), canonical(one)) for one in sent]
    producer = KafkaProducer(**producer_options(here.settings.kafka))
    for key, value in records:
        producer.send(MANIFESTS, value, key=key)
    producer.flush()
    producer.close()


def of_people(stretch: Stretch) -> Stretch:
    """Return a stretch of manifests as one of passengers."""
    first, last = (
        type(one)(one.at, one.done * OF_A_FLIGHT, one.cpu_s)
        for one in (stretch.first, stretch.last)
    )
    return Stretch(first, last)
