"""From a manifest being due to its alert at the agency, at a rate that does not wait for answers.

`python -m bench --only latency`. Everything runs as `tocsin up` runs it with one worker, on Apache
Kafka where this machine has Java and Maven: manifests go to the airlines' topics at 2,500
passengers a second, one passenger in 20 is listed, officers ask by HTTP meanwhile. An alert that
has not come by the end counts with the time it was waited for. A while of the same load goes
before: the broker, a program in Java, compiles itself in its first half minute.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bench.broker import has_apache
from bench.figures import Figure, share
from bench.hits import Hits, reading_hits, recognised
from bench.load import OF_A_FLIGHT, OWNER, is_wanted, manifests
from bench.long_list import LongList
from bench.machine import Machine, machine
from bench.officers import Answer, Officers, answered
from bench.reading_alerts import reading
from bench.site import OFFICER_KEY
from bench.steady import Steady
from manifests.contract import Manifest

PER_S = 2_500
ONE_IN = 20
PEOPLE = 600 * OF_A_FLIGHT  # 5,400 alerts
BEFORE = 400 * OF_A_FLIGHT  # that are not measured
RUNS = 3
PATIENCE_S = 60
P50_MS, P99_MS = 40, 150


@dataclass(frozen=True, slots=True)
class Run:
    """Milliseconds of each alert, the answers, how many alerts had not come, who was not found."""

    alerts: tuple[float, ...]
    answers: tuple[Answer, ...]
    outstanding: int
    missed: float  # of the listed passengers, in %
    late_ms: float  # after it was due a manifest was sent, at most: in the latencies too


def figures(listed: LongList) -> Iterator[Figure]:
    """Yield the latencies beside *listed*."""
    found = []
    sent = iter(manifests(BEFORE + PEOPLE * RUNS, ONE_IN, listed.length))
    listed.alone()
    on_apache = has_apache()
    with machine(listed.redis_url, on_apache=on_apache) as here, here.at_work(1) as at_work:
        here.learnt(1)
        officers = Officers(at_work.address, OFFICER_KEY)
        _run(here, officers, _of(BEFORE, sent))
        for _ in range(RUNS):
            found.append(_run(here, officers, _of(PEOPLE, sent)))
            if found[-1].outstanding:
                break  # it does not keep up: a further run begins behind
    broker = "Apache Kafka" if on_apache else "the embedded broker"
    what = f"at {PER_S:,} passengers/s, {listed.length:,} entries, {broker}"
    for name, percent, goal in (("median", 50, P50_MS), ("99 of 100", 99, P99_MS)):
        times = tuple(share(one.alerts, percent) for one in found)
        yield Figure(f"manifest to alert {what}: {name}", "ms", times, goal)
    least = min(len(one.alerts) for one in found)
    yield Figure(f"alerts measured in each run {what}", "", (least,))
    behind = tuple(float(one.outstanding) for one in found)
    yield Figure(f"alerts that had not come {PATIENCE_S} s after the last manifest", "", behind, 0)
    missed = tuple(one.missed for one in found)
    yield Figure(f"listed passengers not found {what}", "%", missed)
    late = tuple(one.late_ms for one in found)
    yield Figure(f"a manifest sent after it was due, at most, {what}", "ms", late)
    yield from answered(what, [one.answers for one in found])


def _of(people: int, sent: Iterator[Manifest]) -> Sequence[Manifest]:
    return tuple(islice(sent, people // OF_A_FLIGHT))


def _run(here: Machine, officers: Officers, sent: Sequence[Manifest]) -> Run:
    seconds = len(sent) * OF_A_FLIGHT / PER_S
    print(f"{seconds:.0f} s at {PER_S:,} passengers/s", file=sys.stderr)  # noqa: T201
    with (
        reading_hits(here.settings) as hits,
        reading(here.settings.kafka, OWNER) as came,
        officers.asking(seconds) as answers,
    ):
        with Steady(here.settings, sent, PER_S / OF_A_FLIGHT) as load:
            load.wait()
            due = _due(load, sent)
            until = time.monotonic() + PATIENCE_S
            while hits.waiting(load.flights) and time.monotonic() < until:
                time.sleep(0.5)
            missed = _missed(hits, sent)
            while due.keys() - missed - dict(came).keys() and time.monotonic() < until:
                time.sleep(0.5)
        alerts, now = dict(came), time.perf_counter()
        times = [(alerts.get(who, now) - at) * 1e3 for who, at in due.items() if who not in missed]
        outstanding = len(due.keys() - missed - alerts.keys())
        asked = tuple(answers.result())
    missed_share = 100 * len(missed) / len(due)
    return Run(tuple(times), asked, outstanding, missed_share, load.latest_s * 1e3)


def _due(load: Steady, sent: Sequence[Manifest]) -> dict[str, float]:
    """Return when the manifest of each listed passenger was due."""
    return {who: load.due(number) for number, one in enumerate(sent) for who in _wanted(one)}


def _missed(hits: Hits, sent: Sequence[Manifest]) -> set[str]:
    """Return the listed passengers who were screened and are no hit on their entry."""
    screened = hits.flights
    wanted = {who for one in sent if one.flight.key in screened for who in _wanted(one)}
    return wanted - recognised(hits.pairs)


def _wanted(manifest: Manifest) -> Iterator[str]:
    for one in manifest.passengers:
        if one.passenger_id and is_wanted(one.passenger_id):
            yield one.passenger_id
