"""`tocsin up` as a person runs it: it becomes ready, mends what ends, and leaves nothing behind."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.acceptance.deployment import without_settings
from tests.running import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

PROC = Path("/proc")
WITHIN_S = 90
BEHIND = "trap '' INT; exec \"$@\""  # as a script runs it in the background: deaf to Ctrl-C
TOCSIN = (sys.executable, "-P", "-m", "streams")  # as the script finds its modules


class Up:
    """One `tocsin up` and what it has said so far."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._log = folder / "up.log"
        self.folder = folder / "started in"
        self.left = folder / "temporary"
        for one in (self.folder, self.left):
            one.mkdir()
        # A module of this name is no part of it.
        (self.folder / "config.py").write_text("raise SystemExit('a stranger')")
        environ = {"PYTHONPATH": str(ROOT), "TMPDIR": str(self.left)}
        with self._log.open("wb") as out:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", BEHIND, "sh", *TOCSIN, "up", *arguments],
                cwd=self.folder,
                env={**without_settings(os.environ), **environ},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        return self._log.read_text(errors="replace")

    def children(self) -> dict[int, str]:
        """Return the command line of every process that descends from it."""
        found: dict[int, str] = {}
        parents = [self.process.pid]
        while parents:
            lists = (PROC / str(parents.pop()) / "task").glob("*/children")
            for child in [int(one) for file in lists for one in _read(file).split()]:
                found[child] = _read(PROC / str(child) / "cmdline").replace("\0", " ")
                parents.append(child)
        return found

    def workers(self) -> set[int]:
        return self.running(" streams worker ")

    def running(self, part: str) -> set[int]:
        """Return the processes with *part* in their command line."""
        return {pid for pid, command in self.children().items() if part in f"{command} "}


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[Up]:
    started = Up(folder, *arguments)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.process.kill()
        started.process.wait()
        print(started.said())  # noqa: T201  # pytest shows it where a test failed


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    with running(tmp_path, "--workers", "2") as started:
        yield started


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Up]:
    with running(tmp_path, "--demo") as started:
        yield started


def becomes(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + WITHIN_S
    while not (does := holds()) and time.monotonic() < until:
        time.sleep(0.05)
    return does  # as it was seen: a process that just forks is seen twice the next moment


def test_up_gets_ready_replaces_a_killed_worker_and_leaves_nothing(up: Up) -> None:
    assert becomes(lambda: "ready: 2 of 2 workers" in up.said())
    assert "forgotten on exit" in up.said()
    before, answering = up.workers(), up.running("worker --boarding")
    before -= answering
    assert (len(before), len(answering)) == (2, 1)
    assert "/v1/manifests" in up.said()

    os.kill(min(before), signal.SIGKILL)
    assert becomes(lambda: "was killed by signal 9" in up.said())
    assert becomes(lambda: len(up.workers()) == 3)
    assert len(up.workers() - before - answering) == 1

    children = set(up.children())
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(WITHIN_S) == 0
    assert becomes(lambda: not any(map(_runs, children)))
    assert re.search(r"stopping", up.said())
    assert [one.name for one in up.folder.iterdir()] == ["config.py"]
    assert not any(up.left.iterdir())


def test_another_terminal_works_with_what_up_says_to_export(up: Up) -> None:
    assert becomes(lambda: "ready: 2 of 2 workers" in up.said())
    exported = dict(re.findall(r"^  export (\w+)=(.+)$", up.said(), re.MULTILINE))

    def tocsin(*arguments: str) -> str:
        environ = {**without_settings(os.environ), "PYTHONPATH": str(ROOT), **exported}
        ran = subprocess.run(
            [*TOCSIN, *arguments],
            cwd=up.folder,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    tocsin("check", "--name", "Nobody Atall")
    assert "whole" in tocsin("audit", "verify")


def test_up_killed_at_once_leaves_no_process(up: Up) -> None:
    assert becomes(lambda: len(up.workers()) == 3)
    children = set(up.children())
    assert len(children) >= 5
    up.process.kill()
    up.process.wait()
    assert becomes(lambda: not any(map(_runs, children)))


def test_up_asked_to_end_before_it_is_ready_leaves_nothing(up: Up) -> None:
    assert becomes(lambda: bool(up.workers()))
    children = set(up.children())
    up.process.send_signal(signal.SIGTERM)
    assert up.process.wait(WITHIN_S) in (0, 130)
    assert not any(map(_runs, children))
    assert not any(up.left.iterdir())


def test_demo_asked_to_end_leaves_nothing(demo: Up) -> None:
    assert becomes(lambda: "watchlist of" in demo.said())
    children = set(demo.children())
    began = time.monotonic()
    demo.process.send_signal(signal.SIGTERM)
    assert demo.process.wait(WITHIN_S) == 130
    assert time.monotonic() - began < 20  # and not once the day is played
    assert not any(map(_runs, children))
    assert not any(demo.left.iterdir())


@pytest.mark.slow
def test_demo_replaces_what_ends_and_fails_where_all_is_lost(demo: Up) -> None:
    assert becomes(lambda: "watchlist of" in demo.said())
    (answering,) = demo.running("worker --boarding")
    os.kill(answering, signal.SIGKILL)
    assert becomes(lambda: "boarding was killed by signal 9" in demo.said())
    assert becomes(lambda: demo.running("worker --boarding") - {answering} != set())
    (valkey,) = demo.running("valkey-server")
    os.kill(valkey, signal.SIGKILL)
    assert demo.process.wait(WITHIN_S) == 1
    (told,) = re.findall(r"embedded valkey ended by itself; its log is in (\S+)", demo.said())
    assert (Path(told) / "valkey.log").is_file()
    (logs,) = re.findall(r"logs are in (\S+)", demo.said())
    assert (Path(logs) / "worker-1.log").is_file()


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:  # it has ended meanwhile
        return ""


def _runs(pid: int) -> bool:
    stat = _read(PROC / str(pid) / "stat")
    return bool(stat) and stat.rsplit(")", 1)[1].split()[0] != "Z"
