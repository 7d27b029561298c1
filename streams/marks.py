"""Which offsets may be committed: those whose record is wholly dealt with, and no others.

Faust acknowledges a record also when the agent raised, was cancelled or never saw it, and its
`noack` is off by one. So its own bookkeeping is set aside: the edge marks a record when all it
causes is published, and the consumer commits marks alone (docs/decisions/0003).
"""

from collections.abc import Iterable, Iterator

import faust
from faust.transport.drivers.aiokafka import Consumer, Transport
from faust.types import TP, Message


class Marks:
    """For each partition held, the offset after the last record dealt with."""

    def __init__(self) -> None:
        self._next: dict[TP, int] = {}

    def done(self, message: Message, generation: int) -> None:
        """Mark the record, unless the partitions have been dealt out anew since it was read."""
        if message.generation_id == generation:
            self._next[message.tp] = message.offset + 1

    def next_offset(self, tp: TP) -> int | None:
        return self._next.get(tp)

    def partitions(self) -> tuple[TP, ...]:
        return tuple(self._next)

    def clear(self) -> None:
        """Forget all: partitions were dealt out anew, and reading restarts at what is committed."""
        self._next.clear()


def commit_marks_only(app: faust.App, marks: Marks) -> None:
    """Make the app's consumer commit *marks* and nothing that Faust acknowledged by itself."""

    class MarkedConsumer(Consumer):
        def _filter_tps_with_pending_acks(
            self, topics: Iterable[str | TP] | None = None
        ) -> Iterator[TP]:
            wanted = None if topics is None else set(topics)
            for tp in marks.partitions():
                if wanted is None or tp in wanted or tp.topic in wanted:
                    yield tp

        def _new_offset(self, tp: TP) -> int | None:
            return marks.next_offset(tp)

    class MarkedTransport(Transport):
        pass

    MarkedTransport.Consumer = MarkedConsumer
    app.transport = MarkedTransport(app.conf.broker_consumer, app)
