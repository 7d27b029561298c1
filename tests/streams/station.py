"""The handlers of a worker over real topics and Redis, for tests of what a rebuild brings back."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from itertools import groupby
from typing import Any

from pydantic import ValidationError
from redis.asyncio import Redis

from access.parties import AgencyId, parties_of
from alerts.alert import Alert
from alerts.history import History, Told
from alerts.known_hits import KnownHits
from alerts.ledger import Ledger
from alerts.pattern_counts import PatternCounts
from alerts.suppressions import SuppressionStore
from config.files import PartiesFile, read_yaml
from config.retention import RetentionSettings
from manifests.contract import Manifest
from screening.entry_join import EntryJoin
from screening.passenger_join import PassengerJoin
from screening.space import Space, current_space
from streams.audit import Audit
from streams.decision_notes import DecisionNotes
from streams.disposing import Disposing, DispositionIds
from streams.fates import Fates
from streams.lanes import routing
from streams.patterns import Patterns
from streams.publisher import Outgoing, Publisher
from streams.rebuild import Rebuild
from streams.receipts import canonical
from streams.record import Record, Refused
from streams.rescreen import Rescreen
from streams.rules import RulesInForce
from streams.screen import Screen
from streams.suppressing import Suppressing
from streams.topic_reader import UntilNow
from streams.topics import (
    HITS,
    MANIFESTS,
    SUPPRESSIONS,
    WATCHLIST,
    alerts_topic,
    dispositions_topic,
)
from tests.manifests.building import rules
from tests.running import Site
from tests.screening.spaces import contents
from tests.streams.handling import SetBook, equipment
from watchlist.entry import Entry, entry_json

PASSING = (
    "receipt:",
    "fate:",
    "applied",
    "hits-on:",
    "with-hits",
    "of-agency:",
    "agencies",
    "kept-back:",
    "pattern-revision:",
)  # hits come with the facts


class Station:
    """The handlers of a worker over real topics, each record handed to them by the test."""

    def __init__(self, site: Site, redis: Redis, publisher: Publisher) -> None:
        self.settings = site.settings
        self.redis = redis
        self.publisher = publisher
        of = parties_of(read_yaml(self.settings.parties_file, PartiesFile))
        self._done: dict[tuple[str, int], int] = {}
        things = equipment(publisher, redis)
        self._indexes = things.indexes
        self.rules = RulesInForce(things.indexes, SetBook(rules(of=of)), rules(of=of))
        self.ledger = Ledger(redis, keep=timedelta(hours=24))
        entries = EntryJoin(redis, min_score=0.5)
        passengers = PassengerJoin(redis, min_score=0.5, keep=timedelta(hours=24))
        ids, store = DispositionIds(redis), SuppressionStore(redis)
        self.suppressions = store
        self._handlers: dict[str, Callable[[Record], Awaitable[None]]] = {
            WATCHLIST: Rescreen(things, entries, self.ledger).handle,
            MANIFESTS: Screen(things, passengers, Fates(redis, keep=timedelta(days=1))).handle,
            HITS: routing(
                things, redis, self.ledger, KnownHits(redis, keep=timedelta(hours=24)), self.rules
            ).handle,
            SUPPRESSIONS: Suppressing(things, store, self.ledger).handle,
        }
        audit = Audit(self.settings, redis, publisher)
        notes = DecisionNotes(audit.note, self.settings.secret())
        for agency in of.agencies:
            disposing = Disposing(things, ids, notes)
            counting = Patterns(things, PatternCounts(redis, keep=timedelta(days=90)))
            self._handlers = {dispositions_topic(agency): disposing.handle, **self._handlers}
            self._handlers[alerts_topic(agency)] = counting.handle

    def rebuild(self, redis: Redis | None = None, **retention: float) -> Rebuild:
        """Return a rebuild; *retention* are other settings of it."""
        kept = {**dict(self.settings.retention), **retention}
        times = {"retention": RetentionSettings.model_validate(kept)}
        settings = self.settings.model_copy(update=times)
        return Rebuild(settings, redis or self.redis, self.publisher, self.rules, "test")

    async def space(self) -> Space:
        return await current_space(self.redis, "test")

    async def push(self, one: Manifest) -> None:
        await self.publisher.publish(Outgoing(MANIFESTS, canonical(one), one.flight.key))

    async def enlist(self, listed: Entry) -> None:
        await self.publisher.publish(Outgoing(WATCHLIST, entry_json(listed), listed.key))

    async def unlist(self, key: str) -> None:
        await self.publisher.publish(Outgoing(WATCHLIST, None, key))

    async def decide(self, said: dict[str, Any], agency: str) -> None:
        topic = dispositions_topic(AgencyId(agency))
        await self.publisher.publish(Outgoing(topic, json.dumps(said).encode()))

    async def work(self) -> None:
        """Handle every record not handled yet: of agencies, of entries, of flights, facts."""
        self._indexes.forget()
        for _, topics in groupby(self._handlers, key=lambda one: one.partition(".")[0]):
            for record in await self._new(*topics):
                with suppress(Refused, ValidationError):  # the edge puts it into quarantine
                    await self._handlers[record.topic](record)

    async def _new(self, *topics: str) -> list[Record]:
        found = []
        async for record in UntilNow(self.settings.kafka, topics):
            place = (record.topic, record.partition)
            if record.offset >= self._done.get(place, 0):
                self._done[place] = record.offset + 1
                found.append(record)
        return found

    async def told(self) -> list[Alert]:
        """Return everything that agencies were ever told."""
        topics = [alerts_topic(agency) for agency in self.rules.now.parties.agencies]
        sent = [one.value async for one in UntilNow(self.settings.kafka, topics)]
        return [Alert.model_validate_json(one or b"") for one in sent]

    async def facts(self) -> int:
        """Return how many records of facts there are."""
        return len([one async for one in UntilNow(self.settings.kafka, [HITS])])

    async def history(self) -> list[Told]:
        """Return every version of every alert as the ledger remembers it."""
        history, space = History(self.redis), await self.space()
        ids = sorted({one.alert_id for one in await self.told()})
        return [one for each in ids for one in await history.of(space, each)]

    async def alerts(self) -> list[str]:
        """Return the ids of the alerts in the ledger."""
        found = await contents(self.redis, await self.space())
        return [name for name in found if name.startswith("alert:")]

    async def held(self) -> dict[str, object]:
        """Return everything in force but receipts and fates, and how far it was read."""
        found = await contents(self.redis, await self.space())
        return {name: one for name, one in found.items() if not name.startswith(PASSING)}


@asynccontextmanager
async def at_work(site: Site) -> AsyncIterator[Station]:
    """Yield a station with an empty index in force, and whatever earlier tests left on topics."""
    redis = Redis.from_url(site.endpoints.redis_url)
    try:
        await redis.flushall()
        async with Publisher(site.settings.kafka) as publisher:
            found = Station(site, redis, publisher)
            await found.rebuild().run()
            await found.work()
            yield found
    finally:
        await redis.aclose()
