"""What the world, and ten times the world, would need: `python -m bench.scale --write`.

Arithmetic on what `bench.growth` and `make bench` measured last; nothing is measured here.
"""

import argparse
import math
from dataclasses import dataclass
from pathlib import Path

from bench.accuracy.document import replaced, table
from bench.growth import Growth, read
from bench.measured import Measured

DOCUMENT = Path(__file__).parents[1] / "docs" / "scale.md"
CORE_HOUR = 0.05  # US dollars, an assumption: put your own price in
BUSY = 0.6  # of a core, at the peak: the rest is for catching up and for what comes in bursts
PUSHES = 5  # of a passenger
A_DAY = 5e9 / 365  # passengers
HELD_DAYS = 3  # from the first push to a day after arrival
RECORD_B = 200  # of a passenger in a manifest
COPIES = 3  # of a record: the airline's topic, `manifests`, and what is on `hits` at most
KEPT_DAYS = 3  # of `manifests`
HELD_B = 1_024  # where it was not measured


@dataclass(frozen=True, slots=True)
class Size:
    """What one load needs."""

    peak_per_s: float
    times: float
    growth: Growth

    def cores(self, process: str) -> int:
        """Return the cores that *process* needs at the peak, each BUSY."""
        spent = self.growth.lengths[-1].cpu_us[process] * 1e-6
        return math.ceil(self.peak_per_s * spent / BUSY)

    @property
    def all_cores(self) -> int:
        """Return the cores of all processes."""
        return sum(self.cores(one) for one in self.growth.lengths[-1].cpu_us)

    @property
    def a_core_hour(self) -> float:
        """Return how many passengers an hour of a core that is BUSY is enough for."""
        return 3_600 * BUSY * 1e6 / self.growth.lengths[-1].all_cpu_us

    @property
    def held(self) -> float:
        """Return how many passengers are on their way or expected."""
        return self.times * A_DAY * HELD_DAYS


def rows(growth: Growth, held_b: float) -> list[list[str]]:
    """Return the table of docs/scale.md, heading first."""
    sizes = [Size(2_500 * times, times, growth) for times in (1, 10)]
    last = growth.lengths[-1]
    listed_b = last.redis_bytes / last.entries

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
            *(f"{one.peak_per_s * last.false_alarms / 1_000:,.0f}" for one in sizes),
        ),
        row("passengers held", *(f"{one.held / 1e6:,.0f} million" for one in sizes)),
        row("Redis for them", *(f"{one.held * held_b / 1e9:,.0f} GB" for one in sizes)),
        row(
            f"Redis for the list, {last.entries:,} entries, in each primary",
            *(f"{listed_b * last.entries / 1e9:.1f} GB" for _ in sizes),
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
    lines = Measured.read().parts.get("changes", ())
    held = [one["value"] for one in lines if one["figure"].startswith("Redis for each passenger")]
    text = table(rows(read(), held[0] if held else HELD_B))
    print(text)  # noqa: T201  # the output
    if options.write:
        whole = DOCUMENT.read_text(encoding="utf-8")
        DOCUMENT.write_text(replaced(whole, "sizes", text), encoding="utf-8")


if __name__ == "__main__":
    main()
