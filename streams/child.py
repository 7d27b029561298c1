"""A server as a child process on a free loopback port; it does not outlive this process."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path

# How a process starts another of its own kind: not with what lies in the folder it is in.
OURSELVES = (sys.executable, "-P", "-m", "streams")

# Runs in the child before the server: ask the kernel to kill it when its parent thread ends, unless
# that has happened already; give back the signals that Python ignores; become the server.
_GUARD = """
import ctypes, os, signal, sys
ctypes.CDLL(None).prctl(1, signal.SIGKILL)
if os.getppid() != int(sys.argv[1]):
    os._exit(1)
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
os.execv(sys.argv[2], sys.argv[2:])
"""


def free_port() -> int:
    """Return a loopback port that was free a moment ago; another process may still take it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Child:
    """One server process, in a session of its own so that Ctrl-C reaches this process first.

    On Linux the kernel kills it when this process dies, however that happens. Elsewhere it
    outlives a SIGKILL of this process.
    """

    def __init__(
        self, command: Sequence[str], *, log: Path, environ: Mapping[str, str] | None = None
    ) -> None:
        self._command = [*_guard(), *command]
        self._environ = environ
        self._log = log
        self._started: Future[subprocess.Popen[bytes]] = Future()
        self._exited = threading.Event()

    def start(self) -> None:
        """Start the server, its output appended to the log; `command[0]` is a full path."""
        # The kernel's signal follows the thread that forked, so that thread must live as long as
        # the child does: it waits for it.
        threading.Thread(target=self._run, name=f"child-{self._log.stem}", daemon=True).start()
        self._started.result()

    @property
    def pid(self) -> int:
        return self._started.result().pid

    @property
    def exit_code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._started.result().returncode if self._exited.is_set() else None

    def stop(self, grace_s: float = 10) -> None:
        """Ask it to end, and kill it when it has not after *grace_s*; it is gone afterwards."""
        self._started.result().terminate()
        if not self._exited.wait(grace_s):
            self.kill()

    def kill(self) -> None:
        """End it at once; it is gone afterwards."""
        self._started.result().kill()
        self._exited.wait()

    def _run(self) -> None:
        try:
            with self._log.open("ab") as log:
                process = subprocess.Popen(  # noqa: S603  # our own commands, no shell
                    self._command,
                    env=self._environ,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        except OSError as problem:
            self._started.set_exception(problem)
            return
        self._started.set_result(process)
        process.wait()
        self._exited.set()


def _guard() -> list[str]:
    if sys.platform != "linux":
        return []
    return [sys.executable, "-I", "-S", "-c", _GUARD, str(os.getpid())]
