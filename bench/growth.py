"""How cost, memory and speed grow, with the laws fitted to them, as plots of docs/performance.md.

`python -m bench.growth` measures and writes bench/data/growth.json and docs/performance-*.svg;
`--plot` draws what was measured before.
"""

import argparse
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bench.accuracy.document import replaced, table
from bench.fitting import Law, law_of
from bench.load import OF_A_FLIGHT
from bench.long_list import LongList, long_list
from bench.throughput import PROCESSES, Screened, one_run

LENGTHS = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
NEXT = 10_000_000
PEOPLE = 300 * OF_A_FLIGHT
RUNS = 3
WORKERS = (1, 2, 4)
FILE = Path(__file__).with_name("data") / "growth.json"


@dataclass(frozen=True, slots=True)
class Point:
    """One length of the list or number of workers: medians of the runs."""

    entries: int
    workers: int
    per_s: float
    cpu_us: dict[str, float]  # of a passenger, by process
    redis_bytes: int  # with the list alone
    false_alarms: float  # of 1,000

    @property
    def screening_us(self) -> float:
        return self.cpu_us["worker"] + self.cpu_us["valkey"]

    @property
    def all_cpu_us(self) -> float:
        return sum(self.cpu_us.values())


@dataclass(frozen=True, slots=True)
class Growth:
    """All that was measured, on how many cores, and in how many runs of each."""

    cores: int
    runs: int
    lengths: tuple[Point, ...]
    workers: tuple[Point, ...]

    @property
    def cost(self) -> Law:
        """Return microseconds of a passenger in worker and Redis by the length of the list.

        The broker knows nothing of the list; it spends time on waiting readers, whatever is read.
        """
        return law_of([(one.entries, one.screening_us) for one in self.lengths])

    @property
    def memory(self) -> Law:
        """Return bytes of Redis by the length of the list."""
        return law_of([(one.entries, float(one.redis_bytes)) for one in self.lengths])


def measured(longest: int, people: int, runs: int) -> Growth:
    """Return what lists up to *longest* cost, and what more workers bring beside the longest."""
    with long_list() as entries:
        lengths = []
        for length in [one for one in LENGTHS if one < longest] + [longest]:
            entries.grow(length)
            lengths.append(_point(entries, people, runs, 1))
        more = [_point(entries, people, runs, one) for one in WORKERS[1:]]
    return Growth(os.cpu_count() or 1, runs, tuple(lengths), (lengths[-1], *more))


def _point(entries: LongList, people: int, times: int, workers: int) -> Point:
    entries.alone()
    memory = entries.memory()
    runs = [one_run(entries, people, workers=workers) for _ in range(times)]
    return Point(
        entries=entries.length,
        workers=workers,
        per_s=round(median(one.stretch.per_s for one in runs)),
        cpu_us=dict(_cpu_us(runs)),
        redis_bytes=memory,
        false_alarms=round(median(one.false_alarms for one in runs), 3),
    )


def _cpu_us(runs: list[Screened]) -> Iterator[tuple[str, float]]:
    for name in PROCESSES:
        yield name, round(median(one.stretch.cpu_us(name) for one in runs), 1)


def read() -> Growth:
    """Return what was measured last."""
    said = json.loads(FILE.read_text(encoding="utf-8"))
    lengths, workers = (tuple(Point(**one) for one in said[key]) for key in ("lengths", "workers"))
    return Growth(said["cores"], said["runs"], lengths, workers)


def main() -> None:
    """Measure unless asked to draw alone; write, draw and tell the laws."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--plot", action="store_true", help="measure nothing")
    parser.add_argument("--entries", type=int, default=LENGTHS[-1], help="on the longest list")
    parser.add_argument("--people", type=int, default=PEOPLE, help="in each run")
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args()
    if not options.plot:
        found = measured(options.entries, options.people, options.runs)
        FILE.write_text(json.dumps(asdict(found), indent=1) + "\n", encoding="utf-8")
    from bench.growth_plots import write_plots

    growth, docs = read(), Path(__file__).parents[1] / "docs"
    write_plots(docs, growth)
    text = table(rows(growth))
    print(text)  # noqa: T201  # the output
    page = docs / "performance.md"
    page.write_text(replaced(page.read_text("utf-8"), "growth", text), encoding="utf-8")


def rows(growth: Growth) -> list[list[str]]:
    """Return what was measured, and what the laws say of ten million entries; heading first."""
    heading = ["entries", *PROCESSES, "worker and valkey", "passengers/s", "Redis"]
    found = [[*heading, "false alarms of 1,000", "runs"]]
    for one in growth.lengths:
        spent = [f"{one.cpu_us[name]:.0f} µs" for name in PROCESSES]
        memory = f"{one.redis_bytes / 1e6:,.0f} MB"
        found.append(
            [f"{one.entries:,}", *spent, f"{one.screening_us:.0f} µs", f"{one.per_s:,}", memory,
             f"{one.false_alarms:.2f}", str(growth.runs)]
        )  # fmt: skip
    cost, memory_law = growth.cost, growth.memory
    laws = (f"{cost.text} µs, R² {cost.r2:.3f}", f"{memory_law.text} B, R² {memory_law.r2:.3f}")
    found.append(["fitted", "", "", "", laws[0], "", laws[1], "", ""])
    next_us, next_mb = f"{cost.at(NEXT):.0f} µs", f"{memory_law.at(NEXT) / 1e6:,.0f} MB"
    found.append([f"{NEXT:,}", "", "", "", next_us, "", next_mb, "", ""])
    return found


if __name__ == "__main__":
    main()
