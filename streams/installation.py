"""Everything on this machine, as `tocsin up` runs it: services, topics, workers, HTTP."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from kafka import KafkaAdminClient

from access.parties import Parties
from config.settings import PREFIX, Settings, from_environ
from streams.child import free_port
from streams.clients import admin_options
from streams.demo.officer import DemoOfficer, demo_officer
from streams.embedded import Embedded
from streams.provision import apply
from streams.supervisor import Supervisor
from streams.topics import acls_for, topics_for

# What suits a broker that lives for one evening on a laptop: it has no idempotent producer, and
# a join takes half the session timeout.
_FOR_EMBEDDED_KAFKA = {
    "TOCSIN_KAFKA__PARTITIONS": "8",
    "TOCSIN_KAFKA__IDEMPOTENT": "false",
    "TOCSIN_KAFKA__SESSION_TIMEOUT_S": "4",
    "TOCSIN_KAFKA__REQUEST_TIMEOUT_S": "10",
}


class Installation:
    """Started by entering it, stopped by leaving it; no process is left."""

    def __init__(
        self,
        settings: Settings,
        parties: Parties,
        *,
        workers: int,
        delivers: bool = False,
        demo: bool = False,
    ) -> None:
        self._given = settings
        self._parties = parties
        self._workers = workers
        self._delivers = delivers
        self._embedded = Embedded(
            bootstrap=settings.kafka.bootstrap,
            redis_url=settings.redis.url.get_secret_value() if settings.redis.url else None,
        )
        self._logs = Path(tempfile.mkdtemp(prefix="tocsin-up-"))
        self.embedded_kafka = settings.kafka.bootstrap is None
        self.embedded_redis = settings.redis.url is None
        self.officer: DemoOfficer | None = None
        if demo and self.embedded_kafka and self.embedded_redis:
            self.officer = demo_officer(settings.parties_file, self._logs)
        self.settings = settings
        self.environ: Mapping[str, str] = {}
        self.supervisor: Supervisor
        self.altered: tuple[str, ...] = ()  # a sentence for each config of a topic that was

    def __enter__(self) -> Self:
        endpoints = self._embedded.start()
        try:
            self.environ = self._environ(endpoints.bootstrap, endpoints.redis_url)
            self.settings = from_environ(self.environ)
            self.settings.secret()
            self._apply_topics()
            self.supervisor = Supervisor({**os.environ, **self.environ}, self._logs)
            for number in range(1, self._workers + 1):
                self.supervisor.start(f"worker-{number}", "worker")
            self.supervisor.start("boarding", "worker", "--boarding")
            if self._delivers:
                self.supervisor.start("delivery", "worker", "--delivery")
            self.supervisor.start("http", "serve")
        except BaseException:
            self._embedded.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.supervisor.stop()
        self._embedded.stop()
        if problem is None:
            shutil.rmtree(self._logs, ignore_errors=True)

    def trouble(self) -> list[str]:
        """Start again what ended; return a sentence for each process or service that ended."""
        gone = self._embedded.exited()
        return [*self.supervisor.look_after(), *([gone] if gone else [])]

    @property
    def lost(self) -> bool:
        """Say whether an embedded service has gone, and all it held with it."""
        return self._embedded.exited() is not None

    @property
    def made_secret(self) -> bool:
        """Say whether the alert secret is of this installation alone."""
        given = "TOCSIN_ALERT_SECRET" in os.environ
        return self.embedded_kafka and self.embedded_redis and not given

    @property
    def address(self) -> str:
        """Return where the HTTP side listens."""
        return f"http://{self.settings.http.host}:{self.settings.http.port}"

    @property
    def console(self) -> str:
        """Return where officers sign in."""
        return f"{self.address}/console"

    def _environ(self, bootstrap: str, redis_url: str) -> Mapping[str, str]:
        """Return the settings of the child processes: those given, and where the services are."""
        given = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
        defaults = dict(_FOR_EMBEDDED_KAFKA) if self.embedded_kafka else {}
        if self.embedded_kafka and self.embedded_redis:
            # Alert ids need not outlive services that forget.
            defaults["TOCSIN_ALERT_SECRET"] = secrets.token_hex(32)
        if self.embedded_kafka or self.embedded_redis:
            defaults["TOCSIN_HTTP__PORT"] = str(free_port())
        if self.officer is not None:
            given["TOCSIN_PARTIES_FILE"] = str(self.officer.parties_file)
        return {
            **defaults,
            **given,
            "TOCSIN_KAFKA__BOOTSTRAP": bootstrap,
            "TOCSIN_REDIS__URL": redis_url,
        }

    def _apply_topics(self) -> None:
        kafka = self.settings.kafka
        plans = topics_for(
            self._parties,
            self.settings.retention,
            partitions=kafka.partitions,
            replication=kafka.replication,
        )
        secured = kafka.security.startswith("SASL")
        service = f"User:{kafka.username}"
        grants = acls_for(self._parties, service=service, group=kafka.group) if secured else ()
        admin = KafkaAdminClient(**admin_options(kafka))
        try:
            self.altered = apply(admin, plans, grants).altered
        finally:
            admin.close()
