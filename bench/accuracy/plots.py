"""The two plots of docs/accuracy.md, as SVG files that are the same for the same figures."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bench.accuracy.alarms import curve
from bench.accuracy.calibration import calibration_error
from bench.accuracy.goals import logic_v2_curves
from bench.accuracy.recall import EndToEnd
from bench.accuracy.screened import SCENARIOS

RECALL, RELIABILITY = "accuracy-recall.svg", "accuracy-reliability.svg"
_COLOURS = dict(zip(SCENARIOS, ("#1b6ca8", "#c8553d", "#4a7c59"), strict=True))
_STYLE = {"svg.fonttype": "none", "svg.hashsalt": "tocsin", "font.family": "sans-serif"}


def write_plots(folder: Path, run: EndToEnd) -> None:
    """Write both plots into *folder*."""
    recall = ("false alarms per 1,000 travellers", "recall over aliases not called weak")
    with drawn(folder / RECALL, *recall) as axes:
        _recall(axes, run)
    reliability = ("score: the probability that it is said to be", "share that is true")
    with drawn(folder / RELIABILITY, *reliability) as axes:
        _reliability(axes, run)


@contextmanager
def drawn(file: Path, across: str, up: str) -> Iterator[Any]:  # matplotlib types axes as a union
    """Yield axes to draw on; they are in *file* afterwards."""
    with mpl.rc_context():
        mpl.rcParams.update(_STYLE)  # type: ignore[arg-type]  # typed as every key there is
        figure = Figure(figsize=(6.4, 4.0), layout="constrained")
        axes = figure.subplots()
        axes.set(xlabel=across, ylabel=up)
        axes.grid(visible=True, color="#eeeeee")
        axes.spines[["top", "right"]].set_visible(False)
        yield axes
        figure.savefig(file, format="svg", metadata={"Date": None})


def _recall(axes: Axes, run: EndToEnd) -> None:
    theirs = logic_v2_curves() if run.beside_logic_v2 else {}
    for name, screened in run.screened.items():
        ours = _steps(curve(screened.best, screened.good()))
        axes.step(*ours, where="post", color=_COLOURS[name], label=f"Tocsin, {name}")
        if name in theirs:
            label = f"logic-v2, {name}"
            its = _steps(theirs[name])
            axes.step(*its, where="post", color=_COLOURS[name], ls="--", lw=1, label=label)
    goals = [
        (one.scenario, one.alarms_per_1000, one.goal) for one in run.recalls if one.goal is not None
    ]
    for name, alarms, goal in goals:
        axes.plot(alarms, goal, marker="_", ms=12, mew=2, color=_COLOURS[name])
    if goals:
        axes.plot([], [], marker="_", ms=12, mew=2, ls="", color="#555555", label="goal")
    axes.set(xlim=(0, 10), ylim=(0, 1))
    axes.legend(loc="lower right", fontsize=8, frameon=False, ncols=2)


def _reliability(axes: Axes, run: EndToEnd) -> None:
    axes.plot((0, 1), (0, 1), color="#bbbbbb", lw=1)
    for its in run.calibrations:
        axes.plot(
            [one.predicted for one in its.bins],
            [one.observed for one in its.bins],
            marker="o",
            ms=4,
            color=_COLOURS[its.scenario],
            label=f"{its.scenario} (ECE {calibration_error(its.bins):.3f})",
        )
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.legend(loc="upper left", fontsize=8, frameon=False)


def _steps(points: Iterable[Sequence[float]]) -> tuple[list[float], list[float]]:
    """Return the points at which recall changes: a step drawn twice only fills the file."""
    across: list[float] = []
    up: list[float] = []
    last: Sequence[float] = ()
    for last in points:
        if not up or last[1] != up[-1]:
            across.append(last[0])
            up.append(last[1])
    return ([*across, last[0]], [*up, last[1]]) if last else (across, up)
