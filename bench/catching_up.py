"""A worker is killed and comes back after a minute: how long it takes to be level with the load.

`python -m bench --only catching-up`. 2,500 passengers a second go on coming all the while.
"""

import os
import signal
import time
from collections.abc import Iterator

from bench.figures import Figure
from bench.hits import reading_hits
from bench.load import OF_A_FLIGHT, without_end
from bench.long_list import LongList
from bench.machine import AtWork, machine
from bench.steady import Steady

PER_S = 2_500
ONE_IN = 1_000
AWAY_S = 60
LEVEL_S = 1  # so much of the load may be on its way
GOAL_S = 60
PATIENCE_S = 180


def figures(listed: LongList) -> Iterator[Figure]:
    """Yield how much waited, and for how long, beside *listed*."""
    listed.alone()
    manifests = without_end(ONE_IN, listed.length)
    next(manifests)  # the people are made before the clock runs
    with (
        machine(listed.redis_url) as here,
        here.at_work(1) as at_work,
        reading_hits(here.settings) as hits,
        Steady(here.settings, manifests, PER_S / OF_A_FLIGHT) as load,
    ):
        time.sleep(5)
        _killed_for_a_while(at_work)
        begun = time.monotonic()
        backlog = hits.waiting(load.flights)
        while hits.waiting(load.flights) > LEVEL_S * PER_S / OF_A_FLIGHT:
            if time.monotonic() - begun > PATIENCE_S:
                break
            time.sleep(0.5)
        took = time.monotonic() - begun
        again = hits.again
    what = f"at {PER_S:,} passengers/s, {listed.length:,} entries"
    yield Figure(f"passengers that waited for a killed worker {what}", "", (backlog * OF_A_FLIGHT,))
    # Where it is not level after PATIENCE_S, that is what is told.
    yield Figure(f"until the worker is level again {what}", "s", (took,), GOAL_S)
    yield Figure(f"manifests screened again {what}", "", (again,))


def _killed_for_a_while(at_work: AtWork) -> None:
    (pid,) = at_work.pids
    os.kill(pid, signal.SIGKILL)
    time.sleep(AWAY_S)
    while not at_work.pids or at_work.pids == [pid]:
        at_work.supervisor.look_after()
        time.sleep(0.1)
