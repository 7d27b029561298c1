"""The broker that a bench runs on: the embedded one, or Apache Kafka where this machine has it."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from config.settings import PREFIX
from deploy.kafka.artifacts import why_unavailable
from deploy.kafka.broker import ADMIN, ApacheKafka
from streams.embedded import Embedded


@dataclass(frozen=True, slots=True)
class Broker:
    """Where it is, its process, and what settings it asks for."""

    bootstrap: str
    pid: int
    environ: Mapping[str, str] = field(default_factory=dict)


def has_apache() -> bool:
    """Say whether Apache Kafka can run here; the first time its jars are fetched."""
    return why_unavailable() is None


@contextmanager
def embedded(redis_url: str) -> Iterator[Broker]:
    """Yield the embedded broker, as `make up` runs it."""
    services = Embedded(redis_url=redis_url)
    with services as found:
        environ = {
            f"{PREFIX}KAFKA__IDEMPOTENT": "false",  # it cannot
            f"{PREFIX}KAFKA__SESSION_TIMEOUT_S": "4",
        }
        yield Broker(found.bootstrap, services.pids["broker"], environ)


@contextmanager
def apache() -> Iterator[Broker]:
    """Yield Apache Kafka, as an installation has it: its readers are woken by what comes."""
    with tempfile.TemporaryDirectory(prefix="tocsin-kafka-") as folder:
        kafka = ApacheKafka(Path(folder), users={ADMIN: "bench"})
        try:
            kafka.start()
            # The least session that it grants.
            environ = {f"{PREFIX}KAFKA__SESSION_TIMEOUT_S": "6"}
            yield Broker(f"127.0.0.1:{kafka.ports.open}", kafka.pid, environ)
        finally:
            kafka.stop()
