"""Brings one destination what it receives, in order, until it has it or it is a dead letter.

The bounds of a call are in Redis before it is made, so that after `kill -9` it is the same call;
its place in Kafka is committed once it is delivered or a dead letter, and not before.
"""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import random
from time import monotonic
from typing import TypeVar

from aiokafka.errors import KafkaError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from alerts.attempts import Attempt, Attempts
from alerts.delivery.calls import Call
from alerts.delivery.outcomes import Outcome, away, wait_s
from alerts.delivery.posting import Poster
from alerts.delivery.progress import Begun, Progress, Standing, TakenOver
from alerts.delivery.signing import signature_headers
from config.settings import Settings
from manifests.contract import utc_text
from screening.space import NotReady, space_in_force
from streams.crash import Crash
from streams.delivering.dead_letters import dead_letter
from streams.delivering.destination import Destination
from streams.delivering.gathering import POLL_S, Gathering
from streams.delivering.patience import Patience
from streams.delivering.reader import Reader
from streams.delivering.secrets_file import SecretsFile
from streams.edge import GiveUp
from streams.publisher import Publishing
from streams.stats import Stats

log = logging.getLogger("tocsin.delivery")

Result = TypeVar("Result")
AGAIN_S = 0.5  # until what was away is tried again
FAULT_MAX_S = 60  # until it is tried again after faults of ours


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Kit:
    """What all couriers of a process work with."""

    settings: Settings
    redis: Redis
    publisher: Publishing
    stats: Stats
    crash: Crash
    patience: Patience
    stop: asyncio.Event
    clock: Callable[[], datetime] = field(default=_now)
    chance: Callable[[], float] = field(default=random)


