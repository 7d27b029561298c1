"""How far a long command has come, on stderr: a bar on a terminal, else a line now and then."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

LINE_S = 5.0


class Meter:
    """Shows one phase after the other, each from 0 to its total."""

    def __init__(self, console: Console, bar: Progress | None) -> None:
        self._console = console
        self._bar = bar
        self._label = ""
        self._total = 0
        self._next_line = time.monotonic() + LINE_S

    def phase(self, label: str, total: int) -> None:
        """Begin to show *label*; the phase before it counts as done."""
        self._label, self._total = label, max(total, 1)
        if self._bar is None:
            return
        for task in self._bar.tasks:
            self._bar.update(task.id, completed=task.total)
        self._bar.add_task(label, total=self._total)

    def at(self, done: int) -> None:
        """Show that *done* of the total is done; cheap enough to be called for every row."""
        if self._bar is not None:
            if self._bar.tasks:
                self._bar.update(self._bar.tasks[-1].id, completed=done)
        elif time.monotonic() >= self._next_line:
            self._next_line = time.monotonic() + LINE_S
            self._console.print(f"{self._label}: {done / self._total:.0%}", highlight=False)


@contextmanager
def progress() -> Iterator[Meter]:
    """Yield the meter of one command."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Meter(console, None)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=console) as bar:
        yield Meter(console, bar)
