"""Readers of what comes out: alerts as the contract tells an agency to read, and the quarantine."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from tests.acceptance.traffic import Expected

POLL_MS = 100
QUIET_POLLS = 3  # one may be empty only because the machine is slow


@dataclass
class AlertReader:
    """Shows each (alert_id, version) once, and no older version after a newer one."""

    consumer: KafkaConsumer
    shown: list[dict[str, Any]] = field(default_factory=list)
    latest: dict[str, dict[str, Any]] = field(default_factory=dict)
    repeated: int = 0
    differing: list[tuple[str, int]] = field(default_factory=list)
    _bytes: dict[tuple[str, int], bytes] = field(default_factory=dict)

    def poll(self) -> None:
        """Read what is there."""
        for batch in self.consumer.poll(timeout_ms=POLL_MS).values():
            for record in batch:
                self._read(record.value)

    def standing(self) -> set[Expected]:
        """Return the alerts whose latest version is no withdrawal."""
        return {who(one) for one in self.latest.values() if one["event"] != "withdrawn"}

    def of(self, alert: Expected) -> list[dict[str, Any]]:
        """Return the versions shown of one alert, in order."""
        return [one for one in self.shown if who(one) == alert]

    def reach(self, expected: set[Expected], *, within_s: float) -> bool:
        """Read until all of *expected* have been shown; say whether they were."""
        return self.until(lambda: expected <= {who(one) for one in self.shown}, within_s=within_s)

    def exactly(self, expected: set[Expected]) -> None:
        """Assert that each of *expected* was shown once and nothing else, and never differed."""
        standing = self.standing()
        extra, missing = sorted(standing - expected), sorted(expected - standing)
        assert (extra, missing) == ([], []), f"extra: {extra}, missing: {missing}"
        again = [who(one) for one in self.shown if one["version"] > 1]
        assert again == [], f"shown again: {again}"
        assert self.differing == [], f"other bytes under the same version: {self.differing}"

    def until(self, holds: Callable[[], bool], *, within_s: float) -> bool:
        """Read until *holds* or time is up; say whether it does."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            self.poll()
            if holds():
                return True
        return holds()

    def close(self) -> None:
        self.consumer.close()

    def _read(self, raw: bytes) -> None:
        alert = json.loads(raw)
        alert_id, version = alert["alert_id"], alert["version"]
        before = self._bytes.setdefault((alert_id, version), raw)
        held = self.latest.get(alert_id)
        if held is None or version > held["version"]:
            self.latest[alert_id] = alert
            self.shown.append(alert)
            return
        self.repeated += 1
        if before != raw:
            self.differing.append((alert_id, version))


def who(alert: dict[str, Any]) -> Expected:
    """Return the alert in the words of a plan."""
    flight, entry = alert["flight"], alert["entry"]
    key = (
        f"{flight['carrier']}{int(flight['number']):04}/"
        f"{flight['origin']}-{flight['destination']}/{flight['departure'][:10]}"
    )
    passenger = alert["passenger"]["passenger_id"]
    return Expected(key, passenger, f"{entry['owner']}/{entry['id']}", alert["agency"])


def reader(bootstrap: str, partitions: Mapping[str, int]) -> KafkaConsumer:
    """Return a consumer without a group, at the beginning of topics with so many partitions."""
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap, group_id=None, enable_auto_commit=False, fetch_max_wait_ms=50
    )
    found = [
        TopicPartition(name, one) for name, count in partitions.items() for one in range(count)
    ]
    consumer.assign(found)
    consumer.seek_to_beginning(*found)
    return consumer


@dataclass(frozen=True, slots=True)
class Ends:
    """Knows where topics end by reading them: the embedded broker itself does not know."""

    consumer: KafkaConsumer

    def now(self) -> dict[TopicPartition, int]:
        """Return the offset after the last record of each partition."""
        quiet = 0
        while quiet < QUIET_POLLS:
            quiet = 0 if self.consumer.poll(timeout_ms=POLL_MS) else quiet + 1
        return {one: self.consumer.position(one) for one in self.consumer.assignment()}


def all_of(bootstrap: str, topic: str) -> list[dict[str, Any]]:
    """Return every record of a topic of one partition, parsed, from its beginning to now."""
    return [json.loads(value) for _, value in records_of(bootstrap, topic)]


def keys_of(bootstrap: str, topic: str) -> list[str]:
    """Return the keys on a topic of one partition, from its beginning to now."""
    return [(key or b"").decode() for key, _ in records_of(bootstrap, topic)]


def records_of(bootstrap: str, topic: str) -> list[tuple[bytes | None, bytes]]:
    """Return key and value of every record of a topic of one partition."""
    consumer = reader(bootstrap, {topic: 1})
    found: list[tuple[bytes | None, bytes]] = []
    quiet = 0
    try:
        while quiet < QUIET_POLLS:
            batches = consumer.poll(timeout_ms=POLL_MS)
            quiet = 0 if batches else quiet + 1
            found += [(one.key, one.value) for batch in batches.values() for one in batch]
    finally:
        consumer.close()
    return found
