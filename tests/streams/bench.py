"""The handlers of one worker on a real Redis, with what they publish kept for the test."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from redis.asyncio import Redis

from alerts.alert import Alert
from alerts.known_hits import KnownHits
from alerts.ledger import Ledger
from alerts.routing import Rules
from manifests.contract import Manifest
from screening.entry_join import EntryJoin
from screening.home import Origin
from screening.passenger_join import PassengerJoin
from screening.turns import Turns
from streams.fates import Fates
from streams.lanes import routing
from streams.publisher import Outgoing
from streams.receipts import canonical
from streams.record import Record
from streams.rescreen import Rescreen
from streams.rules import RulesInForce, RulesWatch
from streams.screen import Screen
from streams.topics import HITS
from streams.turning import Turning
from tests.manifests.building import parties, passenger_fields, rules
from tests.streams.handling import Kept, SetBook, equipment
from watchlist.entry import Entry, EntryKey, entry_json

KEEP = timedelta(hours=24)
LISTED = passenger_fields(passenger_id="7A")
OTHER = passenger_fields("SMITH", given_names="JOHN", birth_date="1980-01-01")
PARTIES = parties(interpol=["*"], uk=["GBR"], fr=["FRA"])


class Bench:
    """All handlers after intake, as one worker has them; facts wait until they are routed."""

    def __init__(
        self,
        redis: Redis,
        publisher: Kept | None = None,
        facts: Kept | None = None,
        offsets: Iterator[int] | None = None,
        book: SetBook | None = None,
    ) -> None:
        self.facts, self.out = facts or Kept(), publisher or Kept()
        self._offsets = offsets or count(1)
        self.now: datetime | None = None  # the real one
        self.clock: Callable[[], datetime] | None = None
        self.redis = redis
        self.things = things = replace(equipment(self.facts, redis), clock=self._time)
        ledger = Ledger(redis, keep=KEEP)
        joins = PassengerJoin(redis, min_score=0.5, keep=KEEP)
        self._screen = Screen(things, joins, Fates(redis, keep=KEEP))
        self._rescreen = Rescreen(things, EntryJoin(redis, min_score=0.5), ledger)
        self._book = book or SetBook(rules(of=PARTIES))
        self.rules = RulesInForce(things.indexes, self._book, self._book.rules)
        telling = replace(equipment(self.out, redis), clock=self._time)
        self._route = routing(telling, redis, ledger, KnownHits(redis, keep=KEEP), self.rules)
        self._watch = RulesWatch(things, KnownHits(redis, keep=KEEP), self.rules)
        self._turning = Turning(things, Turns(redis, min_score=0.5), ledger)

    def _time(self) -> datetime:
        return self.clock() if self.clock else self.now or datetime.now(UTC)

    async def turn(self) -> None:
        """See to the entries whose time has come."""
        await self._turning.look()

    async def change(self, changed: Rules) -> None:
        """Put other rules in force, as a worker does that has read them."""
        self._book.rules = changed
        await self._watch.look()

    def _record(
        self, topic: str, key: str | None, value: bytes | None, origin: Origin | None = None
    ) -> Record:
        sent = None if key is None else key.encode()
        headers = {}
        if origin:
            owner = (key or "").partition("/")[0]
            source = f"watchlist.{owner}/0/{origin.offset}"
            headers = {"source": source, "sent_ms": str(origin.sent_ms)}
        return Record(topic, 0, next(self._offsets), sent, value, headers, 0)

    async def push(self, one: Manifest) -> None:
        await self._screen.handle(self._record("manifests", one.flight.key, canonical(one)))

    async def enlist(self, listed: Entry, origin: Origin | None = None) -> None:
        value = entry_json(listed)
        await self._rescreen.handle(self._record("watchlist", listed.key, value, origin))

    async def unlist(self, key: EntryKey, origin: Origin | None = None) -> None:
        await self._rescreen.handle(self._record("watchlist", key, None, origin))

    def waiting(self) -> list[Outgoing]:
        """Return the facts that are not routed yet, and forget them."""
        waiting, self.facts.records = self.facts.on(HITS), []
        return waiting

    async def route(self, *facts: Outgoing) -> list[tuple[str, str, int]]:
        """Route these facts, by default all that wait; return who was told what since."""
        before = len(self.out.on_alerts())
        for one in facts or self.waiting():
            record = replace(self._record(HITS, one.key, one.value), headers=dict(one.headers))
            await self._route.handle(record)
        sent = [
            Alert.model_validate_json(one.value or b"") for one in self.out.on_alerts()[before:]
        ]
        return sorted((one.agency, one.event, one.version) for one in sent)

    def last(self, agency: str | None = None) -> Alert:
        """Return what was told last, to *agency* or to whomever."""
        told = [Alert.model_validate_json(one.value or b"") for one in self.out.on_alerts()]
        return [one for one in told if agency in (None, one.agency)][-1]


def both(event: str, version: int) -> list[tuple[str, str, int]]:
    return [("interpol", event, version), ("uk", event, version)]
