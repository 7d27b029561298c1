"""One person's story, played after the day: flies clean, is listed in the air, is cleared again.

Every step is what an airline and an agency send; what is shown is what the other agencies are told.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from kafka import KafkaProducer
from rich.console import Console

from config.settings import Settings
from manifests.contract import Flight, Manifest
from streams.clients import producer_options
from streams.commands.problems import CommandFailed
from streams.demo.feed import AlertFeed
from streams.receipts import canonical
from streams.topics import manifests_topic, watchlist_topic
from watchlist.entry import Entry, entry_json, parse_entry

AIRLINE, OWNER, TOLD = "TK", "interpol", "uk-piu"
WITHIN_S = 30
BORN, IN_TRUTH = "1984-05-17", "1961-11-02"


def flight(now: datetime) -> Flight:
    """Return the flight of the story: it left an hour before *now* and lands in three."""
    left, lands = now - timedelta(hours=1), now + timedelta(hours=3)
    return Flight(
        carrier=AIRLINE,
        number="9951",  # a number that no route of the day has
        origin="IST",
        destination="LHR",
        departure=left.isoformat(timespec="minutes"),
        arrival=lands.isoformat(timespec="minutes"),
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

    async def play(self, all_routed: Callable[[], Awaitable[None]]) -> None:
        """Play it; raises CommandFailed where an agency is not told what it must be."""
        self._say(f"One more flight, {AIRLINE}9951, is in the air. Nobody lists anybody on board.")
        self._send(manifests_topic, AIRLINE, canonical(self._manifest()), None)
        await all_routed()
        if self._feed.events(self._flight.key):
            raise CommandFailed("the story's traveller is taken for somebody who is listed")
        self._say(f"{OWNER} lists one of its passengers, a name and a date of birth:")
        await self._contributed(BORN, "raised")
        self._say(f"{OWNER} corrects the date of birth: it is another man's.")
        await self._contributed(IN_TRUTH, "withdrawn")

    async def _contributed(self, born: str, event: str) -> None:
        begun = time.monotonic()
        entry = self._entry(born)
        self._send(watchlist_topic, OWNER, entry_json(entry), entry.id)
        told = await asyncio.to_thread(
            self._feed.until, self._flight.key, TOLD, event, within_s=WITHIN_S
        )
        if not told:
            raise CommandFailed(f"{TOLD} was not told that the alert is {event}")
        self._say(f"{TOLD} knew {(time.monotonic() - begun) * 1000:,.0f} ms later.")

    @property
    def _flight(self) -> Flight:
        return flight(self._now)

    def _manifest(self) -> Manifest:
        people = [
            {"surname": "ISKANDERSSON", "given_names": "VALDEMAR", "birth_date": BORN},
            {"surname": "OKONKWO-REYES", "given_names": "MARIBEL", "birth_date": "1990-03-08"},
        ]
        return Manifest.model_validate(
            {
                "schema": "manifest/1",
                "message_id": f"STORY-{self._now:%Y%m%dT%H%M%S}",
                "sender": AIRLINE,
                "sent_at": self._now - timedelta(hours=1),
                "function": "full",
                "flight": self._flight,
                "passengers": people,
            }
        )

    def _entry(self, born: str) -> Entry:
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
            }
        )

    def _send(self, topic: Callable[[Any], str], party: str, value: bytes, key: str | None) -> None:
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
