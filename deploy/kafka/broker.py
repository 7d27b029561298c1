"""One Apache Kafka broker as a child process: open and SASL listeners, ACLs, its own data."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from kafka import KafkaAdminClient
from kafka.errors import KafkaError
from pydantic import SecretStr

from config.settings import KafkaSettings
from deploy.kafka.artifacts import LIB
from streams.child import Child, free_port
from streams.clients import admin_options

ADMIN = "admin"

_HERE = Path(__file__).parent
_CLUSTER = "dG9jc2luLW9uZS1ub2RlLQ"
_READY_S = 60.0
_TRIES = 3
_WORD = re.compile(r"[A-Za-z0-9._-]+")


class BrokerError(Exception):
    """The broker did not start; the message says where its log is."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the broker listens on 127.0.0.1."""

    open: int
    sasl: int
    controller: int


class ApacheKafka:
    """A broker whose data, log and properties live in *directory*.

    *users* (name to password) sign in by PLAIN or SCRAM-SHA-512 on the SASL listener and are held
    to the ACLs, except `admin`, who must be among them. The open listener may do anything.
    """

    def __init__(
        self,
        directory: Path,
        *,
        users: Mapping[str, str],
        lib: Path = LIB,
        ports: Ports | None = None,
    ) -> None:
        if not all(_WORD.fullmatch(word) for pair in users.items() for word in pair):
            raise ValueError("write users and passwords with letters, digits, dot, - and _ only")
        self._directory = directory
        self._users = dict(users)
        self._lib = lib
        self._fixed = ports
        self._ports = ports
        self._child: Child | None = None

    @property
    def ports(self) -> Ports:
        """Where it listens, once started; the same after a restart."""
        if self._ports is None:
            raise BrokerError("the broker was not started yet, so it has no ports")
        return self._ports

    def settings(self, user: str | None = None) -> KafkaSettings:
        """Return what a client needs: through SASL as *user*, else through the open listener."""
        if user is None:
            return KafkaSettings(bootstrap=f"127.0.0.1:{self.ports.open}")
        return KafkaSettings(
            bootstrap=f"127.0.0.1:{self.ports.sasl}",
            security="SASL_PLAINTEXT",
            username=user,
            password=SecretStr(self._users[user]),
        )

    def start(self) -> None:
        """Start it and wait until it serves; raises BrokerError."""
        self._directory.mkdir(parents=True, exist_ok=True)
        for _ in range(_TRIES):
            self._ports = self._ports or Ports(free_port(), free_port(), free_port())
            if self._serves():
                return
            self.kill()
            if self._fixed or not self._port_was_taken():
                break
            self._ports = None
        raise BrokerError(f"Apache Kafka does not start; its log is {self._log}")

    def stop(self) -> None:
        """Shut it down in good order; harmless when it does not run."""
        if self._child is not None:
            self._child.stop(grace_s=30)
            self._child = None

    def kill(self) -> None:
        """End it at once, as a power cut would; harmless when it does not run."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def restart(self) -> None:
        """Stop it and start it on the same data and ports."""
        self.stop()
        self.start()

    @property
    def pid(self) -> int:
        """Its process id while it runs."""
        if self._child is None:
            raise BrokerError("the broker does not run")
        return self._child.pid

    @property
    def exit_code(self) -> int | None:
        """How it ended by itself; None while it runs."""
        return self._child.exit_code if self._child else None

    @property
    def _log(self) -> Path:
        return self._directory / "broker.log"

    def _serves(self) -> bool:
        self._log.write_bytes(b"")
        self._write_properties()
        if not (self._directory / "data" / "meta.properties").exists():
            self._format()
        self._child = Child(
            [*self._java("-Xmx512m", "-XX:+UseSerialGC"), "kafka.Kafka", str(self._properties)],
            log=self._log,
        )
        self._child.start()
        deadline = time.monotonic() + _READY_S
        while self._child.exit_code is None and time.monotonic() < deadline:
            if self._answers():
                return True
            time.sleep(0.1)
        return False

    def _answers(self) -> bool:
        """Say whether the admin can sign in and finds our cluster."""
        options = admin_options(self.settings(ADMIN))
        try:
            # kafka-python leaves a socket open for every connection refused, so knock first.
            socket.create_connection(("127.0.0.1", self.ports.sasl), 1).close()
            admin = KafkaAdminClient(**options, bootstrap_timeout_ms=1000)
        except (OSError, KafkaError):
            return False
        try:
            return bool(admin.describe_cluster()["cluster_id"] == _CLUSTER)
        except KafkaError:
            return False
        finally:
            admin.close()

    def _port_was_taken(self) -> bool:
        return "Address already in use" in self._log.read_text(errors="replace")

    @property
    def _properties(self) -> Path:
        return self._directory / "server.properties"

    def _write_properties(self) -> None:
        template = Template((_HERE / "server.properties").read_text())
        text = template.substitute(
            open=self.ports.open,
            sasl=self.ports.sasl,
            controller=self.ports.controller,
            data=self._directory / "data",
            plain_users=" ".join(f'user_{name}="{word}"' for name, word in self._users.items()),
        )
        self._properties.touch(mode=0o600)
        self._properties.write_text(text)

    def _format(self) -> None:
        # Through a file, for everybody on the machine can read a command line.
        arguments = self._directory / "format.args"
        arguments.touch(mode=0o600)
        words = [
            *self._java("-XX:TieredStopAtLevel=1")[1:],
            *("kafka.tools.StorageTool", "format", "--cluster-id", _CLUSTER),
            *("--config", str(self._properties)),
        ]
        for name, password in self._users.items():
            words += ["--add-scram", f"SCRAM-SHA-512=[name={name},password={password}]"]
        arguments.write_text("\n".join(f'"{word}"' for word in words))
        try:
            done = subprocess.run(  # noqa: S603  # our own arguments, no shell
                [self._java()[0], f"@{arguments}"],
                capture_output=True,
                check=False,
                timeout=_READY_S,
            )
        finally:
            arguments.unlink()
        if done.returncode != 0:
            self._log.write_bytes(done.stderr)
            raise BrokerError(f"Apache Kafka cannot format its storage; see {self._log}")

    def _java(self, *options: str) -> list[str]:
        return [
            shutil.which("java") or "java",
            *options,
            f"-Dlog4j2.configurationFile={_HERE / 'log4j2.properties'}",
            *("-cp", f"{self._lib}/*"),
        ]
