"""How soon an agency learns that a list changed, of people already on their way.

`python -m bench.two_way`. Everything runs as `tocsin up` runs it, on embedded services. Entries are
sent to their agency's topic at a steady rate; each is timed until its alert is on the other's.
"""

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, Self

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from bench import on_their_way
from bench.figures import Figure, show
from bench.site import running
from config.settings import Settings
from manifests.contract import Passenger
from streams.clients import consumer_options, producer_options

ENTRIES = 20_000
PASSENGERS = 1_000_000
CHANGES = 200
RATE = 5  # changes a second
GOAL_MS = 1_000
WAIT_S = 60
OWNER, TOLD = "interpol", "uk-piu"

Change = dict[str, Any] | None  # an entry as contributed; None removes it


def figures(passengers: int = PASSENGERS, entries: int = ENTRIES) -> Iterator[Figure]:
    """Yield the times from a change of the list to the alert, for each kind of change."""
    with running(min(entries, ENTRIES)) as site:
        before = site.redis_bytes()
        on_their_way.fill(site.settings, passengers)
        each = (site.redis_bytes() - before) / passengers
        yield Figure(
            f"Redis for each passenger held, {passengers:,} on their way", "B", (each,), 1_024
        )
        chosen = _chosen(passengers)
        with _Told(site.settings) as told:
            for what, change in _CHANGES.items():
                changes = [change(*one) for one in chosen]
                times = sorted(_timed(site.settings, told, changes))
                for share in (50, 99):
                    at = (times[len(times) * share // 100],)
                    name = f"{what}, {passengers:,} on their way: {share} of 100"
                    yield Figure(name, "ms", at, GOAL_MS if share == 99 else None)


def _chosen(passengers: int) -> list[tuple[int, Passenger]]:
    """Return people with a date of birth, from flights all over the index."""
    dated = (one for aboard in on_their_way.people(passengers) for one in aboard if one.birth_date)
    rng = Random(1)  # noqa: S311  # the same people in every run
    found: list[Passenger] = []
    for number, one in enumerate(dated):  # a reservoir: each with the same chance
        if number < CHANGES:
            found.append(one)
        elif (at := rng.randrange(number + 1)) < CHANGES:
            found[at] = one
    return list(enumerate(found))


def _id(number: int) -> str:
    return f"new-{number}"


def _listed(number: int, who: Passenger, severity: str = "high") -> Change:
    return {
        "schema": "entry/1",
        "id": _id(number),
        "owner": OWNER,
        "category": "wanted_person",
        "severity": severity,
        "names": [{"full": f"{who.given_names or ''} {who.surname}".strip()}],
        "birth_dates": [who.birth_date],
        "sharing": {"visible_to": ["*"]},
    }


_CHANGES: dict[str, Callable[[int, Passenger], Change]] = {
    "a new entry": _listed,
    "a changed entry": lambda number, who: _listed(number, who, "top"),
    "a removed entry": lambda *_: None,
}


def _timed(settings: Settings, told: "_Told", changes: list[Change]) -> list[float]:
    """Send each change when it is due; return milliseconds from then until its first alert."""
    producer = KafkaProducer(**producer_options(settings.kafka))
    due: dict[str, float] = {}
    begun = time.perf_counter() + 0.5
    for number, one in enumerate(changes):
        due[_id(number)] = at = begun + number / RATE
        time.sleep(max(0.0, at - time.perf_counter()))
        value = None if one is None else json.dumps(one).encode()
        producer.send(f"watchlist.{OWNER}", value, key=_id(number).encode())
        producer.flush()
    producer.close()
    came = told.all_of(set(due), within_s=WAIT_S)
    return [(came[key] - at) * 1e3 for key, at in due.items()]


class _Told:
    """Notes when each entry's next alert came, from a thread of its own."""

    def __init__(self, settings: Settings) -> None:
        self._consumer = KafkaConsumer(
            **consumer_options(settings.kafka), group_id=None, fetch_max_wait_ms=20
        )
        partition = TopicPartition(f"alerts.{TOLD}", 0)
        self._consumer.assign([partition])
        self._consumer.seek_to_end(partition)
        self._came: dict[str, float] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, name="told", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._consumer.close()

    def all_of(self, ids: set[str], *, within_s: float) -> dict[str, float]:
        """Return when each of *ids* was told of, and forget it."""
        until = time.monotonic() + within_s
        while not ids <= self._came.keys():
            if time.monotonic() > until:
                raise RuntimeError(f"{len(ids - self._came.keys())} changes led to no alert")
            time.sleep(0.05)
        return {one: self._came.pop(one) for one in ids}

    def _read(self) -> None:
        while not self._stop.is_set():
            for batch in self._consumer.poll(timeout_ms=20).values():
                now = time.perf_counter()
                for record in batch:
                    entry = json.loads(record.value)["entry"]["id"]
                    self._came.setdefault(entry, now)


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.two_way", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON for each figure")
    parser.add_argument("--passengers", type=int, default=PASSENGERS, help="fewer for a quick look")
    options = parser.parse_args()
    return 0 if show(figures(options.passengers), as_json=options.json) else 1


if __name__ == "__main__":
    sys.exit(main())
