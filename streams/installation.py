"""Everything on this machine, as `tocsin up` runs it: services, topics, workers, HTTP."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from kafka import KafkaAdminClient
from kafka.errors import SecurityDisabledError

from access.parties import Parties
from config.problems import ConfigError
from config.settings import PREFIX, Settings, from_environ
from streams.child import free_port
from streams.clients import admin_options
from streams.demo.officer import DemoOfficer, demo_officer
from streams.embedded import Embedded
from streams.provision import Report, apply
from streams.supervisor import Supervisor
from streams.topics import Grant, TopicPlan, acls_for, topics_for

# What suits a broker that lives for one evening on a laptop: it has no idempotent producer, and
# a join takes half the session timeout.
_FOR_EMBEDDED_KAFKA = {
    "TOCSIN_KAFKA__PARTITIONS": "8",
    "TOCSIN_KAFKA__IDEMPOTENT": "false",
    "TOCSIN_KAFKA__SESSION_TIMEOUT_S": "4",
    "TOCSIN_KAFKA__REQUEST_TIMEOUT_S": "10",
}

_NO_AUTHORIZER = (
    "the broker has no authorizer, so any user may do anything; set authorizer.class.name on it"
)


@dataclass(frozen=True, slots=True)
class Processes:
    """What runs beside the doors and the boarding worker."""

    workers: int
    delivers: bool = False


class Installation:
    """Started by entering it, stopped by leaving it; no process is left."""

    def __init__(
        self,
        settings: Settings,
        parties: Parties,
        processes: Processes,
        *,
        demo: bool = False,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        """Take what *environ* said: its variables are what the child processes read too."""
        self._given = settings
        self._outside = environ
        self._parties = parties
        self._processes = processes
        self._demo = demo
        self._embedded = Embedded(
            bootstrap=settings.kafka.bootstrap,
            redis_url=settings.redis.url.get_secret_value() if settings.redis.url else None,
        )
        self.embedded_kafka = settings.kafka.bootstrap is None
        self.embedded_redis = settings.redis.url is None
        self.officer: DemoOfficer | None = None
        self.settings = settings
        self.environ: Mapping[str, str] = {}
        self.log_folder: Path
        self.supervisor: Supervisor | None = None
        self.told: tuple[str, ...] = ()  # of topics: what was altered, what to look at

    def __enter__(self) -> Self:
        endpoints = self._embedded.start()
        self.log_folder = Path(tempfile.mkdtemp(prefix="tocsin-up-"))
        try:
            if self._demo and self.embedded_kafka and self.embedded_redis:
                self.officer = demo_officer(self._given.parties_file, self.log_folder)
            self.environ = self._environ(endpoints.bootstrap, endpoints.redis_url)
            self.settings = from_environ(self.environ)
            self.settings.secret()
            self._apply_topics()
            self._start_processes()
        except BaseException:
            self._stop(keep_logs=False)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop(keep_logs=isinstance(problem, Exception))

    def trouble(self) -> list[str]:
        """Start again what ended; return a sentence for each process or service that ended."""
        gone = self._embedded.exited()
        ended = self.supervisor.look_after() if self.supervisor else []
        return [*ended, *([gone] if gone else [])]

    @property
    def lost(self) -> bool:
        """Say whether an embedded service has gone, and all it held with it."""
        return self._embedded.exited() is not None

    @property
    def made_secret(self) -> bool:
        """Say whether the alert secret is of this installation alone."""
        given = "TOCSIN_ALERT_SECRET" in self._outside
        return self.embedded_kafka and self.embedded_redis and not given

    @property
    def address(self) -> str:
        """Return where the HTTP side listens."""
        return f"http://{self.settings.http.host}:{self.settings.http.port}"

    @property
    def console(self) -> str:
        """Return where officers sign in."""
        return f"{self.address}/console"

    def _start_processes(self) -> None:
        found = self.supervisor = Supervisor({**self._outside, **self.environ}, self.log_folder)
        for number in range(1, self._processes.workers + 1):
            found.start(f"worker-{number}", "worker")
        found.start("boarding", "worker", "--boarding")
        if self._processes.delivers:
            found.start("delivery", "worker", "--delivery")
        found.start("http", "serve")

    def _stop(self, *, keep_logs: bool) -> None:
        if self.supervisor is not None:
            self.supervisor.stop()
        self._embedded.stop()
        if not keep_logs:
            shutil.rmtree(self.log_folder, ignore_errors=True)

    def _environ(self, bootstrap: str, redis_url: str) -> Mapping[str, str]:
        """Return the settings of the child processes: those given, and where the services are."""
        given = {name: value for name, value in self._outside.items() if name.startswith(PREFIX)}
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
            report = applied(admin, plans, grants)
        finally:
            admin.close()
        self.told = (*report.altered, *(f"warning: {one}" for one in report.warnings))


def applied(admin: KafkaAdminClient, plans: Sequence[TopicPlan], grants: Sequence[Grant]) -> Report:
    """Return what was done; a broker that checks no grants is told of, and no reason to stop."""
    try:
        return apply(admin, plans, grants)
    except ConfigError as problem:
        if not isinstance(problem.__cause__, SecurityDisabledError):
            raise
    report = apply(admin, plans)
    return replace(report, warnings=(*report.warnings, _NO_AUTHORIZER))
