"""Looks at a running worker a hundred times a second."""

import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Self

from bench.phases import at_work

RATE = 100
PY_SPY = Path(sys.executable).with_name("py-spy")


class Sampler:
    """Runs py-spy on a process while it is entered; `stacks` are complete once it is left.

    A stack is its functions from the outermost in, `name (file)` each, joined by semicolons;
    threads that waited are left out.
    """

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self.stacks: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="tocsin-bench-")
        self._file = Path(self._folder.name) / "stacks"
        self._process = subprocess.Popen(  # noqa: S603  # ours
            [
                *(PY_SPY, "record", "--pid", str(self._pid), "--rate", str(RATE), "--nolineno"),
                *("--format", "raw", "--output", self._file),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        return self

    def __exit__(self, *_problem: object) -> None:
        self._process.send_signal(signal.SIGINT)
        _, said = self._process.communicate(timeout=60)
        if not self._file.exists():
            raise RuntimeError(f"py-spy saw nothing: {said.decode().strip()}")
        found: Counter[str] = Counter()
        for line in self._file.read_text(encoding="utf-8").splitlines():
            stack, _, count = line.rpartition(" ")
            found[stack] += int(count)
        self.stacks = at_work(found)
        self._folder.cleanup()
