"""What the world, and ten times the world, would need: `python -m bench.scale --write`.

Arithmetic on what `make bench` measured last (bench/data/figures.json), beside the longest list:
processor time and false alarms of `throughput`, memory of `at-length` and `changes`. Nothing is
measured here.
"""

import argparse
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bench.accuracy.document import replaced, table
from bench.measured import Measured
from bench.throughput import LENGTHS, PROCESSES

DOCUMENT = Path(__file__).parents[1] / "docs" / "scale.md"
CORE_HOUR = 0.05  # US dollars, an assumption: put your own price in
BUSY = 0.6  # of a core, at the peak: the rest is for catching up and for what comes in bursts
PUSHES = 5  # of a passenger
A_DAY = 5e9 / 365  # passengers
HELD_DAYS = 3  # from the first push to a day after arrival
RECORD_B = 200  # of a passenger in a manifest
COPIES = 3  # of a record: the airline's topic, `manifests`, and what is on `hits` at most
KEPT_DAYS = 3  # of `manifests`


@dataclass(frozen=True, slots=True)
class Costs:
    """What was measured of a passenger beside a list of the longest of LENGTHS."""

    cpu_us: Mapping[str, float]  # by process
    false_alarms: float  # of 1,000
    listed_b: float  # of Redis, an entry
    held_b: float  # of Redis, a passenger on the way

    @classmethod
    def of(cls, measured: Measured) -> Self:
        """Return them. Raises ValueError where one was not measured."""
        beside = f", {LENGTHS[-1]:,} entries"

        def value(part: str, name: str) -> float:
            for line in measured.parts.get(part, ()):
                if line["figure"].startswith(name):
                    return float(line["value"])
            command = f"python -m bench --only {part} --write"
            raise ValueError(f"{name!r} was not measured: run `{command}`")

        def spent(process: str) -> float:
            return value("throughput", f"processor time of a passenger in {process}{beside}")

        return cls(
            cpu_us={one: spent(one) for one in PROCESSES},
            false_alarms=value("throughput", f"false alarms of 1,000 passengers{beside}"),
            listed_b=value("at-length", "Redis for each entry"),
            held_b=value("changes", "Redis for each passenger held"),
        )

    @property
    def all_cpu_us(self) -> float:
        return sum(self.cpu_us.values())


@dataclass(frozen=True, slots=True)
class Size:
    """What one load needs."""

    peak_per_s: float
    times: float
    costs: Costs

    def cores(self, process: str) -> int:
        """Return the cores that *process* needs at the peak, each BUSY."""
        return math.ceil(self.peak_per_s * self.costs.cpu_us[process] * 1e-6 / BUSY)

    @property
    def all_cores(self) -> int:
        """Return the cores of all processes."""
        return sum(map(self.cores, self.costs.cpu_us))

    @property
    def a_core_hour(self) -> float:
        """Return how many passengers an hour of a core that is BUSY is enough for."""
        return 3_600 * BUSY * 1e6 / self.costs.all_cpu_us

    @property
    def held(self) -> float:
        """Return how many passengers are on their way or expected."""
        return self.times * A_DAY * HELD_DAYS


def rows(costs: Costs) -> list[list[str]]:
    """Return the table of docs/scale.md, heading first."""
    sizes = [Size(2_500 * times, times, costs) for times in (1, 10)]
    entries = LENGTHS[-1]

    def row(what: str, *cells: str) -> list[str]:
        return [what, *cells]

    return [
        ["", "the world", "ten times the world"],
        row("passengers a second at the peak", *(f"{one.peak_per_s:,.0f}" for one in sizes)),
        row("worker processes, a core each", *(str(one.cores("worker")) for one in sizes)),
        row("Redis primaries, a core each", *(str(one.cores("valkey")) for one in sizes)),
        row("cores of brokers (embedded one)", *(str(one.cores("broker")) for one in sizes)),
        row("cores in all", *(str(one.all_cores) for one in sizes)),
        row(
            f"for a million passengers, at {CORE_HOUR} $ a core-hour",
            *(f"{1e6 / one.a_core_hour * CORE_HOUR:.3f} $" for one in sizes),
        ),
        row(
            "alerts a second at the peak by false alarms alone",
            *(f"{one.peak_per_s * costs.false_alarms / 1_000:,.0f}" for one in sizes),
        ),
        row("passengers held", *(f"{one.held / 1e6:,.0f} million" for one in sizes)),
        row("Redis for them", *(f"{one.held * costs.held_b / 1e9:,.0f} GB" for one in sizes)),
        row(
            f"Redis for the list, {entries:,} entries, in each primary",
            *(f"{costs.listed_b * entries / 1e9:.1f} GB" for _ in sizes),
        ),
        row(
            "into the broker at the peak",
            *(f"{one.peak_per_s * RECORD_B * COPIES / 1e6:.1f} MB/s" for one in sizes),
        ),
        row(
            f"kept by the broker, {KEPT_DAYS} days, before replication",
            *(
                f"{one.times * A_DAY * PUSHES * RECORD_B * 2 * KEPT_DAYS / 1e9:,.0f} GB"
                for one in sizes
            ),
        ),
    ]


def main() -> None:
    """Print the table, or write it into docs/scale.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"into docs/{DOCUMENT.name}")
    options = parser.parse_args()
    text = table(rows(Costs.of(Measured.read())))
    print(text)  # noqa: T201  # the output
    if options.write:
        whole = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(replaced(whole, "sizes", text), encoding="utf-8")


if __name__ == "__main__":
    main()
