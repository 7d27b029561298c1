"""Fills a new generation of the indexes from the topics and swaps it in (rule 5).

Runs at every start on an empty Redis, and again when Redis was lost. One worker builds, the
others wait. Everything is screened anew at the end: facts found before are too old to count.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pydantic import ValidationError
from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockError, RedisError

from alerts.routing import routed
from alerts.suppressions import SuppressionStore
from config.settings import Settings
from manifests.contract import Manifest, utc_text
from screening.entry_join import EntryJoin
from screening.entry_record import EntryRecord
from screening.passenger_join import PassengerJoin, kept_until
from screening.space import EPOCH, Space, script
from streams.answers_again import AnswersAgain
from streams.dealing import is_fault
from streams.decided_again import suppressions_again
from streams.fates import Fates
from streams.generations import begin, forget_left, forget_older, note
from streams.passed_over import PassedOver
from streams.publisher import Publisher
from streams.receipts import Receipts
from streams.rescreen import entry_record
from streams.rules import RulesInForce
from streams.screen import outgoing
from streams.told_again import Standing, Stands, ToldAgain, stands
from streams.topic_reader import UntilNow
from streams.topics import MANIFESTS, WATCHLIST

log = logging.getLogger("tocsin.rebuild")

LOCK = "tocsin:rebuild"
LOCK_S = 15
AT_ONCE = 64  # entries
SETTLE_S = 1.0  # what other workers were publishing when Redis was lost reaches the topics


class Rebuild:
    """One attempt of one worker to build the indexes of *cluster*."""

    def __init__(  # what it needs, wired once
        self,
        settings: Settings,
        redis: Redis,
        publisher: Publisher,
        rules: RulesInForce,
        cluster: str,
    ) -> None:
        self._settings = settings
        self._redis = redis
        self._publisher = publisher
        self._rules = rules
        self._cluster = cluster
        self._keep = timedelta(hours=settings.retention.after_arrival_h)
        self._swap = script(redis, "streams", "swap")
        self._is_tidy = False
        self._passed = PassedOver()

    @property
    def faults(self) -> int:
        """Return how many unexpected errors the last run went on without."""
        return self._passed.faults

    async def run(self) -> bool:
        """Build and swap in, unless another worker is at it; say whether this one did.

        Raises RedisError or KafkaError; nothing is swapped in then.
        """
        self._passed = PassedOver()
        lock = Lock(self._redis, LOCK, timeout=LOCK_S)
        if not await lock.acquire(blocking=False):
            return False
        self._is_tidy = False
        keeper, space, swapped = asyncio.create_task(_keep(lock)), None, False
        try:
            space = await begin(self._redis, self._cluster)
            await self._fill(space)
            swapped = await self._swap_in(space, lock)
        finally:
            if space and not swapped:  # what another build deleted meanwhile was written on
                with suppress(RedisError):
                    await note(self._redis, space.generation)
            keeper.cancel()
            with suppress(LockError, RedisError, asyncio.CancelledError):
                await keeper
            with suppress(LockError, RedisError):
                await lock.release()
        if space and swapped:
            await forget_older(self._redis, space)
        return swapped

    async def tidy(self, current: Space) -> None:
        """Delete what builds before *current*, the one in force, left: once, and after each build.

        Whoever should have deleted it may have been killed before, or whoever built it have gone on
        writing after its lock was another's; nothing in it is ever changed again, nor removed with
        its owner's entry.
        """
        if not self._is_tidy:
            await forget_left(self._redis, current)
            self._is_tidy = True

    async def _swap_in(self, filled: Space, lock: Lock) -> bool:
        """Put *filled* in force if the lock is still ours: if not, Redis was lost meanwhile."""
        final = replace(filled, building=False)
        token = lock.local.token or b""
        return bool(await self._swap(args=[LOCK, token, EPOCH, final.epoch]))

    async def _fill(self, space: Space) -> None:
        entries = await self._entries(space)
        flights, join = await self._flights(space)
        if flights:  # nothing is on its way where nothing was ever screened
            await asyncio.sleep(SETTLE_S)
        alerts = await self._ledger(space, join, flights)
        answers = await self._answers(space)
        held = (entries, len(flights), alerts, answers)
        log.info("built: %d entries, %d flights, %d alerts, %d answers", *held)

    async def _answers(self, space: Space) -> int:
        """Know again what airlines were answered before boarding; return how many."""
        kafka, min_score = self._settings.kafka, self._settings.screening.min_score
        given = AnswersAgain(kafka, self._redis, min_score=min_score)
        return await given.hold(space, self._rules.now.parties)

    async def _ledger(self, space: Space, join: PassengerJoin, flights: set[str]) -> int:
        """Bring back what agencies were told, also of flights that are over; return how much."""
        await suppressions_again(self._settings.kafka, SuppressionStore(self._redis), space)
        again = ToldAgain(self._settings, self._redis, self._rules.now)
        flying = await again.hits(space, flights)
        standing = await self._screen_again(space, join, flights)
        return await again.ledger(space, flying, standing)

    async def _entries(self, space: Space) -> int:
        join = EntryJoin(self._redis, min_score=self._settings.screening.min_score)
        now, count = datetime.now(UTC), 0
        records, waiting = UntilNow(self._settings.kafka, [WATCHLIST]), list[EntryRecord]()
        async for record in records:
            with self._passed.over(record.source):
                waiting.append(entry_record(record))
                count += 1
            if len(waiting) == AT_ONCE:
                await self._write(space, join, waiting, now)
                waiting.clear()
        await self._write(space, join, waiting, now)
        # The last record of a partition may be a removal that compaction has taken away.
        await join.note_applied(space, {one.partition: end for one, end in records.ends.items()})
        return count

    async def _write(
        self, space: Space, join: EntryJoin, entries: Sequence[EntryRecord], now: datetime
    ) -> None:
        """Write *entries* in their order; one by one where one of them may be to blame."""
        try:
            await join.write(space, entries, now)
        except Exception as problem:
            if not is_fault(problem):
                raise
            for one in entries:
                with self._passed.over(one.source):
                    await join.write(space, [one], now)

    async def _flights(self, space: Space) -> tuple[set[str], PassengerJoin]:
        """Fold every push of the flights that are not over; nobody is asked about yet."""
        join = PassengerJoin(
            self._redis, min_score=self._settings.screening.min_score, keep=self._keep
        )
        keep = timedelta(days=self._settings.retention.receipts_days)
        receipts, fates = Receipts(self._redis, keep=keep), Fates(self._redis, keep=keep)
        # A flight may have been put off: its latest push says whether it is over, not its first.
        last: dict[str, datetime] = {}
        over: dict[str, int] = {}
        async for source, sent, manifest in self._manifests():
            key, age = manifest.flight.key, max(datetime.now(UTC) - sent, timedelta())
            with self._passed.over(source):
                last[key] = max(sent, last.get(key, sent))
                over[key] = max(kept_until(manifest.flight, sent, self._keep), over.get(key, 0))
                await receipts.conflict(space, manifest, age=age)
                # As it is once this build is in force.
                await fates.screened(space, manifest, age=age)
        now = datetime.now(UTC).timestamp()
        flights = {key for key, until in over.items() if until > now}
        async for source, _, manifest in self._manifests():
            if manifest.flight.key in flights:
                with self._passed.over(source):
                    await join.fold(space, manifest, last[manifest.flight.key])
        return flights, join

    async def _manifests(self) -> AsyncIterator[tuple[str, datetime, Manifest]]:
        async for record in UntilNow(self._settings.kafka, [MANIFESTS]):
            with suppress(ValidationError):  # the agent puts it into quarantine
                manifest = Manifest.model_validate_json(record.value or b"")
                yield record.source, record.at, manifest

    async def _screen_again(self, space: Space, join: PassengerJoin, flights: set[str]) -> Standing:
        """Publish the facts of every flight; return which alerts should stand.

        Told, an alert whose owner is withheld does not say its entry.
        """
        now = datetime.now(UTC)
        standing: dict[str, Stands] = {}
        for flight in sorted(flights):
            source = f"rebuild/{space.generation}/{flight}"
            with self._passed.over(source):
                facts = await join.screen_again(space, flight, source, now)
                if facts is None:
                    continue
                should_stand = routed(facts, self._rules.now, utc_text(now)).drafts
                standing |= {one.alert.alert_id: stands(one) for one in should_stand}
                await self._publisher.publish(outgoing(facts))
        return standing


async def _keep(lock: Lock) -> None:
    """Hold the lock while the build goes on; ends when it is lost."""
    with suppress(LockError):
        while True:
            await asyncio.sleep(LOCK_S / 3)
            await lock.reacquire()
