"""How soon an agency learns that a list changed, of people already on their way.

`python -m bench --only changes`. Everything runs as `tocsin up` runs it, on embedded services.
Entries are sent to their agency's topic at a steady rate; each is timed until its alert, of the
kind that the change leads to, is on the other's. One that leads to none counts with the wait.
"""

import json
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from random import Random
from typing import Any, Self

from kafka import KafkaConsumer, KafkaProducer, TopicPartition

from bench import on_their_way
from bench.figures import Figure, share
from bench.site import running
from config.settings import Settings
from manifests.contract import Passenger
from streams.clients import consumer_options, producer_options

ENTRIES = 20_000
RUNS = 3
CHANGES = 200  # of each kind in a run
RATE = 10  # a second
GOAL_MS = 1_000
WAIT_S = 60
OWNER, TOLD = "interpol", "uk-piu"

Change = dict[str, Any] | None  # an entry as contributed; None removes it
Who = tuple[str, Passenger]  # the id of the entry, and who is on it
Timed = tuple[list[float], int]  # milliseconds, and how many alerts had not come


def figures(passengers: int) -> Iterator[Figure]:
    """Yield the times from a change of the list to the alert, for each kind of change."""
    with running(min(passengers, ENTRIES)) as site:
        before = site.redis_bytes()
        on_their_way.fill(site.settings, passengers)
        each = (site.redis_bytes() - before) / passengers
        yield Figure(
            f"Redis for each passenger held, {passengers:,} on their way", "B", (each,), 1_024
        )
        chosen = _chosen(passengers)
        with _Told(site.settings) as told:
            runs = [_run(site.settings, told, run, chosen) for run in range(RUNS)]
    for what in _CHANGES:
        held = f"{what}, {passengers:,} on their way"
        for percent in (50, 99):
            times = tuple(share(one[what][0], percent) for one in runs)
            goal = GOAL_MS if percent == 99 else None
            yield Figure(f"{held}: {percent} of 100", "ms", times, goal)
        yield Figure(f"{held}: without an alert", "", tuple(one[what][1] for one in runs), 0)


def _run(
    settings: Settings, told: "_Told", run: int, chosen: Sequence[Passenger]
) -> dict[str, Timed]:
    who = [(f"new-{run}-{number}", one) for number, one in enumerate(chosen)]
    return {
        what: _timed(settings, told, {one[0]: change(one) for one in who}, event)
        for what, (event, change) in _CHANGES.items()
    }


def _chosen(passengers: int) -> list[Passenger]:
    """Return people with a date of birth, from flights all over the index."""
    dated = (one for aboard in on_their_way.people(passengers) for one in aboard if one.birth_date)
    rng = Random(1)  # noqa: S311  # the same people in every run
    found: list[Passenger] = []
    for number, one in enumerate(dated):  # a reservoir: each with the same chance
        if number < CHANGES:
            found.append(one)
        elif (at := rng.randrange(number + 1)) < CHANGES:
            found[at] = one
    return found


def _listed(one: Who, severity: str = "high") -> Change:
    item, who = one
    return {
        "schema": "entry/1",
        "id": item,
        "owner": OWNER,
        "category": "wanted_person",
        "severity": severity,
        "names": [{"full": f"{who.given_names or ''} {who.surname}".strip()}],
        "birth_dates": [who.birth_date],
        "sharing": {"visible_to": ["*"]},
    }


# In this order: what is new, is changed, and removed. With the event of the alert.
_CHANGES: dict[str, tuple[str, Callable[[Who], Change]]] = {
    "a new entry": ("raised", _listed),
    "a changed entry": ("updated", lambda one: _listed(one, "top")),
    "a removed entry": ("withdrawn", lambda _: None),
}


def _timed(settings: Settings, told: "_Told", changes: Mapping[str, Change], event: str) -> Timed:
    """Send each change when it is due; return milliseconds from then until its first alert."""
    producer = KafkaProducer(**producer_options(settings.kafka))
    due: dict[str, float] = {}
    begun = time.perf_counter() + 0.5
    for number, (item, one) in enumerate(changes.items()):
        due[item] = at = begun + number / RATE
        time.sleep(max(0.0, at - time.perf_counter()))
        value = None if one is None else json.dumps(one).encode()
        producer.send(f"watchlist.{OWNER}", value, key=item.encode())
        producer.flush()
    producer.close()
    came = told.of(due.keys(), event, within_s=WAIT_S)
    now = time.perf_counter()
    times = [(came.get(item, now) - at) * 1e3 for item, at in due.items()]
    return times, len(due) - len(came)


class _Told:
    """Notes when the first alert on each entry came, by its event, from a thread of its own."""

    def __init__(self, settings: Settings) -> None:
        self._consumer = KafkaConsumer(
            **consumer_options(settings.kafka), group_id=None, fetch_max_wait_ms=20
        )
        partition = TopicPartition(f"alerts.{TOLD}", 0)
        self._consumer.assign([partition])
        self._consumer.seek_to_end(partition)
        self._came: dict[tuple[str, str], float] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, name="told", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._consumer.close()

    def of(self, entries: Collection[str], event: str, *, within_s: float) -> dict[str, float]:
        """Return when it was told of each of *entries*, once all are, or those within *within_s*.

        What is left of an earlier change, such as the alert on a namesake, is another event.
        """
        until = time.monotonic() + within_s
        wanted = {(one, event) for one in entries}
        while wanted - self._came.keys() and time.monotonic() < until:
            time.sleep(0.05)
        came = self._came.copy()
        return {one: came[one, event] for one in entries if (one, event) in came}

    def _read(self) -> None:
        while not self._stop.is_set():
            for batch in self._consumer.poll(timeout_ms=20).values():
                now = time.perf_counter()
                for record in batch:
                    said = json.loads(record.value)
                    self._came.setdefault((said["entry"]["id"], said["event"]), now)
