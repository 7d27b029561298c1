"""Faust's Kafka consumer, made to commit marks alone and to ask the broker more often."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import faust
from aiokafka import AIOKafkaConsumer
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer, Transport
from faust.types import TP
from mode.services import WaitResults

from streams.begun import Begun
from streams.marks import Marks

# Faust lets a fetch wait 1,500 ms. The embedded broker looks for news only at intervals that grow
# with that wait: a record was then seen 715 ms after it was sent. Less than this makes it no sooner
# under load, and asks more of an idle embedded broker.
FETCH_WAIT_MS = 20


class NoReadOffsets(dict[TP, int | None]):
    """Remembers nothing, where Faust would drop records below the offset it read last.

    What is read again after a rebalance is meant to be read again; a repetition does no harm.
    """

    def __getitem__(self, tp: TP) -> None:
        return None

    def __setitem__(self, tp: TP, offset: int | None) -> None:
        return None

    def update(self, *_: Any, **__: Any) -> None:  # noqa: ANN401  # as dict has it
        return None


class _Thread(AIOKafkaConsumerThread):
    """The thread that speaks with Kafka; it commits only in the generation it was asked in."""

    def _create_worker_consumer(self, transport: Transport) -> AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = FETCH_WAIT_MS  # noqa: SLF001  # Faust has no setting for it
        return consumer

    async def commit_in(self, generation: int, offsets: Mapping[TP, int]) -> bool:
        """Commit *offsets* unless the group has moved on by the time this thread comes to it."""
        return bool(await self.call_thread(self._commit_in, generation, offsets))

    async def _commit_in(self, generation: int, offsets: Mapping[TP, int]) -> bool:
        coordinator = self._ensure_consumer()._coordinator  # noqa: SLF001  # aiokafka tells it nowhere
        if coordinator.generation != generation:
            return False
        return bool(await self._commit(offsets))


class _Consumer(Consumer):
    """Hands records over without tasks where nothing has to be waited for."""

    async def wait_first(self, *waited: Any, **options: Any) -> WaitResults:  # noqa: ANN401  # mode's
        """Return as mode does when the first of *waited* is done, or this is stopped.

        Faust hands over every record so, against being suspended meanwhile; mode makes four tasks
        of that, and there is room for most records at once.
        """
        first, *others = waited
        if not asyncio.iscoroutine(first) or self._stopped.is_set() or self._crashed.is_set():
            return await super().wait_first(*waited, **options)
        begun = Begun(first)
        if not begun.done:
            return await super().wait_first(begun, *others, **options)
        for one in filter(asyncio.iscoroutine, others):
            one.close()
        return WaitResults([first], [begun.result], stopped=False)


def use_marks(app: faust.App, marks: Marks) -> None:
    """Make the app's consumer commit *marks* and nothing that Faust acknowledged by itself."""

    class MarkedConsumer(_Consumer):
        _thread: _Thread
        _generation = 0  # in which the commit at hand was begun

        def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401  # Faust's own
            super().__init__(*arguments, **options)
            self._read_offset = NoReadOffsets()
            self._offsets: dict[TP, int] = {}
            self._committed: dict[TP, tuple[int, int]] = {}  # generation and offset

        def _new_consumer_thread(self) -> AIOKafkaConsumerThread:
            return _Thread(self, loop=self.loop, beacon=self.beacon)

        def _filter_tps_with_pending_acks(
            self, topics: Iterable[str | TP] | None = None
        ) -> Iterator[TP]:
            self._generation = self.app.consumer_generation_id
            self._offsets = marks.offsets(self._generation)
            wanted = None if topics is None else set(topics)
            for tp in self._offsets:
                if wanted is None or tp in wanted or tp.topic in wanted:
                    yield tp

        def _new_offset(self, tp: TP) -> int | None:
            return self._offsets.get(tp)

        def _should_commit(self, tp: TP, offset: int) -> bool:
            # Faust notes an offset as committed also where the commit was refused.
            return self._committed.get(tp) != (self._generation, offset)

        async def _commit(self, offsets: Mapping[TP, int]) -> bool:
            generation = self._generation
            if not await self._thread.commit_in(generation, offsets):
                return False
            self._committed |= {tp: (generation, offset) for tp, offset in offsets.items()}
            return True

    class MarkedTransport(Transport):
        pass

    MarkedTransport.Consumer = MarkedConsumer
    app.transport = MarkedTransport(app.conf.broker_consumer, app)
