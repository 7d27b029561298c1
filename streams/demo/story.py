"""One person's story, played after the day: listed in the air, known to be another, cleared.

Every step is what an airline and two agencies send; what is shown is what agencies are told.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from kafka import KafkaProducer
from rich.console import Console

from alerts.alert import Alert
from alerts.decided import disposition_json
from alerts.disposition import Disposition
from config.settings import Settings
from manifests.contract import Flight, Manifest
from streams.clients import producer_options
from streams.commands.problems import CommandFailed
from streams.demo.feed import AlertFeed
from streams.receipts import canonical
from streams.topics import dispositions_topic, manifests_topic, watchlist_topic
from watchlist.entry import Entry, entry_json, parse_entry

AIRLINE, OWNER, TOLD = "TK", "interpol", "uk-piu"
WITHIN_S = 30
BORN, IN_TRUTH = "1984-05-17", "1961-11-02"


def flights(now: datetime) -> tuple[Flight, Flight]:
    """Return the flights of the story, there and back: the first left an hour before *now*.

    Their numbers are none that a route of the day has.
    """
    left, leaves = now - timedelta(hours=1), now + timedelta(hours=30)
    return _flight("9951", "IST", "LHR", left), _flight("9952", "LHR", "IST", leaves)


def _flight(number: str, origin: str, destination: str, departure: datetime) -> Flight:
    return Flight(
        carrier=AIRLINE,
        number=number,
        origin=origin,
        destination=destination,
        departure=departure.isoformat(timespec="minutes"),
        arrival=(departure + timedelta(hours=4)).isoformat(timespec="minutes"),
    )


class Story:
    """Sends what happens, and waits for what the agencies are told of it."""

    def __init__(
        self, settings: Settings, feed: AlertFeed, console: Console, now: datetime
    ) -> None:
        self._settings = settings
        self._feed = feed
        self._console = console
        self._now = now
        self._there, self._back = flights(now)
        self._sent = 0.0  # when the latest of what happens began to be sent

    async def play(self, all_routed: Callable[[], Awaitable[None]]) -> None:
        """Play it; raises CommandFailed where an agency is not told what it must be."""
        self._say(f"One more flight, {AIRLINE}9951, is in the air. Nobody lists anybody on board.")
        self._fly(self._there)
        await all_routed()
        if self._feed.events(self._there.key):
            raise CommandFailed("the story's traveller is taken for somebody who is listed")
        self._say(f"{OWNER} lists one of its passengers, a name and a date of birth:")
        self._contribute(BORN)
        raised = await self._told(self._there, TOLD, "raised")
        self._say(f"{TOLD} asks him for his papers, and dismisses the alert: not the same person.")
        self._dismiss(raised)
        await self._told(self._there, TOLD, "updated")
        self._say(f"He flies home with {AIRLINE}9952. {OWNER} is told, and {TOLD} not again:")
        self._fly(self._back)
        await self._told(self._back, OWNER, "raised")
        await all_routed()
        if (TOLD, "raised") in self._feed.events(self._back.key):
            raise CommandFailed(f"{TOLD} was told of whom it knows to be another")
        self._say(f"{OWNER} learns where the listed man was born. {TOLD} has to look once more:")
        self._contribute(BORN, birth_places=["Malmö"])
        await self._told(self._back, TOLD, "raised")
        self._say(f"{OWNER} corrects the date of birth: it is another man's.")
        self._contribute(IN_TRUTH)
        await self._told(self._there, TOLD, "withdrawn")
        await self._told(self._back, TOLD, "withdrawn")

    async def _told(self, flight: Flight, agency: str, event: str) -> Alert:
        """Wait until *agency* is told so, and say how long that took."""
        told = await asyncio.to_thread(
            self._feed.until, flight.key, agency, event, within_s=WITHIN_S
        )
        if told is None:
            raise CommandFailed(f"{agency} was not told that the alert is {event}")
        self._say(f"{agency} knew {(time.monotonic() - self._sent) * 1000:,.0f} ms later.")
        return told

    def _fly(self, flight: Flight) -> None:
        self._send(manifests_topic, AIRLINE, canonical(self._manifest(flight)), None)

    def _contribute(self, born: str, **more: Any) -> None:  # noqa: ANN401  # fields of an entry
        entry = self._entry(born, more)
        self._send(watchlist_topic, OWNER, entry_json(entry), entry.id)

    def _dismiss(self, alert: Alert) -> None:
        said = Disposition.model_validate(
            {
                "schema": "disposition/1",
                "disposition_id": f"STORY-{self._now:%Y%m%dT%H%M%S}",
                "alert_id": alert.alert_id,
                "action": "dismiss",
                "reason": "not_the_same_person",
                "by": "officer-7",
                "at": datetime.now(UTC),
            }
        )
        self._send(dispositions_topic, TOLD, disposition_json(said), alert.alert_id)

    def _manifest(self, flight: Flight) -> Manifest:
        people = [
            {"surname": "ISKANDERSSON", "given_names": "VALDEMAR", "birth_date": BORN},
            {"surname": "OKONKWO-REYES", "given_names": "MARIBEL", "birth_date": "1990-03-08"},
        ]
        return Manifest.model_validate(
            {
                "schema": "manifest/1",
                "message_id": f"STORY-{flight.number}-{self._now:%Y%m%dT%H%M%S}",
                "sender": AIRLINE,
                "sent_at": self._now - timedelta(hours=1),
                "function": "full",
                "flight": flight,
                "passengers": people,
            }
        )

    def _entry(self, born: str, more: dict[str, Any]) -> Entry:
        return parse_entry(
            {
                "schema": "entry/1",
                "id": f"{self._now:%Y}-99951",
                "owner": OWNER,
                "list": "ftf",
                "category": "foreign_terrorist_fighter",
                "severity": "high",
                "names": [{"full": "Valdemar Iskandersson"}],
                "birth_dates": [born],
                "sharing": {"visible_to": ["*"]},
                **more,
            }
        )

    def _send(self, topic: Callable[[Any], str], party: str, value: bytes, key: str | None) -> None:
        self._sent = time.monotonic()
        producer = KafkaProducer(**producer_options(self._settings.kafka))
        try:
            sent = producer.send(topic(party), value, key=key.encode() if key else None)
            sent.get(timeout=WITHIN_S)
        finally:
            producer.close()

    def _say(self, sentence: str) -> None:
        self._console.print(f"\n{sentence}", highlight=False)


def today() -> datetime:
    """Return now, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
