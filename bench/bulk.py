"""Bulk pushes: lists of 180 people, as many as keep a backlog in front of one worker.

They are sent as the worker gets on, so this measures no latency: `bench.steady` is for that.
"""

import threading
import time
from typing import Self

from kafka import KafkaProducer

from bench.load import OF_A_FLIGHT, manifest, passengers
from config.settings import Settings
from streams.clients import producer_options
from streams.receipts import canonical
from streams.redis_clients import redis_client
from streams.stats import STATS

FLIGHTS = 40  # lists of other people; they are sent again and again for other flights
AHEAD = 100  # so many wait, or more are sent
WAIT_S = 60


class Bulk:
    """Keeps a backlog in front of the worker until it is left."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        people = list(passengers(OF_A_FLIGHT * FLIGHTS, seed=5))
        self._lists = [people[at::FLIGHTS] for at in range(FLIGHTS)]
        self._producer = KafkaProducer(**producer_options(settings.kafka))
        self._redis = redis_client(settings.redis)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._send, name="bulk", daemon=True)
        self._begun, self._before, self._sent = 0.0, 0, 0

    def __enter__(self) -> Self:
        self._begun, self._before = time.monotonic(), self._screened()
        self._thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._stop.set()
        self._thread.join()
        self._producer.close()
        self._redis.close()

    def piles_up(self) -> None:
        """Return when lists wait to be screened."""
        until = time.monotonic() + WAIT_S
        while self.waiting() < AHEAD // 2:
            if time.monotonic() > until:
                raise RuntimeError("nothing piles up: the worker is faster than the bench")
            time.sleep(0.2)

    def waiting(self) -> int:
        """Return how many lists were sent and are not screened yet."""
        return self._sent - (self._screened() - self._before)

    def screened_per_s(self) -> float:
        """Return how many lists were screened a second since the first one was sent."""
        return (self._screened() - self._before) / (time.monotonic() - self._begun)

    def _screened(self) -> int:
        return int(self._redis.hget(STATS, "passengers") or 0) // OF_A_FLIGHT

    def _send(self) -> None:
        while not self._stop.is_set():
            if self.waiting() >= AHEAD:
                time.sleep(0.05)
                continue
            one = manifest(self._sent, self._sent, self._lists[self._sent % FLIGHTS])
            # Not waited for one by one, which a worker is faster than.
            self._producer.send(f"manifests.{one.sender}", canonical(one))
            self._sent += 1
