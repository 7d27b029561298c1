"""Brings one destination what it receives, in order, until it has it or it is a dead letter.

The bounds of a call are in Redis before it is made, so that after `kill -9` it is the same call;
its place in Kafka is committed once it is delivered or a dead letter, and not before.
"""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from time import monotonic
from typing import TypeVar

from aiokafka.errors import KafkaError
from redis.exceptions import RedisError

from alerts.delivery.calls import Call
from alerts.delivery.outcomes import Outcome, away
from alerts.delivery.posting import Poster
from alerts.delivery.progress import Progress, TakenOver
from alerts.delivery.signing import signature_headers
from alerts.delivery.standing import (
    Begun,
    Standing,
    Verdict,
    after_failure,
    after_success,
    attempted,
    taken_up,
    verdict_on,
)
from streams.dealing import GiveUp
from streams.delivering.dead_letters import dead_letter
from streams.delivering.destination import Destination
from streams.delivering.gathering import POLL_S, Gathering
from streams.delivering.kit import Kit
from streams.delivering.noting import Noting
from streams.delivering.reader import Reader
from streams.delivering.secrets_file import SecretsFile

log = logging.getLogger("tocsin.delivery")

Result = TypeVar("Result")
AGAIN_S = 0.5  # until what was away is tried again
FAULT_MAX_S = 60  # until it is tried again after faults of ours