class Courier:
    """Delivers to one destination; nothing that this one does waits for another."""

    def __init__(self, destination: Destination, kit: Kit, poster: Poster) -> None:
        self._destination = destination
        self._name = destination.name
        self._with = kit
        self._limits = kit.settings.delivery
        self._poster = poster
        self._secrets = SecretsFile(self._name, destination.secrets_file)
        self._attempts = Attempts(kit.redis)
        self._progress = Progress(kit.redis, self._name, uuid.uuid4().hex)
        self._standing = Standing()

    async def run(self) -> None:
        """Deliver until it is to stop. Raises GiveUp."""
        faults = 0
        try:
            while not self._with.stop.is_set():
                try:
                    async with Reader(self._with.settings.kafka, self._destination) as reader:
                        await self._deliver(reader)
                except GiveUp:
                    raise
                except (RedisError, KafkaError, OSError) as problem:
                    self._with.patience.away(self._name, problem)
                except Exception as problem:  # noqa: BLE001  # the edge of this lane
                    self._with.patience.unexpected(self._name, problem)
                    faults += 1
                await self._pause(min(AGAIN_S * 2 ** min(faults, 10), FAULT_MAX_S))
        finally:
            self._poster.close()

    async def _deliver(self, reader: Reader) -> None:
        gathering = Gathering(reader, self._destination, self._limits)
        turn: int | None = None
        while not self._with.stop.is_set():
            try:
                if reader.turn is None:
                    await reader.wait(POLL_S)
                    self._with.patience.well(self._name)
                    continue
                if reader.turn != turn:
                    turn = reader.turn
                    await self._take_up(reader)
                await self._go_on(reader, gathering, turn)
            except TakenOver:
                turn = None
                await reader.wait(POLL_S)

    async def _take_up(self, reader: Reader) -> None:
        """Find out how far it is. Raises TakenOver, RedisError, KafkaError."""
        held = await self._progress.take()
        start, new = await reader.start_at(held.position)
        if new:
            log.info("%s is new: it receives what comes from now on", self._name)
        begun = held.begun if held.begun and held.begun.first == start else None
        await self._put(replace(held, position=start, begun=begun))

    async def _go_on(self, reader: Reader, gathering: Gathering, turn: int) -> None:
        """Deal with what comes next, if anything has come."""
        standing = self._standing
        if standing.begun is not None:
            gathered = await gathering.again(standing.begun)
        else:
            assert standing.position is not None
            found = await gathering.fresh(standing.position)
            self._with.patience.well(self._name)
            if found is None:
                return
            gathered = found
        if gathered.call is not None and not await self._brought(reader, turn, gathered.call):
            return
        self._with.crash.at("delivery: before commit")
        await self._surely(lambda: reader.commit(gathered.end))
        await self._put(replace(self._standing, position=gathered.end, begun=None))

    async def _brought(self, reader: Reader, turn: int, call: Call) -> bool:
        """Say whether the call is dealt with; it is not where the worker is to stop."""
        if self._standing.begun is None:
            await self._put(replace(self._standing, begun=Begun(call.first, call.end)))
        while await self._due(reader, turn):
            outcome = await self._attempted(call)
            if outcome.kind == "delivered":
                self._note_success(call)
                return True
            now = self._with.clock()
            self._note_failure(outcome, now)
            if outcome.kind == "refused" or self._too_late(call, outcome, now):
                await self._bury(call, outcome, now)
                return True
            await self._put(self._standing)
        return False

    async def _due(self, reader: Reader, turn: int) -> bool:
        """Return True once the next attempt is due, False when the worker is to stop first.

        Raises TakenOver where the partition is another's by then.
        """
        while not self._with.stop.is_set():
            if reader.turn != turn:
                raise TakenOver
            due = self._standing.next_attempt_at
            left_s = (due - self._with.clock()).total_seconds() if due else 0.0
            if left_s <= 0:
                return True
            await self._pause(min(left_s, POLL_S))
        return False

    async def _attempted(self, call: Call) -> Outcome:
        """Make the call once, and note it on its alerts."""
        secrets = self._secrets.secrets()
        if not secrets:
            return away("no_secret")
        at, began = self._with.clock(), monotonic()
        self._with.crash.at("delivery: before attempt")
        headers = signature_headers(secrets, call.id, int(at.timestamp()), call.body)
        outcome = await self._poster.post(call.body, headers)
        self._with.crash.at("delivery: after attempt")
        begun = self._standing.begun or Begun(call.first, call.end)
        self._standing = replace(
            self._standing,
            begun=replace(
                begun,
                attempts=begun.attempts + 1,
                first_attempt_at=begun.first_attempt_at or at,
            ),
        )
        await self._surely(lambda: self._note(call, outcome, at, monotonic() - began))
        return outcome

    async def _note(self, call: Call, outcome: Outcome, at: datetime, seconds: float) -> None:
        """Put the attempt into the ledger; while that is being built there is no place for it."""
        with suppress(NotReady):
            space = await space_in_force(self._with.redis)
            tried = [
                (
                    alert_id,
                    Attempt(
                        webhook=self._destination.row.id,
                        destination=self._destination.shown,
                        call=call.id,
                        version=version,
                        at=utc_text(at),
                        outcome=outcome.kind,
                        reason=outcome.reason,
                        status=outcome.status,
                        ms=round(seconds * 1000),
                    ),
                )
                for alert_id, version in call.alerts
            ]
            await self._attempts.note(space, tried)

    def _note_success(self, call: Call) -> None:
        if self._standing.failures >= self._limits.open_after:
            log.warning("%s answers again", self._name)
        self._standing = replace(
            self._standing,
            failures=0,
            failing_since=None,
            next_attempt_at=None,
            last_success_at=self._with.clock(),
        )
        self._with.stats.add_labelled("deliveries", self._name)
        self._with.stats.add_labelled("delivered_alerts", self._name, len(call.alerts))

    def _note_failure(self, outcome: Outcome, now: datetime) -> None:
        failures = self._standing.failures + 1
        if failures == self._limits.open_after:
            log.warning("%s fails %d times in a row (%s)", self._name, failures, outcome.reason)
        again = outcome.kind == "away" or failures >= self._limits.open_after
        status = f" {outcome.status}" if outcome.status else ""
        self._standing = replace(
            self._standing,
            failures=failures,
            failing_since=self._standing.failing_since or now,
            next_attempt_at=now + self._wait(failures, outcome) if again else None,
            last_failure_at=now,
            last_failure=f"{outcome.reason}{status}",
        )
        self._with.stats.add_labelled("delivery_failures", self._name)

    def _wait(self, failures: int, outcome: Outcome) -> timedelta:
        limits = self._limits
        own_s = wait_s(
            failures,
            first_s=limits.backoff_s,
            most_s=limits.backoff_max_s,
            chance=self._with.chance(),
        )
        asked_s = min(outcome.retry_after_s or 0.0, limits.retry_after_max_s)
        return timedelta(seconds=max(own_s, asked_s))

    def _too_late(self, call: Call, outcome: Outcome, now: datetime) -> bool:
        """Say whether it was tried for long enough: since it came, and since the first failure."""
        if outcome.reason == "no_secret":  # a fault of ours, which no time mends
            return False
        since = max(call.at, self._standing.failing_since or now)
        return now >= since + timedelta(hours=self._limits.deadline_h)

    async def _bury(self, call: Call, outcome: Outcome, now: datetime) -> None:
        begun = self._standing.begun or Begun(call.first, call.end)
        letter = dead_letter(self._destination, call, begun, outcome, now)
        await self._surely(lambda: self._with.publisher.publish(letter))
        log.warning(
            "%s: %d alerts are a dead letter (%s)", self._name, len(call.alerts), outcome.reason
        )
        self._with.stats.add_labelled("dead_letters", self._name)

    async def _put(self, standing: Standing) -> None:
        self._standing = standing
        await self._surely(lambda: self._progress.put(standing))

    async def _surely(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Return what *work* comes to, tried again while Redis or Kafka is away.

        Once the worker is to stop it raises what *work* raises.
        """
        while True:
            try:
                result = await work()
            except (RedisError, KafkaError, OSError) as problem:
                if self._with.stop.is_set():
                    raise
                self._with.patience.away(self._name, problem)
            else:
                self._with.patience.well(self._name)
                return result
            await self._pause(AGAIN_S)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._with.stop.wait(), seconds)
