"""An edge on its own: events as Faust hands them over, handlers that fail as they are told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace
from typing import Any

from faust.types import TP
from redis.asyncio import Redis

from config.settings import WorkerSettings
from streams.dealing import Handler
from streams.edge import Edge
from streams.hands import ONE, InHand
from streams.marks import Marks
from streams.quarantine import Quarantined
from streams.record import Record
from streams.stats import Stats
from streams.topics import QUARANTINE
from tests.streams.handling import Kept, equipment

PARTITION = TP("manifests.UA", 0)


def event(offset: int, **more: Any) -> Any:
    """Return what Faust hands to an agent."""
    known: dict[str, Any] = {
        "topic": PARTITION.topic,
        "partition": PARTITION.partition,
        "tp": PARTITION,
        "offset": offset,
        "key": b"k",
        "value": b"v%d" % offset,
        "headers": [("source", b"x/0/1")],
        "timestamp": 1_764_000_000.5,
        "generation_id": 1,
    }
    return SimpleNamespace(message=SimpleNamespace(**{**known, **more}))


class Stream:
    """A stream of events that are there."""

    def __init__(self, *events: Any) -> None:
        self._events = events

    async def events(self) -> AsyncIterator[Any]:
        for one in self._events:
            yield one


class Bench:
    """One edge with everything it uses in reach."""

    def __init__(self, publisher: Kept, *, opened: bool = True, **settings: Any) -> None:
        quick = {"give_up_s": 0.2, "backoff_max_s": 0.01, "unexpected_per_minute": 2, **settings}
        self.publisher = publisher
        self.marks = Marks()
        self.stats = Stats()
        app: Any = SimpleNamespace(consumer_generation_id=1)
        things = equipment(publisher, Redis(), self.stats)
        self.edge = Edge(app, self.marks, things, WorkerSettings(**quick))
        if opened:
            self.edge.open()

    async def run(
        self, handle: Handler, *events: Any, within_s: float = 5, in_hand: InHand = ONE
    ) -> None:
        """Return when all events are dealt with, or the edge has given up."""
        running = asyncio.create_task(self.edge.run(Stream(*events), handle, in_hand=in_hand))
        ends: list[asyncio.Future[Any]] = [running, self.edge.failed]
        await asyncio.wait(ends, timeout=within_s, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
        running.cancel()

    @property
    def marked(self) -> int | None:
        return self.marks.offsets(1).get(PARTITION)

    @property
    def quarantined(self) -> list[Quarantined]:
        kept = self.publisher.on(QUARANTINE)
        return [Quarantined.model_validate_json(one.value or b"") for one in kept]


def failing(*problems: Callable[[], Exception] | None) -> tuple[Handler, list[int]]:
    """Return a handler that raises these in turn (None: comes through), and the offsets it saw."""
    left, seen = list(problems), []

    async def handle(record: Record) -> None:
        seen.append(record.offset)
        problem = left.pop(0) if left else None
        if problem is not None:
            raise problem()

    return handle, seen


def always(problem: Callable[[], Exception]) -> Handler:
    async def handle(record: Record) -> None:
        raise problem()

    return handle
