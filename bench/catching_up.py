"""A worker is killed and comes back after a minute: how long it takes to be level with the load.

`python -m bench.catching_up`. Manifests go on coming all the while at 2,500 passengers a second.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Iterator

from bench.figures import Figure, show
from bench.hits import reading_hits
from bench.load import OF_A_FLIGHT, without_end
from bench.long_list import LongList, long_list
from bench.machine import AtWork, machine
from bench.steady import Steady

PER_S = 2_500
ONE_IN = 1_000
ENTRIES = 1_000_000
AWAY_S = 60
LEVEL_S = 1  # so much of the load may be on its way
GOAL_S = 60
PATIENCE_S = 180


def figures(listed: LongList, per_s: int = PER_S) -> Iterator[Figure]:
    """Yield how much waited, and for how long, beside *listed*."""
    listed.alone()
    manifests = without_end(ONE_IN, listed.length)
    next(manifests)  # the people are made before the clock runs
    with (
        machine(listed.redis_url) as here,
        here.at_work(1) as at_work,
        reading_hits(here.settings) as hits,
        Steady(here.settings, manifests, per_s / OF_A_FLIGHT) as load,
    ):
        time.sleep(5)
        _killed_for_a_while(at_work)
        begun = time.monotonic()
        backlog = load.sent - hits.published()
        while load.sent - hits.published() > LEVEL_S * per_s / OF_A_FLIGHT:
            if time.monotonic() - begun > PATIENCE_S:
                break
            time.sleep(0.5)
        took = time.monotonic() - begun
    what = f"at {per_s:,} passengers/s, {listed.length:,} entries"
    yield Figure(f"passengers that waited for a killed worker {what}", "", (backlog * OF_A_FLIGHT,))
    # Where it is not level after PATIENCE_S, that is what is told.
    yield Figure(f"until the worker is level again {what}", "s", (took,), GOAL_S)


def _killed_for_a_while(at_work: AtWork) -> None:
    (pid,) = at_work.pids
    os.kill(pid, signal.SIGKILL)
    time.sleep(AWAY_S)
    while not at_work.pids or at_work.pids == [pid]:
        at_work.supervisor.look_after()
        time.sleep(0.1)


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.catching_up", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON for each figure")
    parser.add_argument("--entries", type=int, default=ENTRIES)
    parser.add_argument("--per-s", type=int, default=PER_S, help="passengers a second")
    options = parser.parse_args()
    with long_list() as listed:
        listed.grow(options.entries)
        return 0 if show(figures(listed, options.per_s), as_json=options.json) else 1


if __name__ == "__main__":
    sys.exit(main())
