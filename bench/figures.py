"""One figure, measured several times, and how it is shown."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured; `values` are of repeated runs."""

    name: str
    unit: str
    values: tuple[float, ...]

    @property
    def line(self) -> dict[str, object]:
        """Return the figure as a machine reads it."""
        return {
            "figure": self.name,
            "value": round(median(self.values), 3),
            "unit": self.unit,
            "min": round(min(self.values), 3),
            "max": round(max(self.values), 3),
        }


def microseconds_each(work: Callable[[], int], runs: int = 5) -> tuple[float, ...]:
    """Return microseconds for each thing that *work* does, once a run; *work* says how many."""
    found = []
    for _ in range(runs):
        begun = time.perf_counter()
        count = work()
        found.append((time.perf_counter() - begun) / count * 1e6)
    return tuple(found)


def show(figures: Iterable[Figure], *, as_json: bool) -> None:
    """Print each figure as it comes, as a line of JSON, or all as a table."""
    if as_json:
        for one in figures:
            print(json.dumps(one.line), flush=True)  # noqa: T201  # this is the output
        return
    table = Table("figure", "median", "min", "max", "unit")
    for one in figures:
        line = one.line
        table.add_row(one.name, *(f"{line[part]:,}" for part in ("value", "min", "max")), one.unit)
    Console().print(table)
