"""Sends manifests at a steady rate whatever becomes of them, as the world does."""

import threading
import time
from collections import Counter
from collections.abc import Iterable
from typing import Self

from kafka import KafkaProducer

from access.parties import AirlineId
from bench.load import AIRLINES, is_wanted
from config.settings import Settings
from manifests.contract import Manifest
from streams.clients import producer_options
from streams.receipts import canonical
from streams.topics import manifests_topic


class Steady:
    """Sends each manifest to its airline's topic when it is due, from a thread of its own."""

    def __init__(self, settings: Settings, manifests: Iterable[Manifest], per_s: float) -> None:
        # A push is sent as it comes: it waits for no other one to go along.
        options = {**producer_options(settings.kafka), "linger_ms": 0}
        self._producer = KafkaProducer(**options)
        self._manifests = manifests
        self._per_s = per_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._send, name="steady", daemon=True)
        self.begun = 0.0  # by time.perf_counter, which processes of one machine share
        self.sent = 0
        self.latest_s = 0.0  # the most that one was handed to the client after it was due
        self._flights: Counter[str] = Counter()
        self.wanted: set[tuple[str, str]] = set()  # flight and passenger_id of listed ones

    def __enter__(self) -> Self:
        for airline in AIRLINES:  # who pushes knows the broker
            self._producer.partitions_for(manifests_topic(AirlineId(airline)))
        self.begun = time.perf_counter() + 0.5
        self._thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._stop.set()
        self._thread.join()
        self._producer.flush()
        self._producer.close()

    def due(self, number: int) -> float:
        """Return when manifest *number* was to be sent."""
        return self.begun + number / self._per_s

    @property
    def flights(self) -> Counter[str]:
        """Return how many manifests were sent of each flight."""
        return self._flights.copy()

    def wait(self) -> None:
        """Return when all are sent."""
        self._thread.join()
        self._producer.flush()

    def _send(self) -> None:
        for number, one in enumerate(self._manifests):
            value = canonical(one)
            wait_s = self.due(number) - time.perf_counter()
            if self._stop.wait(max(0.0, wait_s)):
                return
            self.latest_s = max(self.latest_s, time.perf_counter() - self.due(number))
            self._producer.send(manifests_topic(AirlineId(one.sender)), value)
            flight = one.flight.key
            self._flights[flight] += 1
            known = (who.passenger_id or "" for who in one.passengers)
            self.wanted |= {(flight, who) for who in known if is_wanted(who)}
            self.sent = number + 1
