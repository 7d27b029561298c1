"""From the start of `tocsin up` to the first alert: `python -m bench --only start`."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from bench.figures import Figure

RUNS = 3
GOAL_S = 8
PATIENCE_S = 60
ADDRESS = "TOCSIN_KAFKA__BOOTSTRAP="
ENTRY = {
    "schema": "entry/1", "id": "1", "owner": "interpol", "category": "wanted_person",
    "severity": "high", "names": [{"full": "Sabawi Ibrahim Hasan AL-TIKRITI"}],
    "birth_dates": ["1947-02-27"], "sharing": {"visible_to": ["*"]},
}  # fmt: skip
MANIFEST = {
    "schema": "manifest/1", "message_id": "UA-1", "sender": "UA", "sent_at": "2026-05-01T08:00:00Z",
    "function": "full",
    "flight": {"carrier": "UA", "number": "123", "origin": "JFK", "destination": "LHR",
               "departure": "2031-05-01T18:30"},
    "passengers": [{"surname": "AL TIKRITI", "given_names": "SABAWI IBRAHIM",
                    "birth_date": "1947-02-27"}],
}  # fmt: skip


def figures() -> Iterator[Figure]:
    """Yield the figure; every run starts all of it anew."""
    times = tuple(_seconds() for _ in range(RUNS))
    yield Figure("start of `tocsin up` to the first alert", "s", times, GOAL_S)


def _seconds() -> float:
    environ = {name: text for name, text in os.environ.items() if not name.startswith("TOCSIN_")}
    begun = time.monotonic()
    process = subprocess.Popen(  # ourselves
        [sys.executable, "-m", "streams", "up"],
        stdout=subprocess.PIPE,
        text=True,
        env=environ | {"COLUMNS": "200"},
    )
    try:
        _first_alert(_bootstrap(process))
        return time.monotonic() - begun
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def _bootstrap(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if ADDRESS in line:
            return line.partition(ADDRESS)[2].strip()
    raise RuntimeError("`tocsin up` ended without saying where it is")


def _first_alert(bootstrap: str) -> None:
    """Send an entry and a manifest; return when an agency has the alert."""
    producer = KafkaProducer(bootstrap_servers=bootstrap, enable_idempotence=False)
    producer.send("watchlist.interpol", json.dumps(ENTRY).encode(), key=b"1")
    producer.send("manifests.UA", json.dumps(MANIFEST).encode())
    producer.flush()
    producer.close()
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, group_id=None, fetch_max_wait_ms=20)
    partition = TopicPartition("alerts.uk-piu", 0)
    consumer.assign([partition])
    consumer.seek_to_beginning(partition)
    until = time.monotonic() + PATIENCE_S
    while not consumer.poll(timeout_ms=100):
        if time.monotonic() > until:
            raise RuntimeError("no alert came")
    consumer.close()
