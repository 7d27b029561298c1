"""Alerts as they come, for any number of listeners: one reading of the topic for each agency.

The topic is the truth. A listener is joined to the live tail first and then reads for itself what
lies between where it stood and where the tail was: so there is no gap, and what both hold is told
by its offset. Whoever falls behind is cut off, and resumes where it stood.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiokafka import ConsumerRecord
from aiokafka.errors import KafkaError

from access.parties import AgencyId
from alerts.alert import Alert
from alerts.delivery.calls import ONLY
from config.settings import KafkaSettings
from streams.agencies.topic_tail import TopicTail
from streams.alert_reader import News, alert_in

log = logging.getLogger("tocsin.tails")

LOOK_BACK = 2_000  # records before where one stood, read to know which versions it has had
WAITING = 5_000  # records that a listener may be behind the tail


class CutOff(Exception):  # noqa: N818  # says what became of the listener
    """The listener took too little, or the topic could not be read on; it may resume."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an alert, as the agency receives it, and the offset of its record."""

    offset: int
    alert: Alert
    raw: bytes


@dataclass(frozen=True, slots=True)
class Heard:
    """What is news since the last time, up to *offset*; *lost* where some of it is gone."""

    offset: int
    versions: tuple[Version, ...] = ()
    lost: bool = False


@dataclass(eq=False, slots=True)
class _Queue:
    """What the tail has read for one listener."""

    most: int
    records: list[Version] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    reached: int = 0  # the offset that the tail reads next
    ended: bool = False

    def put(self, found: Sequence[Version], reached: int) -> None:
        if self.ended:
            return
        self.records += found
        self.reached = reached
        if len(self.records) > self.most:
            self.end()
        self.news.set()

    def end(self) -> None:
        self.ended = True
        self.records.clear()
        self.news.set()


@dataclass(eq=False, slots=True)
class _Tail:
    """The reading of one agency's alerts, while anybody listens."""

    queues: set[_Queue] = field(default_factory=set)
    reached: int = 0  # the offset that it reads next
    task: asyncio.Task[None] | None = None
    started: asyncio.Future[int] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Tails:
    """Hands each listener every version after where it stood, once."""

    def __init__(self, kafka: KafkaSettings, *, waiting: int = WAITING) -> None:
        self._kafka = kafka
        self._waiting = waiting
        self._tails: dict[AgencyId, _Tail] = {}
        self._ending: set[asyncio.Task[None]] = set()  # nobody listens any more; they hang up

    def listeners(self, agency: AgencyId) -> int:
        """Return how many listen for the agency."""
        return len(self._tails[agency].queues) if agency in self._tails else 0

    async def close(self) -> None:
        """Cut off everybody, for this process ends."""
        tasks = [one.task for one in self._tails.values() if one.task]
        self.cut_off()
        for one in tasks:
            one.cancel()
        # Those that are hanging up are not cancelled again: their connections would stay open.
        await asyncio.gather(*tasks, *self._ending, return_exceptions=True)

    def cut_off(self) -> None:
        """Let every listener end; safe to call from a signal's handler."""
        for tail in self._tails.values():
            for queue in tail.queues:
                queue.end()

    async def heard(
        self, agency: AgencyId, after: int | None, idle_s: float
    ) -> AsyncGenerator[Heard]:
        """Yield what comes after offset *after*, or from now on; something every *idle_s*.

        The first says where one stands. Raises CutOff, KafkaError.
        """
        async with self._joined(agency) as (queue, joined):
            news, start = News(), joined
            if after is None:
                yield Heard(joined - 1)
            else:
                async for one in self._caught_up(agency, after, joined, news):
                    start = max(start, one.offset + 1)
                    yield one
            while True:
                yield await _from(queue, news, start, idle_s)

    @asynccontextmanager
    async def _joined(self, agency: AgencyId) -> AsyncGenerator[tuple[_Queue, int]]:
        """Yield a queue of what the tail reads, and the offset from which on it holds all."""
        tail, queue = self._tails.setdefault(agency, _Tail()), _Queue(self._waiting)
        tail.queues.add(queue)
        if tail.task is None:
            tail.task = asyncio.create_task(self._follow(agency, tail))
        try:
            # Nothing else runs between this and the line that put the queue among the others.
            joined = tail.reached if tail.started.done() else await asyncio.shield(tail.started)
            queue.reached = max(queue.reached, joined)
            yield queue, joined
        finally:
            tail.queues.discard(queue)
            if not tail.queues and self._tails.get(agency) is tail:
                del self._tails[agency]
                tail.task.cancel()
                self._ending.add(tail.task)
                tail.task.add_done_callback(self._ending.discard)

    async def _follow(self, agency: AgencyId, tail: _Tail) -> None:
        """Read on until cancelled; where that fails everybody is cut off."""
        try:
            async with TopicTail(self._kafka, agency) as topic:
                end = (await topic.bounds()).end
                topic.seek(end)
                tail.reached = end
                tail.started.set_result(end)
                while True:
                    read = await topic.next_records()
                    if read:
                        found = [one for raw in read if (one := _version(raw)) is not None]
                        tail.reached = read[-1].offset + 1
                        for queue in tail.queues:
                            queue.put(found, tail.reached)
        except (KafkaError, OSError) as problem:
            log.warning("the alerts of %s cannot be followed: %s", agency, type(problem).__name__)
            if not tail.started.done():
                tail.started.set_exception(problem)
        finally:
            if not tail.started.done():
                tail.started.cancel()
            if self._tails.get(agency) is tail:
                del self._tails[agency]
            for queue in tail.queues:
                queue.end()

    async def _caught_up(
        self, agency: AgencyId, after: int, joined: int, news: News
    ) -> AsyncGenerator[Heard]:
        """Yield what lies after *after* and before *joined*; *news* learns what came before."""
        async with TopicTail(self._kafka, agency) as topic:
            bounds = await topic.bounds()
            lost = after + 1 < bounds.first or after >= bounds.end
            start = bounds.first if lost else after + 1
            yield Heard(start - 1, lost=lost)
            reached = start
            async for read in topic.between(max(bounds.first, start - LOOK_BACK), joined):
                found = [one for raw in read if (one := _version(raw)) is not None]
                fresh = [one for one in found if news.take(one.alert.alert_id, one.alert.version)]
                if read:
                    reached = max(reached, read[-1].offset + 1)
                yield Heard(reached - 1, tuple(one for one in fresh if one.offset >= start))


async def _from(queue: _Queue, news: News, start: int, idle_s: float) -> Heard:
    """Return what the tail has for this listener from *start* on, or where it stands meanwhile."""
    try:
        async with asyncio.timeout(idle_s):
            await queue.news.wait()
    except TimeoutError:
        # What has come in this very moment is told the next time.
        reached = queue.records[0].offset if queue.records else queue.reached
        return Heard(max(reached, start) - 1)
    if queue.ended:
        raise CutOff
    queue.news.clear()
    found, queue.records = queue.records, []
    fresh = [one for one in found if news.take(one.alert.alert_id, one.alert.version)]
    return Heard(max(queue.reached, start) - 1, tuple(one for one in fresh if one.offset >= start))


def _version(raw: ConsumerRecord) -> Version | None:
    """Return what a record shows; None where it is no alert, or was meant for one webhook."""
    alert = alert_in(raw.value)
    if alert is None or any(name == ONLY for name, _ in raw.headers):
        return None
    return Version(raw.offset, alert, bytes(raw.value or b""))
