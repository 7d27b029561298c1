"""A broker beside a Redis, every topic made; workers run only while the bench says so."""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kafka import KafkaAdminClient
from redis import Redis

from access.parties import parties_of
from bench import SPACE
from bench.broker import apache, embedded
from bench.site import GENEROUS, parties_with_keys, ready
from config.files import PartiesFile, read_yaml
from config.settings import PREFIX, Settings, from_environ
from screening.space import EPOCH, Space
from streams.child import free_port
from streams.clients import admin_options
from streams.heartbeat import Beat, workers
from streams.kafka_cluster import cluster_id
from streams.provision import apply
from streams.redis_clients import async_redis_client
from streams.supervisor import Supervisor
from streams.topics import topics_for

PARTITIONS = 8
LEARNT_S = 60


@dataclass(frozen=True, slots=True)
class AtWork:
    """The processes that run: the workers, and where the HTTP side is."""

    supervisor: Supervisor
    address: str

    @property
    def pids(self) -> list[int]:
        """Return the process ids of the workers."""
        return self.supervisor.pids()


@dataclass(frozen=True, slots=True)
class Machine:
    """Where it is, the process of its broker, and where logs are."""

    settings: Settings
    environ: Mapping[str, str]
    broker: int
    logs: Path

    @contextmanager
    def workers(self, count: int) -> Iterator[list[int]]:
        """Run *count* `tocsin worker`; yield their process ids."""
        with self._supervised() as supervisor:
            for number in range(count):
                supervisor.start(f"worker-{number}", "worker")
            yield supervisor.pids()

    def learnt(self, count: int) -> None:
        """Return once *count* workers have partitions and have learnt of all entries."""
        until = time.monotonic() + LEARNT_S
        while sum(map(_is_warm, asyncio.run(_heard(self.settings)))) < count:
            if time.monotonic() > until:
                raise TimeoutError(f"{count} workers have not learnt of all entries")
            time.sleep(0.1)

    @contextmanager
    def at_work(self, workers: int) -> Iterator[AtWork]:
        """Run what `tocsin up` runs: workers, those who answer before boarding, HTTP; all ready."""
        with self._supervised() as supervisor:
            for number in range(workers):
                supervisor.start(f"worker-{number}", "worker")
            supervisor.start("boarding", "worker", "--boarding")
            supervisor.start("http", "serve")
            address = f"http://{self.settings.http.host}:{self.settings.http.port}"
            ready(address)
            yield AtWork(supervisor, address)

    @contextmanager
    def _supervised(self) -> Iterator[Supervisor]:
        supervisor = Supervisor({**os.environ, **self.environ}, self.logs)
        try:
            yield supervisor
        finally:
            supervisor.stop()


@contextmanager
def machine(redis_url: str, *, on_apache: bool = False) -> Iterator[Machine]:
    """Yield a machine that screens against the list in *redis_url*."""
    with (
        apache() if on_apache else embedded(redis_url) as broker,
        tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder,
    ):
        environ = {
            **broker.environ,
            f"{PREFIX}KAFKA__BOOTSTRAP": broker.bootstrap,
            f"{PREFIX}KAFKA__PARTITIONS": str(PARTITIONS),
            f"{PREFIX}KAFKA__REQUEST_TIMEOUT_S": "10",
            f"{PREFIX}REDIS__URL": redis_url,
            f"{PREFIX}HTTP__PORT": str(free_port()),
            f"{PREFIX}PARTIES_FILE": str(parties_with_keys(Path(folder))),
            **GENEROUS,
            f"{PREFIX}ALERT_SECRET": "b" * 32,
        }
        settings = from_environ(environ)
        make_topics(settings)
        with Redis.from_url(redis_url) as redis:
            redis.set(EPOCH, Space(SPACE.generation, cluster_id(settings.kafka)).epoch)
        yield Machine(settings, environ, broker.pid, Path(folder))


async def _heard(settings: Settings) -> list[Beat]:
    async with async_redis_client(settings.redis) as redis:
        return await workers(redis)


def _is_warm(one: Beat) -> bool:
    return one.lane == "screening" and not one.waiting_for and not one.is_learning


def make_topics(settings: Settings) -> None:
    """Create every topic, of as many partitions as *settings* say."""
    parties = parties_of(read_yaml(settings.parties_file, PartiesFile))
    admin = KafkaAdminClient(**admin_options(settings.kafka))
    plans = topics_for(
        parties, settings.retention, partitions=settings.kafka.partitions, replication=1
    )
    apply(admin, plans, ())
    admin.close()
