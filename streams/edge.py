"""The one edge around every agent: an agent never raises (rule 1).

A record is dealt with, refused into quarantine, tried again while something is away, or the
worker stops without committing it. It is never skipped.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from functools import partial
from time import monotonic
from typing import Any

import faust
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from faust.types import EventT
from pydantic import ValidationError
from redis.exceptions import OutOfMemoryError, ReadOnlyError, RedisError, ResponseError

from access.audit import NotNoted
from config.problems import sentence
from config.settings import WorkerSettings
from screening.space import NotReady
from streams.equipment import Equipment
from streams.hands import Hands
from streams.health import Health
from streams.marks import Marks
from streams.quarantine import put_in_quarantine
from streams.ready import ready_together
from streams.record import Record, Refused

log = logging.getLogger("tocsin.edge")

Handler = Callable[[Record], Awaitable[None]]
Together = Callable[[Sequence[Record]], Awaitable[None]]  # deals with all of them, or raises
Noted = Callable[[Record, Refused], Awaitable[None]]  # told of what went to quarantine
TRIES = 3
MOST = 128  # records dealt with together


class GiveUp(Exception):  # noqa: N818  # says what the worker does
    """What the worker needs has been away for too long, or it fails too often; it stops."""


class Edge:
    """Runs handlers over Faust streams and decides what becomes of each record."""

    def __init__(
        self,
        app: faust.App,
        marks: Marks,
        equipment: Equipment,
        settings: WorkerSettings,
    ) -> None:
        self._app = app
        self._marks = marks
        self._with = equipment
        self._settings = settings
        self._draining = False
        self._busy = 0
        self._unexpected: deque[float] = deque()
        self.health = Health()
        self.failed: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def run(
        self,
        stream: Any,  # noqa: ANN401  # Faust has no types
        handle: Handler,
        noted: Noted | None = None,
        stage: str = "",
        *,
        at_once: int = 1,
    ) -> None:
        """Handle every record of *stream*, *at_once* at most at a time; never raises.

        Records under one key are handled one after the other, in their order. *stage* is what they
        are counted under.
        """
        async with asyncio.TaskGroup() as tasks:
            hands = Hands(tasks, at_once)
            async for event in stream.events():
                await hands.room()
                if self._draining or self.failed.done():
                    await asyncio.Event().wait()  # until the worker has stopped; nothing is marked
                self._marks.begun(event.message, self._app.consumer_generation_id)
                self._busy += 1
                work = partial(self._one, event, handle, noted, stage)
                hands.take(event.message.key, work).add_done_callback(self._put_down)

    async def _one(
        self, event: EventT[Any], handle: Handler, noted: Noted | None, stage: str
    ) -> None:
        """Deal with one record and mark it.

        Leaves it alone where the worker is about to stop: what came before it may be undone.
        """
        if self.failed.done():
            return
        try:
            await self._deal_with(record_of(event), handle, noted)
        except GiveUp as problem:
            self.give_up(str(problem))
            return
        self._marks.done(event.message, self._app.consumer_generation_id)
        if stage:
            self._with.stats.add_labelled("records", stage)
            self._with.stats.pace.dealt(stage)

    def _put_down(self, _: asyncio.Task[None]) -> None:
        self._busy -= 1

    async def run_together(
        self,
        stream: Any,  # noqa: ANN401  # Faust has no types
        together: Together,
        noted: Noted | None = None,
        stage: str = "",
    ) -> None:
        """Handle the records of *stream* in their order, all at once that are there; never raises.

        What fails together is dealt with one after the other, as `run` would: so one bad record
        costs the others nothing but time.
        """
        async with aclosing(ready_together(stream.events(), MOST)) as batches:
            async for events in batches:
                if self._draining or self.failed.done():
                    await asyncio.Event().wait()  # until the worker has stopped; nothing is marked
                self._busy += 1
                try:
                    await self._deal_with_all([record_of(one) for one in events], together, noted)
                    for one in events:
                        self._marks.done(one.message, self._app.consumer_generation_id)
                    if stage:
                        self._with.stats.add_labelled("records", stage, len(events))
                        self._with.stats.pace.dealt(stage, len(events))
                except GiveUp as problem:
                    self.give_up(str(problem))
                finally:
                    self._busy -= 1

    async def _deal_with_all(
        self, records: Sequence[Record], together: Together, noted: Noted | None
    ) -> None:
        """Return once every record is dealt with or in quarantine. Raises GiveUp."""

        async def alone(record: Record) -> None:
            await together([record])

        if len(records) > 1:
            try:
                await together(records)
            except Exception as problem:  # noqa: BLE001  # judged below, where it comes again
                log.info("%d records one by one: %s", len(records), place_of(problem))
            else:
                return
        for record in records:
            await self._deal_with(record, alone, noted)

    def give_up(self, why: str) -> None:
        """Let the worker stop; the first reason counts."""
        if not self.failed.done():
            self.failed.set_result(why)

    async def drain(self, timeout_s: float) -> None:
        """Take no further record and return when those in hand are dealt with, or time is up.

        After giving up nothing is waited for: what is in hand waits for what is away.
        """
        self._draining = True
        until = 0.0 if self.failed.done() else monotonic() + timeout_s
        while self._busy and monotonic() < until:  # noqa: ASYNC110  # a count, not one event
            await asyncio.sleep(0.02)

    async def _deal_with(self, record: Record, handle: Handler, noted: Noted | None) -> None:
        try:
            await self._try(record, handle)
        except Refused as refusal:
            await self._refuse(record, refusal)
            if noted is not None:
                await self._note(record, refusal, noted)

    async def _try(self, record: Record, handle: Handler) -> None:
        """Return once *handle* has come through; raises Refused or GiveUp."""
        tries, wait_s, since = 0, 0.05, monotonic()
        while True:
            try:
                await handle(record)
            except Refused:
                raise
            except Exception as problem:  # noqa: BLE001  # the one place: see the module's text
                if isinstance(problem, NotReady):
                    since = monotonic()  # a rebuild takes its time, and says itself when it fails
                tries = self._judged(record, problem, tries=tries, since=since)
            else:
                self.health.waiting_for = None
                return
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, self._settings.backoff_max_s)

    def _judged(self, record: Record, problem: Exception, *, tries: int, since: float) -> int:
        """Return the number of tries so far if it is to be tried again; else raises."""
        match problem:
            case ValidationError():
                raise Refused("invalid", sentence(problem)) from problem
            case MessageSizeTooLargeError():
                raise Refused("too_large", "what it leads to exceeds the record limit") from problem
            case NotReady():
                self._with.indexes.forget()
                self.health.has_index = False
            case ReadOnlyError() | OutOfMemoryError():  # takes no writes: as good as away
                self._wait_for(problem, since)
            case ResponseError():
                return self._count_unexpected(record, problem, tries)
            case RedisError() | KafkaError() | OSError() | NotNoted():
                self._wait_for(problem, since)
            case _:
                return self._count_unexpected(record, problem, tries)
        return tries

    def _wait_for(self, problem: Exception, since: float) -> None:
        what, away_s = what_is_away(problem), monotonic() - since
        if away_s > self._settings.give_up_s:
            raise GiveUp(away_too_long(what, away_s)) from problem
        if self.health.waiting_for is None:
            log.warning("%s is away (%s); retrying", what, type(problem).__name__)
        self.health.waiting_for = what

    def _count_unexpected(self, record: Record, problem: Exception, tries: int) -> int:
        """Return the number of tries so far; raises Refused after the last one."""
        place = place_of(problem)
        log.error("unexpected %s on %s", place, record.source)
        if tries + 1 < TRIES:
            return tries + 1
        self.health.unexpected += 1
        now = monotonic()
        self._unexpected.append(now)
        while self._unexpected and self._unexpected[0] < now - 60:
            self._unexpected.popleft()
        if len(self._unexpected) > self._settings.unexpected_per_minute:
            raise GiveUp("too many unexpected errors within a minute; see the log") from problem
        raise Refused("internal", f"unexpected {place}") from problem

    async def _refuse(self, record: Record, refusal: Refused) -> None:
        async def put(refused: Record) -> None:
            await put_in_quarantine(self._with.publisher, refused, refusal)

        log.warning("quarantined %s: %s", record.source, refusal.reason)
        try:
            await self._try(record, put)
        except Refused as problem:
            raise GiveUp(f"the quarantine takes no record ({problem.reason})") from problem
        self._with.stats.add_labelled("quarantined", refusal.reason)

    async def _note(self, record: Record, refusal: Refused, noted: Noted) -> None:
        """Tell *noted*, apart from the quarantine, which holds the record once; tried as it is."""

        async def tell(refused: Record) -> None:
            await noted(refused, refusal)

        try:
            await self._try(record, tell)
        except Refused as problem:
            log.warning("what became of %s is not noted: %s", record.source, problem.detail)


def what_is_away(problem: Exception) -> str:
    if isinstance(problem, NotNoted):
        return "the audit trail"
    return "Redis" if isinstance(problem, RedisError) else "Kafka"


def away_too_long(what: str, away_s: float) -> str:
    """Return why a worker gives up."""
    return (
        f"{what} has been away for {away_s:.0f} s (TOCSIN_WORKER__GIVE_UP_S); "
        "nothing was committed, the worker goes on where it was when started again"
    )


def record_of(event: EventT[Any]) -> Record:
    """Return the record behind a Faust event."""
    message = event.message
    headers: Any = message.headers or {}  # a dict or pairs, by Faust's version
    pairs = headers.items() if isinstance(headers, dict) else headers
    return Record(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        key=message.key,
        value=message.value,
        headers={name: (value or b"").decode(errors="replace") for name, value in pairs},
        timestamp_ms=int(message.timestamp * 1000),
    )


def place_of(problem: BaseException | None) -> str:
    """Return what kind of error it was and where, without its text: that may be personal data."""
    frame = problem.__traceback__ if problem else None
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    kind = type(problem).__name__
    if frame is None:
        return kind
    return f"{kind} at {frame.tb_frame.f_code.co_qualname}:{frame.tb_lineno}"
