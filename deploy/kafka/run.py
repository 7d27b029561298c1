"""`make kafka`: Apache Kafka in the foreground, and what to export to use it."""

import argparse
import json
import secrets
import shutil
import signal
import sys
import threading
from pathlib import Path

from deploy.kafka.artifacts import LIB, why_unavailable
from deploy.kafka.broker import ADMIN, ApacheKafka, BrokerError, Ports
from streams.child import free_port


def main() -> int:
    """Run until Ctrl-C or SIGTERM; 1 when Kafka cannot be had or ends by itself."""
    options = _options()
    reason = why_unavailable()
    if reason is not None:
        return _fail(reason)
    if options.fresh:
        shutil.rmtree(options.data, ignore_errors=True)
    kafka = ApacheKafka(
        options.data,
        users=_users(options.data),
        ports=Ports(options.port or free_port(), options.sasl_port or free_port(), free_port()),
    )
    try:
        kafka.start()
        _say(kafka)
        return _wait(kafka)
    except BrokerError as problem:
        return _fail(str(problem))
    finally:
        kafka.stop()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make kafka", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="the open listener; 0 takes a free one")
    parser.add_argument("--sasl-port", type=int, default=0, help="the listener with users and ACLs")
    parser.add_argument(
        "--data", type=Path, default=LIB.parent / "broker", help="kept between runs"
    )
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs kept")
    return parser.parse_args()


def _users(directory: Path) -> dict[str, str]:
    """Return the users of this data, made up at its first run."""
    kept = directory / "users.json"
    if kept.exists():
        return dict(json.loads(kept.read_text()))
    users = {name: secrets.token_urlsafe(18) for name in (ADMIN, "tocsin")}
    directory.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(users))
    return users


def _say(kafka: ApacheKafka) -> None:
    lines = ["Apache Kafka runs on this machine alone; Ctrl-C stops it, its data stays.", ""]
    lines += ["# without users:", *_exports(kafka, None)]
    for user in (ADMIN, "tocsin"):
        lines += ["", f"# with users and ACLs, as {user}:", *_exports(kafka, user)]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _exports(kafka: ApacheKafka, user: str | None) -> list[str]:
    settings = kafka.settings(user)
    lines = {"BOOTSTRAP": settings.bootstrap, "PARTITIONS": "8"}
    if settings.password is not None:
        lines["SECURITY"] = settings.security
        lines["SASL_MECHANISM"] = settings.sasl_mechanism
        lines["USERNAME"] = settings.username
        lines["PASSWORD"] = settings.password.get_secret_value()
    return [f"export TOCSIN_KAFKA__{name}={value}" for name, value in lines.items()]


def _wait(kafka: ApacheKafka) -> int:
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    while not stopped.wait(1):
        if kafka.exit_code is not None:
            return _fail("Apache Kafka ended by itself; its log is broker.log beside its data")
    return 0


def _fail(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
