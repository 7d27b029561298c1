"""Which offsets may be committed: those whose record is wholly dealt with, and no others.

Faust acknowledges a record also when the agent raised, was cancelled or never saw it, and its
`noack` is off by one. So its own bookkeeping is set aside: the edge marks a record when all it
causes is published, and the consumer commits marks alone (streams/transport.py).

A mark belongs to the generation of the consumer group in which its record was read. Once the
partitions are dealt out anew it counts no more: another worker may have gone on from there, and
an old mark committed now would step the offset back.
"""

from faust.types import TP, Message


class Marks:
    """For each partition, the offset after the last record dealt with, and in which generation."""

    def __init__(self) -> None:
        self._next: dict[TP, tuple[int, int]] = {}

    def done(self, message: Message, generation: int) -> None:
        """Mark the record, unless *generation*, the present one, is not that of its reading."""
        if message.generation_id != generation:
            return
        made_in, before = self._next.get(message.tp, (generation, 0))
        after = message.offset + 1
        self._next[message.tp] = (
            generation,
            max(before, after) if made_in == generation else after,
        )

    def offsets(self, generation: int) -> dict[TP, int]:
        """Return what may be committed in *generation*."""
        return {tp: offset for tp, (made_in, offset) in self._next.items() if made_in == generation}
