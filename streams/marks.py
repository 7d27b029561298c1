"""Which offsets may be committed: those up to which every record is wholly dealt with.

Faust acknowledges a record also when the agent raised, was cancelled or never saw it, and its
`noack` is off by one. So its own bookkeeping is set aside: the edge marks a record when all it
causes is published, and the consumer commits marks alone (streams/transport.py). Several records
may be in hand at once; a mark stops before the first that still is.

A mark belongs to the generation of the consumer group in which its record was read. Once the
partitions are dealt out anew it counts no more: another worker may have gone on from there, and
an old mark committed now would step the offset back.
"""

from dataclasses import dataclass, field

from faust.types import TP, Message


@dataclass(slots=True)
class _Partition:
    generation: int
    furthest: int = 0  # the offset after the last record dealt with
    in_hand: set[int] = field(default_factory=set)

    @property
    def next(self) -> int:
        """Return the offset up to which nothing is left to deal with."""
        return min(self.in_hand, default=self.furthest)


class Marks:
    """For each partition what is in hand and what is dealt with, and in which generation."""

    def __init__(self) -> None:
        self._partitions: dict[TP, _Partition] = {}

    def begun(self, message: Message, generation: int) -> None:
        """Note that the record is in hand: no mark goes beyond it before it is dealt with."""
        partition = self._of(message, generation)
        if partition and message.offset >= partition.next:  # what is read again does not step back
            partition.in_hand.add(message.offset)

    def done(self, message: Message, generation: int) -> None:
        """Mark the record, unless *generation*, the present one, is not that of its reading."""
        if partition := self._of(message, generation):
            partition.in_hand.discard(message.offset)
            partition.furthest = max(partition.furthest, message.offset + 1)

    def offsets(self, generation: int) -> dict[TP, int]:
        """Return what may be committed in *generation*."""
        return {
            tp: one.next
            for tp, one in self._partitions.items()
            if one.generation == generation and one.furthest
        }

    def _of(self, message: Message, generation: int) -> _Partition | None:
        if message.generation_id != generation:
            return None
        known = self._partitions.get(message.tp)
        if known is None or known.generation != generation:
            known = self._partitions[message.tp] = _Partition(generation)
        return known
