"""One figure, measured several times, and how it is shown."""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured; `values` are of repeated runs.

    `goal` is what the median may be at most, or must be at least where more is better.
    """

    name: str
    unit: str
    values: tuple[float, ...]
    goal: float | None = None
    more_is_better: bool = False

    @property
    def met(self) -> bool | None:
        """Say whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        middle = median(self.values)
        return middle >= self.goal if self.more_is_better else middle <= self.goal

    @property
    def line(self) -> dict[str, object]:
        """Return the figure as a machine reads it."""
        return {
            "figure": self.name,
            "value": round(median(self.values), 3),
            "unit": self.unit,
            "goal": self.goal,
            "met": self.met,
            "min": round(min(self.values), 3),
            "max": round(max(self.values), 3),
        } | ({"more_is_better": True} if self.more_is_better else {})


def share(values: Sequence[float], percent: int) -> float:
    """Return what *percent* of *values* are at most. Raises ValueError where there are none."""
    if not values:
        raise ValueError("nothing came, so there is nothing to measure")
    return sorted(values)[len(values) * percent // 100]


def microseconds_each(work: Callable[[], int]) -> float:
    """Return microseconds for each thing that *work* does; *work* says how many there were."""
    begun = time.perf_counter()
    count = work()
    return (time.perf_counter() - begun) / count * 1e6


def show(figures: Iterable[Figure], *, as_json: bool) -> bool:
    """Print each figure as it comes, as a line of JSON, or all as a table; say whether all met."""
    table = Table("figure", "median", "min", "max", "unit", "goal", "")
    every = True
    for one in figures:
        line, every = one.line, every and one.met is not False
        if as_json:
            print(json.dumps(line), flush=True)  # noqa: T201  # this is the output
        parts = (f"{line[part]:,}" for part in ("value", "min", "max"))
        goal = "" if one.goal is None else f"{'≥' if one.more_is_better else '≤'} {one.goal:,}"
        table.add_row(one.name, *parts, one.unit, goal, _MET[one.met])
    if not as_json:
        Console(width=120).print(table)  # no terminal would be 80 wide, and the names longer
    return every


_MET = {None: "", True: "met", False: "not met"}
