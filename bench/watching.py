"""How far the workers are, and the processor time of each process by then."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

EVERY_S = 0.2
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, how much was done by then, and the seconds of processor time by name."""

    at: float
    done: int
    cpu_s: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was done between two moments."""

    first: Moment
    last: Moment

    @property
    def per_s(self) -> float:
        return (self.last.done - self.first.done) / (self.last.at - self.first.at)

    def cpu_us(self, name: str) -> float:
        """Return microseconds of processor time of *name* for each thing done."""
        spent = self.last.cpu_s[name] - self.first.cpu_s[name]
        return spent / (self.last.done - self.first.done) * 1e6

    @property
    def all_cpu_us(self) -> float:
        return sum(map(self.cpu_us, self.last.cpu_s))


def watched(
    done: Callable[[], int], goal: int, pids: Mapping[str, list[int]], within_s: float
) -> list[Moment]:
    """Return a moment every EVERY_S until *goal* is done; raises TimeoutError after *within_s*."""
    until = time.monotonic() + within_s
    moments: list[Moment] = []
    while not moments or moments[-1].done < goal:
        if time.monotonic() > until:
            raise TimeoutError(f"{moments[-1].done} of {goal} done within {within_s:.0f} s")
        time.sleep(EVERY_S)
        count = done()  # first: it takes its time, and what is spent belongs to what is done
        cpu_s = {name: sum(map(cpu_of, them)) for name, them in pids.items()}
        moments.append(Moment(time.perf_counter(), count, cpu_s))
    return moments


def middle(moments: list[Moment], whole: int) -> Stretch:
    """Return what lies between a sixth and five sixths: all are warm, and all still have work."""
    inner = [one for one in moments if whole / 6 <= one.done <= whole * 5 / 6]
    if len(inner) < 3:
        raise RuntimeError("too quick to be measured; take more people")
    return Stretch(inner[0], inner[-1])


def cpu_of(pid: int) -> float:
    """Return the seconds of processor time of a process, all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICK_S


def memory_mb(pid: int) -> float:
    """Return how much of the memory is taken by a process."""
    return _status_mb(pid, "VmRSS")


def most_memory_mb(pid: int) -> float:
    """Return how much of the memory a process had at most since it began."""
    return _status_mb(pid, "VmHWM")


def _status_mb(pid: int, name: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024 / 1e6
    raise ProcessLookupError(f"process {pid} has ended")
