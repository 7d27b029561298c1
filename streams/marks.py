"""Which offsets may be committed: those whose record is wholly dealt with, and no others.

Faust acknowledges a record also when the agent raised, was cancelled or never saw it, and its
`noack` is off by one. So its own bookkeeping is set aside: the edge marks a record when all it
causes is published, and the consumer commits marks alone (streams/transport.py).
"""

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
