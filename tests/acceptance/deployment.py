"""A whole Tocsin of worker processes against given services, as a test starts and breaks it."""

import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from kafka import KafkaAdminClient, KafkaProducer, TopicPartition
from kafka.errors import KafkaError
from kafka.producer.future import RecordMetadata

from access.parties import Parties, parties_of
from config.files import PartiesFile, read_yaml
from config.settings import Settings, from_environ
from streams.child import Child, free_port
from streams.clients import admin_options, producer_options
from streams.provision import apply
from streams.stats import STATS
from streams.topics import (
    HITS,
    MANIFESTS,
    QUARANTINE,
    SUPPRESSIONS,
    WATCHLIST,
    alerts_topic,
    dispositions_topic,
    manifests_topic,
    requests_topic,
    topics_for,
    watchlist_topic,
)
from tests.acceptance.door import Door
from tests.acceptance.reading import AlertReader, Ends, all_of, keys_of, reader, records_of
from tests.acceptance.services import Broker, Valkey
from tests.acceptance.traffic import BOARDING, PARTIES, SUBSCRIPTIONS, Day, encoded

SECRET = "an acceptance test needs no secret from anybody"  # of no use elsewhere


class Worker:
    """One `tocsin worker` process."""

    def __init__(self, child: Child, log: Path) -> None:
        self._child = child
        self.log = log

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def exit_code(self) -> int | None:
        return self._child.exit_code

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as `kill -9` does; it is gone afterwards."""
        self._child.kill()

    def stop(self) -> int | None:
        """Let it drain; return its exit code."""
        self._child.stop(grace_s=30)
        return self.exit_code

    def paused(self, *, within_s: float) -> bool:
        """Wait until it is stopped by a signal; say whether it is."""
        until = time.monotonic() + within_s
        stat = Path(f"/proc/{self.pid}/stat")
        while time.monotonic() < until:
            if stat.read_text().rsplit(")", 1)[1].split()[0] == "T":
                return True
            time.sleep(0.02)
        return False

    def gone(self, *, within_s: float) -> bool:
        """Wait for its end; say whether it came."""
        until = time.monotonic() + within_s
        while self.exit_code is None and time.monotonic() < until:
            time.sleep(0.02)
        return self.exit_code is not None


class Deployment:
    """Topics, workers and traffic on one broker and one Redis; closed by `close`."""

    def __init__(
        self, directory: Path, broker: Broker, valkey: Valkey, *, group: str, **environ: str
    ) -> None:
        self.broker = broker
        self.valkey = valkey
        self._directory = directory
        self.parties_file = directory / "parties.yaml"
        self.parties_file.write_text(PARTIES)
        self.subscriptions_file = directory / "subscriptions.yaml"
        self.subscriptions_file.write_text(SUBSCRIPTIONS)
        (directory / "boarding.yaml").write_text(BOARDING)
        self.environ = {
            **broker.environ,
            "TOCSIN_KAFKA__GROUP": group,
            "TOCSIN_REDIS__URL": valkey.url,
            "TOCSIN_REDIS__TIMEOUT_S": "2",
            "TOCSIN_WORKER__BACKOFF_MAX_S": "0.5",
            "TOCSIN_ALERT_SECRET": SECRET,
            "TOCSIN_PARTIES_FILE": str(self.parties_file),
            "TOCSIN_SUBSCRIPTIONS_FILE": str(self.subscriptions_file),
            "TOCSIN_BOARDING_FILE": str(directory / "boarding.yaml"),
            **environ,
        }
        self.settings: Settings = from_environ(self.environ)
        self.parties: Parties = parties_of(read_yaml(self.parties_file, PartiesFile))
        self.workers: list[Worker] = []
        self._admin = KafkaAdminClient(**admin_options(self.settings.kafka))
        self._apply_topics()
        self._producer = KafkaProducer(**producer_options(self.settings.kafka))
        self._ends_sent: dict[TopicPartition, int] = {}
        alerts = {alerts_topic(one): 1 for one in sorted(self.parties.agencies)}
        self.alerts = AlertReader(reader(broker.bootstrap, alerts))
        self._ends = Ends(reader(broker.bootstrap, self._worked_on()))

    def worker(self, environ: Mapping[str, str] | None = None, *arguments: str) -> Worker:
        """Start one more worker, with *environ* on top of the deployment's."""
        log = self._directory / f"worker-{len(self.workers) + 1}.log"
        child = Child(
            self.command("worker", *arguments),
            log=log,
            environ={**self.full_environ, **(environ or {})},
        )
        child.start()
        self.workers.append(Worker(child, log))
        return self.workers[-1]

    @property
    def full_environ(self) -> dict[str, str]:
        """Return the environment of its processes."""
        return {**without_settings(os.environ), **self.environ}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "streams", *arguments]

    @contextmanager
    def door(self, **environ: str) -> Iterator[Door]:
        """Run `tocsin serve` on a free port and yield its door once it answers."""
        port = free_port()
        log = self._directory / f"serve-{port}.log"
        child = Child(
            self.command("serve"),
            log=log,
            environ={**self.full_environ, "TOCSIN_HTTP__PORT": str(port), **environ},
        )
        child.start()
        try:
            with Door(f"http://127.0.0.1:{port}", log, child.pid) as door:
                assert door.answers(within_s=30), log.read_text()
                yield door
        finally:
            child.stop()

    def push(self, record: dict[str, Any] | bytes, *, airline: str | None = None) -> None:
        """Send a manifest, or bytes that claim to be one, to its airline's topic."""
        value = record if isinstance(record, bytes) else encoded(record)
        name = airline or (record["sender"] if isinstance(record, dict) else "UA")
        self._send(f"manifests.{name}", value)

    def send(self, topic: str, value: bytes) -> None:
        """Send bytes to a topic, and wait until they are there."""
        self._send(topic, value)
        self.flush()

    def contribute(self, entry: dict[str, Any], *, agency: str | None = None) -> None:
        """Send an entry to its agency's topic."""
        key = str(entry["id"]).encode()
        self._send(f"watchlist.{agency or entry['owner']}", encoded(entry), key=key)

    def remove(self, entry: dict[str, Any]) -> None:
        self._send(f"watchlist.{entry['owner']}", None, key=str(entry["id"]).encode())

    def flush(self) -> None:
        self._producer.flush()

    def list_people(self, day: Day) -> None:
        """Contribute an entry for everybody listed in *day*."""
        for one in day.listed:
            self.contribute(one.entry())
        self.flush()

    def fly(self, day: Day) -> None:
        """Push a manifest of each flight of *day*."""
        for leg in day.legs:
            self.push(leg.manifest())
        self.flush()

    def screened(self, manifests: int, *, within_s: float) -> bool:
        """Wait until the workers have counted so many manifests."""
        until = time.monotonic() + within_s
        with self.valkey.client() as client:
            while time.monotonic() < until:
                if int(client.hget(STATS, "manifests") or 0) >= manifests:
                    return True
                time.sleep(0.05)
        return False

    def told_of(self, day: Day, *, within_s: float) -> Self:
        """Return itself with one worker, once its agencies have been told of a day's hits."""
        self.worker()
        self.list_people(day)
        assert self.settled(within_s=within_s)
        self.fly(day)
        assert self.alerts.reach(day.expected, within_s=within_s)
        return self

    def settled(self, *, within_s: float) -> bool:
        """Read alerts until the workers have committed every record there is."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            self.alerts.poll()
            ends, committed = self._ends.now(), self._committed()
            if ends == committed and self._all_read(ends):
                self.alerts.until(lambda: False, within_s=0.3)
                return True
        behind = {one: (end, committed.get(one)) for one, end in ends.items()}
        left = {one: pair for one, pair in behind.items() if pair[0] != pair[1]}
        print(f"not committed (end, committed): {left}")  # noqa: T201  # shown where a test failed
        return False

    def quarantine(self) -> list[dict[str, Any]]:
        return all_of(self.broker.bootstrap, QUARANTINE)

    def answers(self, airline: str = "UA") -> list[tuple[str, bytes]]:
        """Return message id and CUSRES of each answer that the airline was given, in order."""
        found = records_of(self.broker.bootstrap, f"responses.{airline}")
        return [((key or b"").decode(), value) for key, value in found]

    def sent_to(self, topic: str) -> list[str]:
        """Return the keys on a topic of one partition, in order."""
        return keys_of(self.broker.bootstrap, topic)

    def logs(self) -> str:
        """Return what all workers wrote."""
        return "\n".join(one.log.read_text(errors="replace") for one in self.workers)

    def close(self) -> None:
        for one in self.workers:
            if one.exit_code is None:
                one.kill()
        self._producer.close()
        self._ends.consumer.close()
        self._admin.close()
        self.alerts.close()

    def _send(self, topic: str, value: bytes | None, *, key: bytes | None = None) -> None:
        self._producer.send(topic, value, key=key).add_callback(self._stored)

    def _stored(self, record: RecordMetadata) -> None:
        partition = TopicPartition(record.topic, record.partition)
        self._ends_sent[partition] = max(self._ends_sent.get(partition, 0), record.offset + 1)

    def _all_read(self, ends: Mapping[TopicPartition, int]) -> bool:
        """Say whether the reader of ends has seen every record that this deployment sent."""
        return all(ends.get(one, 0) >= end for one, end in list(self._ends_sent.items()))

    def _worked_on(self) -> dict[str, int]:
        """Return every topic that the workers read, and its number of partitions."""
        spread = dict.fromkeys((MANIFESTS, WATCHLIST, HITS), self.settings.kafka.partitions)
        kinds = (manifests_topic, requests_topic, requests_topic)
        manifests = {kind(one): 1 for one in self.parties.airlines for kind in kinds}
        kinds_of_agency = (watchlist_topic, dispositions_topic, alerts_topic)
        of_agencies = {kind(one): 1 for one in self.parties.agencies for kind in kinds_of_agency}
        return {**spread, **manifests, **of_agencies, SUPPRESSIONS: 1}

    def _committed(self) -> dict[TopicPartition, int]:
        partitions = [
            TopicPartition(name, one)
            for name, count in self._worked_on().items()
            for one in range(count)
        ]
        group = self.settings.kafka.group
        try:
            found = self._admin.list_group_offsets({group: partitions})[group]
        except KafkaError:  # the group is on the move, or the broker is away
            return {}
        return {one: max(found[one].offset, 0) for one in partitions}

    def _apply_topics(self) -> None:
        kafka = self.settings.kafka
        plans = topics_for(
            self.parties,
            self.settings.retention,
            partitions=kafka.partitions,
            replication=kafka.replication,
        )
        apply(self._admin, plans, ())


@contextmanager
def held_still(*processes: int) -> Iterator[None]:
    """Stop *processes* from running meanwhile."""
    for one in processes:
        os.kill(one, signal.SIGSTOP)
    try:
        yield
    finally:
        for one in processes:
            os.kill(one, signal.SIGCONT)


def without_settings(environ: Mapping[str, str]) -> dict[str, str]:
    """Return *environ* without any setting of Tocsin."""
    return {name: value for name, value in environ.items() if not name.startswith("TOCSIN_")}
