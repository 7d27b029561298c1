"""The one edge around every agent: an agent never raises (rule 1).

A record is dealt with, refused into quarantine, tried again while something is away, or the
worker stops without committing it. It is never skipped.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from functools import partial
from time import monotonic
from typing import Any

import faust
from faust.types import EventT

from config.settings import WorkerSettings
from streams.dealing import Dealing, GiveUp, Handler, Noted, place_of
from streams.equipment import Equipment
from streams.hands import ONE, Hands, InHand
from streams.health import Health
from streams.marks import Marks
from streams.ready import ready_together
from streams.record import Record, written_ms

log = logging.getLogger("tocsin.edge")

Together = Callable[[Sequence[Record]], Awaitable[None]]  # deals with all of them, or raises
MOST = 128  # records dealt with together


class Edge:
    """Runs handlers over Faust streams, and marks what is dealt with."""

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
        self._dealing = Dealing(equipment, settings)
        self._open = asyncio.Event()
        self._draining = False
        self._busy = 0
        self.failed: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    @property
    def health(self) -> Health:
        """Return how it goes."""
        return self._dealing.health

    def open(self) -> None:
        """Let records be dealt with; until then they wait, while the worker still starts."""
        self._open.set()

    async def run(
        self,
        stream: Any,  # noqa: ANN401  # Faust has no types
        handle: Handler,
        noted: Noted | None = None,
        stage: str = "",
        *,
        in_hand: InHand = ONE,
    ) -> None:
        """Handle every record of *stream*, as many at a time as may be *in_hand*; never raises.

        Records under one key are handled one after the other, in their order. *stage* is what they
        are counted under.
        """
        async with asyncio.TaskGroup() as tasks:
            hands = Hands(tasks, in_hand)
            async for event in stream.events():
                await self._open.wait()
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
            await self._dealing.deal_with(record_of(event), handle, noted)
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
        *,
        most: int = MOST,
    ) -> None:
        """Handle the records of *stream* in their order, all at once that are there; never raises.

        *most* at a time: nothing else is done while what they say is worked out.
        What fails together is dealt with one after the other, as `run` would: so one bad record
        costs the others nothing but time.
        """
        async with aclosing(ready_together(stream.events(), most)) as batches:
            async for events in batches:
                await self._open.wait()
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
            await self._dealing.deal_with(record, alone, noted)

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
        timestamp_ms=written_ms(message.timestamp * 1000),
    )
