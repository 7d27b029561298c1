"""The plots of growth, as SVG files that are the same for the same figures."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.accuracy.plots import drawn
from bench.fitting import Law
from bench.growth import NEXT, Growth
from bench.throughput import PROCESSES

COLOURS = ("#1b6ca8", "#c8553d", "#4a7c59")


def write_plots(folder: Path, growth: Growth) -> None:
    """Write performance-cost.svg, performance-memory.svg and performance-workers.svg."""
    lengths = [one.entries for one in growth.lengths]
    with drawn(folder / "performance-cost.svg", "entries on the list", "µs a passenger") as axes:
        for name, colour in zip(PROCESSES, COLOURS, strict=True):
            each = [one.cpu_us[name] for one in growth.lengths]
            axes.plot(lengths, each, marker="o", ms=4, color=colour, label=name)
        both = [one.screening_us for one in growth.lengths]
        axes.plot(
            lengths, both, marker="o", ms=5, ls="", color="#222222", label="worker and valkey"
        )
        _law(axes, growth.cost, lengths)
        axes.set(xscale="log", ylim=(0, None))
        axes.legend(loc="upper left", fontsize=8, frameon=False)
    with drawn(folder / "performance-memory.svg", "entries on the list", "MB of Redis") as axes:
        memory = [one.redis_bytes / 1e6 for one in growth.lengths]
        axes.plot(lengths, memory, marker="o", ms=5, ls="", color=COLOURS[1], label="measured")
        _law(axes, growth.memory, lengths, 1e-6)
        axes.set(xscale="log", yscale="log")
        axes.legend(loc="upper left", fontsize=8, frameon=False)
    with drawn(folder / "performance-workers.svg", "workers", "passengers a second") as axes:
        workers = [one.workers for one in growth.workers]
        speed = [one.per_s for one in growth.workers]
        axes.plot(workers, speed, marker="o", ms=5, color=COLOURS[0], label="measured")
        apart = [growth.cores * 1e6 / one.all_cpu_us for one in growth.workers]
        label = f"what {growth.cores} cores allow at that cost"
        axes.plot(workers, apart, ls="--", color="#888888", label=label)
        axes.set(ylim=(0, None), xticks=workers)
        axes.legend(loc="lower right", fontsize=8, frameon=False)


def _law(axes: Any, law: Law, lengths: Sequence[int], scale: float = 1.0) -> None:  # noqa: ANN401
    across = np.geomspace(lengths[0], NEXT, 60)
    each = [law.at(one) * scale for one in across]
    axes.plot(across, each, color="#888888", lw=1, ls="--", label=f"fitted: {law.text}")
