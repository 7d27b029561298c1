"""Fills a new generation of the indexes from the topics and swaps it in (design rule 5).

Runs at every start on an empty Redis, and again when Redis was lost. One worker builds, the
others wait. Everything is screened anew at the end: facts found before are too old to count.
"""

import asyncio
import logging
import os
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError
from redis.asyncio import Redis

from alerts.alert import Alert
from alerts.restore import LedgerRestore
from alerts.routing import Rules
from config.settings import Settings
from manifests.contract import Manifest
from screening.entry_join import EntryJoin
from screening.passenger_join import PassengerJoin, kept_until
from screening.space import EPOCH, Space
from streams.intake import Receipts
from streams.publisher import Publisher
from streams.record import Refused
from streams.rescreen import entry_record
from streams.screen import publish_facts
from streams.topic_reader import records_until_now
from streams.topics import MANIFESTS, WATCHLIST, alerts_topic

log = logging.getLogger("tocsin.rebuild")

LOCK = "tocsin:rebuild"
LOCK_S = 15
SETTLE_S = 1.0  # what other workers were publishing when Redis was lost reaches the topics


class Rebuild:
    """One attempt of one worker to build the indexes of *cluster*."""

    def __init__(  # what it needs, wired once
        self,
        settings: Settings,
        redis: Redis,
        publisher: Publisher,
        rules: Rules,
        cluster: str,
    ) -> None:
        self._settings = settings
        self._redis = redis
        self._publisher = publisher
        self._rules = rules
        self._cluster = cluster

    async def run(self) -> bool:
        """Build and swap in, unless another worker is at it; say whether this one did.

        Raises RedisError or KafkaError; nothing is swapped in then.
        """
        if not await self._redis.set(LOCK, os.getpid(), nx=True, ex=LOCK_S):
            return False
        keeper = asyncio.create_task(self._keep_lock())
        try:
            space = await self._filled()
            final = Space(space.generation, space.cluster)
            await self._redis.set(EPOCH, final.epoch)
        finally:
            keeper.cancel()
            with suppress(asyncio.CancelledError):
                await keeper
            await self._redis.delete(LOCK)
        await self._forget_older(final)
        return True

    async def _keep_lock(self) -> None:
        while True:
            await asyncio.sleep(LOCK_S / 3)
            await self._redis.expire(LOCK, LOCK_S)

    async def _filled(self) -> Space:
        began_us = time.time_ns() // 1000
        space = Space(f"{began_us:x}", self._cluster, building=True)
        # The clock of a build starts above every clock of an older one: facts found then are stale.
        await self._redis.set(space.key("clock"), began_us)
        entries = await self._entries(space)
        flights, join = await self._flights(space)
        alerts = await self._alerts(space, flights)
        if alerts:
            await asyncio.sleep(SETTLE_S)
            alerts = await self._alerts(space, flights)
        await self._screen_again(space, join, flights)
        log.info("index ready: %d entries, %d flights, %d alerts", entries, len(flights), alerts)
        return space

    async def _entries(self, space: Space) -> int:
        join = EntryJoin(self._redis, min_score=self._settings.screening.min_score)
        count = 0
        async for record in records_until_now(self._settings.kafka, [WATCHLIST]):
            with suppress(Refused, ValidationError):  # the agent puts it into quarantine
                await join.write(space, entry_record(record))
                count += 1
        return count

    async def _flights(self, space: Space) -> tuple[set[str], PassengerJoin]:
        keep = timedelta(hours=self._settings.retention.after_arrival_h)
        join = PassengerJoin(self._redis, min_score=self._settings.screening.min_score, keep=keep)
        receipts = Receipts(
            self._redis, keep=timedelta(days=self._settings.retention.receipts_days)
        )
        now, flights = datetime.now(UTC), set()
        async for record in records_until_now(self._settings.kafka, [MANIFESTS]):
            try:
                manifest = Manifest.model_validate_json(record.value or b"")
            except ValidationError:
                continue  # the agent puts it into quarantine
            await receipts.conflict(space, manifest)
            sent = datetime.fromtimestamp(record.timestamp_ms / 1000, UTC)
            if kept_until(manifest.flight, sent, keep) > now.timestamp():
                await join.fold(space, manifest, sent)
                flights.add(manifest.flight.key)
        return flights, join

    async def _alerts(self, space: Space, flights: set[str]) -> int:
        """Bring the ledger to what the agencies were told; return how many alerts that is."""
        keep = timedelta(hours=self._settings.retention.after_arrival_h)
        restore = LedgerRestore(self._redis, keep=keep)
        topics = [alerts_topic(agency) for agency in self._rules.parties.agencies]
        latest: dict[str, Alert] = {}
        async for record in records_until_now(self._settings.kafka, topics):
            if record.value is None:
                continue
            alert = Alert.model_validate_json(record.value)
            held = latest.get(alert.alert_id)
            if held is None or alert.version > held.version:
                latest[alert.alert_id] = alert
        still = [one for one in latest.values() if one.flight.key in flights]
        await restore.put(space, still, datetime.now(UTC))
        return len(still)

    async def _screen_again(self, space: Space, join: PassengerJoin, flights: set[str]) -> None:
        now = datetime.now(UTC)
        for flight in sorted(flights):
            source = f"rebuild/{space.generation}/{flight}"
            facts = await join.screen_again(space, flight, source, now)
            if facts is not None:
                await publish_facts(self._publisher, facts)
        await self._publisher.flush()

    async def _forget_older(self, current: Space) -> None:
        """Delete every key of other generations, a few at a time."""
        async for key in self._redis.scan_iter(match="tocsin:*:*", count=500):
            generation = key.split(b":", 2)[1]
            if generation != current.generation.encode() and generation != b"worker":
                await self._redis.unlink(key)
