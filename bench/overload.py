"""Twice as much as a worker can do: nothing is lost, and who asks is answered all the same.

`python -m bench --only overload --minutes 10`. Everything runs as `tocsin up` runs it with one
worker, on Apache Kafka where this machine has Java and Maven. First it measures what that sustains,
from the airlines' topics to `hits`, then sends twice as much, with officers asking by HTTP, and
looks at everything once a second; at the end the load stops, the backlog is worked off, and what
came out is held against what was sent, flight by flight, and alerts against who was listed.
Flights are told of again and again, as real ones are: as many people are on their way from some
point on.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.accuracy.plots import drawn
from bench.broker import has_apache
from bench.figures import Figure
from bench.hits import Hits, missing, reading_hits
from bench.load import AIRLINES, OF_A_FLIGHT, OWNER, without_end
from bench.long_list import LongList, long_list
from bench.machine import AtWork, Machine, machine
from bench.officers import Answer, Officers, answered
from bench.reading_alerts import told_of
from bench.site import OFFICER_KEY
from bench.steady import Steady
from bench.watching import memory_mb, middle, watched
from manifests.contract import Manifest
from streams.lag import lag
from streams.topics import MANIFESTS

ENTRIES = 10_000
MINUTES = 2.0
TIMES = 2
FLIGHTS = 5_000  # on their way at a time
ALL_AT_ONCE = 2_000  # manifests: a backlog, to see how fast it is worked off
EVERYTHING = 1e6  # manifests a second: as fast as they can be sent
WITHIN_S = 300
ONE_IN = 1_000
GROWN = 1.1  # the worker in the last fifth of the time, to itself in the one before: no more of it
A_SOAK = 10.0  # minutes from which on that is a goal: before, it still fills its caches
ROUTED_S = 60  # alerts may come so much later than the last hit
PLOT = Path(__file__).parents[1] / "docs" / "performance-overload.svg"


@dataclass(frozen=True, slots=True)
class Second:
    """How it is at one moment: seconds since the load began, passengers, megabytes."""

    at: float
    sent: int
    screened: int
    memory: dict[str, float]


@dataclass(frozen=True, slots=True)
class Soak:
    """What was seen, what Tocsin itself said of its lag, and what was missing in the end."""

    seconds: tuple[Second, ...]
    sustained: float  # passengers a second
    lag: int  # records, as `tocsin status` has it, when the load stopped
    waiting: int  # manifests that had been sent and were not screened then
    lost: int
    again: int  # manifests that were screened more than once
    untold: int  # listed passengers, on their flights, of whom no alert tells
    drained_s: float
    answers: tuple[Answer, ...]


def figures(entries: int, minutes: float, plot: Path | None = None) -> Iterator[Figure]:
    """Yield what came of *minutes* of overload beside *entries*; draw it into *plot*."""
    with long_list() as listed:
        listed.grow(entries)
        soak = _soaked(listed, minutes * 60)
    last = soak.seconds[-1]
    yield Figure("passengers that one worker sustains", "1/s", (soak.sustained,))
    yield Figure("passengers sent", "1/s", (last.sent / last.at,))
    yield Figure("passengers waiting when the load stopped", "", (soak.waiting * OF_A_FLIGHT,))
    shown = soak.lag / max(1, soak.waiting)
    yield Figure("of the manifests waiting, shown as lag", "", (shown,), 0.8, more_is_better=True)
    yield Figure("until the backlog was worked off", "s", (soak.drained_s,))
    yield Figure("manifests lost", "", (soak.lost,), 0)
    yield Figure("manifests screened again", "", (soak.again,))
    yield Figure("listed passengers without an alert", "", (soak.untold,), 0)
    yield from answered("under overload", [soak.answers])
    worker = [one.memory["worker"] for one in soak.seconds]
    yield Figure("memory of the worker, the most", "MB", (max(worker),))
    goal = GROWN if minutes >= A_SOAK else None
    name = "memory of the worker, the last fifth of the time to the one before"
    yield Figure(name, "x", (grown(worker),), goal)
    if plot is not None:
        _draw(plot, soak.seconds)


def _soaked(listed: LongList, seconds: float) -> Soak:
    listed.alone()
    people = without_end(ONE_IN, listed.length, FLIGHTS)
    next(people)  # they are made before the clock runs
    on_apache = has_apache()
    with machine(listed.redis_url, on_apache=on_apache) as here, here.at_work(1) as at_work:
        here.learnt(1)
        officers = Officers(at_work.address, OFFICER_KEY)
        pids = {"broker": here.broker, "valkey": listed.pid, "worker": at_work.pids[0]}
        with reading_hits(here.settings) as hits:
            sustained = _sustained(here, hits, people)
            before, again, per_s = hits.flights, hits.again, TIMES * sustained

            def screened() -> Counter[str]:
                hits.published()
                return hits.flights - before

            print(f"{seconds:.0f} s at {per_s:,.0f} passengers/s", file=sys.stderr)  # noqa: T201
            with officers.asking(seconds) as answers:
                with Steady(here.settings, people, per_s / OF_A_FLIGHT) as load:
                    seen = list(_each_second(load, screened, pids, seconds))
                waiting = missing(load.flights, screened())
                behind = _lag(here)
                drained_s = _drained(at_work, load, screened, 4 * seconds + 60)
                lost = missing(load.flights, screened())
                untold = _untold(here, load)
            asked = tuple(answers.result())
    again = hits.again - again
    return Soak(tuple(seen), sustained, behind, waiting, lost, again, untold, drained_s, asked)


def _sustained(here: Machine, hits: Hits, people: Iterator[Manifest]) -> float:
    """Return how many passengers a second a backlog on the airlines' topics is worked off at."""
    with Steady(here.settings, islice(people, ALL_AT_ONCE), EVERYTHING):
        moments = watched(hits.published, ALL_AT_ONCE, {}, WITHIN_S)
    return middle(moments, ALL_AT_ONCE).per_s * OF_A_FLIGHT


