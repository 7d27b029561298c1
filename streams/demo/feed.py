"""Reads every agency's alerts while the demo runs and shows them as they come."""

import threading
import time
from collections import defaultdict
from typing import Self

from kafka import KafkaConsumer
from rich.console import Console

from access.parties import Parties
from alerts.alert import Alert
from config.settings import KafkaSettings
from streams.alert_reader import News
from streams.alert_table import alert_lines
from streams.clients import consumer_options
from streams.demo.score import Score
from streams.topics import alerts_topic

POLL_MS = 20


class AlertFeed:
    """A thread with one plain consumer on all agencies' topics."""

    def __init__(
        self, kafka: KafkaSettings, parties: Parties, console: Console, score: Score
    ) -> None:
        self._console = console
        self._score = score
        self._stop = threading.Event()
        self._idle = threading.Event()
        self._told: dict[str, dict[tuple[str, str], Alert]] = defaultdict(dict)  # of each flight
        self._news = threading.Condition()
        topics = [alerts_topic(one) for one in sorted(parties.agencies)]
        self._consumer = KafkaConsumer(
            *topics,
            **consumer_options(kafka),
            group_id=None,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=POLL_MS,
        )
        self._thread = threading.Thread(target=self._read, name="alert-feed", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._stop.set()
        self._idle.set()
        with self._news:  # who waits in another thread is let go
            self._news.notify_all()
        self._thread.join()
        self._consumer.close()

    def drain(self) -> None:
        """Return when nothing more has come for a moment."""
        self._idle.clear()
        if not self._stop.is_set():
            self._idle.wait(timeout=10)

    def events(self, flight: str) -> set[tuple[str, str]]:
        """Return agency and event of everything told about *flight*."""
        with self._news:
            return set(self._told[flight])

    def until(self, flight: str, agency: str, event: str, *, within_s: float) -> Alert | None:
        """Wait until *agency* was told so about *flight*; return what it was told, None if not."""
        with self._news:
            self._news.wait_for(
                lambda: self._stop.is_set() or (agency, event) in self._told[flight],
                timeout=within_s,
            )
            return self._told[flight].get((agency, event))

    def _read(self) -> None:
        news, last, width = News(), time.monotonic(), self._console.width
        while not self._stop.is_set():
            batches = self._consumer.poll(timeout_ms=200)
            now = time.time()
            for record in (one for batch in batches.values() for one in batch):
                alert = Alert.model_validate_json(record.value)
                if news.take(alert.alert_id, alert.version):
                    self._score.arrived(alert, now)
                    self._console.print(
                        alert_lines(alert, at=time.strftime("%H:%M:%S"), width=width)
                    )
                    with self._news:
                        self._told[alert.flight.key][alert.agency, alert.event] = alert
                        self._news.notify_all()
                last = time.monotonic()
            if time.monotonic() - last > 1:
                self._idle.set()