class Courier:
    """Delivers to one destination; nothing that this one does waits for another."""

    def __init__(self, destination: Destination, kit: Kit, poster: Poster) -> None:
        self._destination = destination
        self._name, self._with = destination.name, kit
        self._pace, self._poster = kit.pace, poster
        self._secrets = SecretsFile(self._name, destination.secrets_file)
        self._noting = Noting(kit.redis, destination)
        self._progress = Progress(kit.redis, self._name, uuid.uuid4().hex)
        self._standing = Standing()
        self._divided_to = 0  # up to where a call was that is being divided
        self._faults = 0  # of ours, since something was delivered

    async def run(self) -> None:
        """Deliver until it is to stop. Raises GiveUp."""
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
                    self._faults += 1
                await self._pause(min(AGAIN_S * 2 ** min(self._faults, 10), FAULT_MAX_S))
        finally:
            self._poster.close()
            self._secrets.close()

    async def _deliver(self, reader: Reader) -> None:
        gathering = Gathering(reader, self._destination, self._with.settings.delivery)
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
        held = taken_up(await self._progress.take(), self._with.clock(), self._pace)
        start, new = await reader.start_at(held.position)
        if new:
            log.info("%s is new: it receives what comes from now on", self._name)
        begun = held.begun if held.begun and held.begun.first == start else None
        await self._put(replace(held, position=start, begun=begun))

    async def _go_on(self, reader: Reader, gathering: Gathering, turn: int) -> None:
        """Deal with what comes next, if anything has come."""
        standing = self._standing
        if standing.begun is not None:
            gathered = await gathering.again(standing.begun, lambda: self._goes_on(reader, turn))
        else:
            assert standing.position is not None
            gathered = await gathering.fresh(standing.position, self._divided_to)
            self._with.patience.well(self._name)
        if gathered is None:
            if self._noting.waits:
                await self._surely(self._noting.write)
            return
        if gathered.call is not None and not await self._brought(reader, turn, gathered.call):
            return
        self._with.crash.at("delivery: before commit")
        await self._surely(lambda: reader.commit(gathered.end))
        await self._put(replace(self._standing, position=gathered.end, begun=None))

    async def _brought(self, reader: Reader, turn: int, call: Call) -> bool:
        """Say whether the call is dealt with; it is not where it is divided, or all is to stop."""
        if self._standing.begun is None:
            await self._put(replace(self._standing, begun=Begun(call.first, call.end)))
        while await self._due(reader, turn):
            outcome = await self._attempted(call)
            now = self._with.clock()
            if outcome.kind == "delivered":
                self._note_success(call, now)
                return True
            verdict = verdict_on(self._standing, outcome, call, now, self._pace)
            self._note_failure(outcome, now, verdict)
            if verdict == "given up":
                await self._bury(call, outcome, now)
                return True
            if verdict == "divided":
                await self._divide(reader, call)
                return False
            await self._put(self._standing)
        return False

    async def _divide(self, reader: Reader, call: Call) -> None:
        """Go on with the first half of a call, and then with the second."""
        assert call.half is not None
        log.warning("%s does not take %d alerts at once", self._name, len(call.alerts))
        self._divided_to = call.end
        reader.rewind(call.first)
        await self._put(replace(self._standing, begun=Begun(call.first, call.half)))

    def _goes_on(self, reader: Reader, turn: int) -> bool:
        """Say whether the worker is to go on. Raises TakenOver where the partition is not ours."""
        if reader.turn != turn:
            raise TakenOver
        return not self._with.stop.is_set()

    async def _due(self, reader: Reader, turn: int) -> bool:
        """Return True once the next attempt is due, False when the worker is to stop first."""
        while self._goes_on(reader, turn):
            due = self._standing.next_attempt_at
            left_s = (due - self._with.clock()).total_seconds() if due else 0.0
            if left_s <= 0:
                return True
            await self._pause(min(left_s, POLL_S))
        return False

    async def _attempted(self, call: Call) -> Outcome:
        """Make the call once, and note on its alerts that it begins and how it ended."""
        at, seconds = self._with.clock(), 0.0
        secrets = await self._secrets.secrets()
        if secrets:
            self._noting.begun(call, at)
            await self._surely(self._noting.write)
            await self._put(attempted(self._standing, at))
            self._with.crash.at("delivery: before attempt")
            outcome, seconds = await self._posted(call, secrets)
            self._with.crash.at("delivery: after attempt")
        else:
            outcome = away("no_secret")
        self._noting.ended(call, at, outcome, seconds)
        await self._surely(self._noting.write)
        return outcome

    async def _posted(self, call: Call, secrets: Sequence[bytes]) -> tuple[Outcome, float]:
        """Return how the call ended, also by a fault of ours, and after how many seconds."""
        # Signed only now: to note it took as long as Redis was away, and what is old is refused.
        at, began = self._with.clock(), monotonic()
        headers = signature_headers(secrets, call.id, int(at.timestamp()), call.body)
        try:
            outcome = await self._poster.post(call.body, headers)
        except Exception as problem:  # noqa: BLE001  # whatever an answer made of us
            self._with.patience.unexpected(self._name, problem)
            outcome = away("unexpected")
        return outcome, monotonic() - began

    def _note_success(self, call: Call, now: datetime) -> None:
        if self._standing.failures >= self._pace.open_after:
            log.warning("%s answers again", self._name)
        self._standing, self._faults = after_success(self._standing, now), 0
        self._with.stats.add_labelled("deliveries", self._name)
        self._with.stats.delivered(self._name, len(call.alerts))

    def _note_failure(self, outcome: Outcome, now: datetime, verdict: Verdict) -> None:
        before, chance = self._standing.failures, self._with.chance()
        self._standing = after_failure(
            self._standing, outcome, now, self._pace, chance=chance, verdict=verdict
        )
        if before < (failures := self._standing.failures) == self._pace.open_after:
            log.warning("%s fails %d times in a row (%s)", self._name, failures, outcome.reason)
        self._with.stats.add_labelled("delivery_failures", self._name)

    async def _bury(self, call: Call, outcome: Outcome, now: datetime) -> None:
        begun = self._standing.begun or Begun(call.first, call.end)
        letter = dead_letter(self._destination, call, begun, outcome, now)
        await self._surely(lambda: self._with.publisher.publish(letter))
        count = len(call.alerts)
        log.warning("%s: %d alerts are a dead letter (%s)", self._name, count, outcome.reason)
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
