"""An installation under test: embedded services of its own, its topics, and workers on demand."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from access.parties import parties_of
from config.files import PartiesFile, read_yaml
from config.settings import PREFIX, Settings, from_environ
from streams.connections import administering
from streams.embedded import Embedded, Endpoints
from streams.provision import apply
from streams.topics import topics_for

ROOT = Path(__file__).parents[1]
# The embedded broker has no idempotent producer, and a join takes half the session timeout.
FOR_EMBEDDED = {
    "TOCSIN_KAFKA__PARTITIONS": "4",
    "TOCSIN_KAFKA__IDEMPOTENT": "false",
    "TOCSIN_KAFKA__SESSION_TIMEOUT_S": "6",
    "TOCSIN_KAFKA__REQUEST_TIMEOUT_S": "10",
    "TOCSIN_ALERT_SECRET": "a secret of the tests, long enough",
}


@dataclass(frozen=True, slots=True)
class Site:
    """Where everything is, as variables and as settings."""

    endpoints: Endpoints
    variables: dict[str, str]

    @property
    def settings(self) -> Settings:
        return from_environ(self.variables)

    def start(
        self,
        *arguments: str,
        stderr: int = subprocess.PIPE,
        variables: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Return a running `tocsin ARGUMENTS`; whoever starts it must see that it ends."""
        command = [sys.executable, "-m", "streams", *arguments]
        outside = {name: text for name, text in os.environ.items() if PREFIX not in name}
        environ = {**outside, **self.variables, **(variables or {}), "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=stderr)

    @contextmanager
    def running(
        self, *arguments: str, variables: Mapping[str, str] | None = None
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run `tocsin ARGUMENTS` within; afterwards it is asked to end, and killed if deaf."""
        with self.start(*arguments, variables=variables) as process:
            try:
                yield process
            finally:
                process.send_signal(signal.SIGTERM)
                try:
                    process.communicate(timeout=20)
                except subprocess.TimeoutExpired:
                    process.kill()


@contextmanager
def site(**variables: str) -> Iterator[Site]:
    """Yield an installation with topics and no worker; nothing of it is left afterwards."""
    with Embedded() as endpoints:
        found = Site(
            endpoints,
            {
                **FOR_EMBEDDED,
                "TOCSIN_KAFKA__BOOTSTRAP": endpoints.bootstrap,
                "TOCSIN_REDIS__URL": endpoints.redis_url,
                **variables,
            },
        )
        _make_topics(found.settings)
        yield found


def _make_topics(settings: Settings) -> None:
    """Do what `tocsin topics apply` does, in this process: an interpreter less to start."""
    kafka = settings.kafka
    parties = parties_of(read_yaml(settings.parties_file, PartiesFile))
    counts = {"partitions": kafka.partitions, "replication": kafka.replication}
    with administering(kafka) as admin:
        apply(admin, topics_for(parties, settings.retention, **counts))
