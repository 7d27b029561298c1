"""Runs the processes of one machine: the workers and the HTTP side; starts again what ends."""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from streams.child import OURSELVES, Child

RESTART_S = (0.5, 1, 2, 5, 10)  # how long to wait before each further start
GRACE_S = 50  # more than a worker takes: it finishes what it has, then leaves its group
STEADY_S = 60  # after that long, a process that ends is no repeated failure


@dataclass
class _Post:
    """One process that should run, and the child that fills it."""

    name: str
    command: tuple[str, ...]
    child: Child | None = None
    started_at: float = 0.0
    restarts: int = 0
    start_again_at: float = 0.0


class Supervisor:
    """Keeps the subcommands of `tocsin` running, each in a process of its own."""

    def __init__(self, environ: Mapping[str, str], logs: Path) -> None:
        self._environ = dict(environ)
        self._logs = logs
        self._posts: list[_Post] = []

    def start(self, name: str, *arguments: str) -> None:
        """Run `tocsin ARGUMENTS` under *name*, its output in `<name>.log`."""
        post = _Post(name, (*OURSELVES, *arguments))
        self._posts.append(post)
        self._fill(post)

    def look_after(self) -> list[str]:
        """Start again what has ended and is due; return a sentence for each that just ended."""
        now, ended = time.monotonic(), []
        for post in self._posts:
            if post.child is not None and post.child.exit_code is not None:
                ended.append(self._note_end(post, now))
            if post.child is None and now >= post.start_again_at:
                self._fill(post)
        return ended

    def pids(self, name: str = "worker") -> list[int]:
        """Return the process ids of what runs under names that begin with *name*."""
        running = [post for post in self._posts if post.name.startswith(name)]
        return [post.child.pid for post in running if post.child is not None]

    def stop(self, grace_s: float = GRACE_S) -> None:
        """Let all finish what they have in hand, at the same time; all are gone afterwards."""
        children = [post.child for post in self._posts if post.child is not None]
        self._posts.clear()
        if not children:
            return
        with ThreadPoolExecutor(len(children)) as pool:
            list(pool.map(lambda child: child.stop(grace_s), children))

    def _fill(self, post: _Post) -> None:
        post.child = Child(post.command, log=self._logs / f"{post.name}.log", environ=self._environ)
        post.child.start()
        post.started_at = time.monotonic()

    def _note_end(self, post: _Post, now: float) -> str:
        assert post.child is not None
        code = post.child.exit_code
        if now - post.started_at > STEADY_S:
            post.restarts = 0
        wait_s = RESTART_S[min(post.restarts, len(RESTART_S) - 1)]
        post.restarts += 1
        post.child, post.start_again_at = None, now + wait_s
        how = (
            f"was killed by signal {-code}"
            if code is not None and code < 0
            else f"exited with {code}"
        )
        return (
            f"{post.name} {how}; starting again in {wait_s:g} s (log: {self._logs / post.name}.log)"
        )