def _each_second(
    load: Steady, screened: Callable[[], Counter[str]], pids: dict[str, int], seconds: float
) -> Iterator[Second]:
    while time.perf_counter() - load.begun < seconds:
        done = screened().total() * OF_A_FLIGHT  # first: reading takes its time
        memory = {name: memory_mb(pid) for name, pid in pids.items()}
        at = time.perf_counter() - load.begun
        yield Second(at, load.sent * OF_A_FLIGHT, done, memory)
        time.sleep(1)


def _lag(here: Machine) -> int:
    """Return how many manifests wait for Tocsin's own figures, on either topic on their way."""
    return lag(here.settings.kafka, [MANIFESTS, *(f"{MANIFESTS}.{one}" for one in AIRLINES)])


def _drained(
    at_work: AtWork, load: Steady, screened: Callable[[], Counter[str]], within_s: float
) -> float:
    begun = time.monotonic()
    while missing(load.flights, screened()) and time.monotonic() - begun < within_s:
        at_work.supervisor.look_after()
        time.sleep(0.5)
    return time.monotonic() - begun


def _untold(here: Machine, load: Steady) -> int:
    until = time.monotonic() + ROUTED_S
    while left := load.wanted - told_of(here.settings.kafka, OWNER):
        if time.monotonic() > until:
            break
    return len(left)


def grown(memory: Sequence[float]) -> float:
    """Return the most of the last fifth, to the most of the fifth before."""
    fifth = max(1, len(memory) // 5)
    return max(memory[-fifth:]) / max(memory[-2 * fifth : -fifth] or memory[:1])


def _draw(file: Path, seconds: Sequence[Second]) -> None:
    with drawn(file, "seconds of overload", "MB") as axes:
        across = [one.at for one in seconds]
        colours = {"worker": "#1b6ca8", "valkey": "#c8553d", "broker": "#4a7c59"}
        for name, colour in colours.items():
            axes.plot(across, [one.memory[name] for one in seconds], color=colour, label=name)
        beside = axes.twinx()
        waiting = [(one.sent - one.screened) / 1_000 for one in seconds]
        beside.plot(across, waiting, color="#888888", ls="--")
        beside.set(ylabel="thousand passengers waiting (dashed)", ylim=(0, None))
        axes.set(ylim=(0, None))
        axes.legend(loc="upper left", fontsize=8, frameon=False)
