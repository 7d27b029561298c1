"""Records last asked for, by number, within a bound of memory; compiled code reads them. Pure."""

import numpy as np

from screening.compiled.compiling import Whole
from screening.compiled.laid import copy_all, lengths_of
from screening.compiled.places import NOWHERE, move, places_of, put, table

Laid = bytes | bytearray | memoryview
FIRST_SLOTS, _BYTES = 1 << 12, 1 << 20  # to begin with
_LARGE, _MORE = 16 << 20, 16  # from so many bytes on there is room for a sixteenth more


class Shelf:
    """Two halves: what is asked for moves to the younger; where that is full, the older goes.

    So at least what filled half of the bound last is there. Places are those of the younger half
    until the next call of `begin`; in its `records` they stay good for as long as those are held.
    """

    def __init__(self, bound: int) -> None:
        self._half = bound // 2
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._younger, self._older = _Half(), _Half()

    def begin(self) -> None:
        """Make room where the younger half is full: places known so far are no longer its own."""
        if self._younger.size > self._half:
            self._younger, self._older = _Half(), self._younger

    @property
    def records(self) -> bytearray:
        """Return the bytes among which the places are: more are added, none is changed."""
        return self._younger.data

    @property
    def has_room(self) -> bool:
        """Say whether more fits in without anything that is forgotten."""
        return self._younger.size <= self._half and not self._older.size

    def places(self, numbers: Whole) -> Whole:
        """Return where the record of each number begins, NOWHERE where it is not there."""
        found = self._younger.places(numbers)
        if self._older.size and (found == NOWHERE).any():
            absent = np.unique(numbers[found == NOWHERE])
            older = self._older.places(absent)
            known = older != NOWHERE
            if known.any():
                self._younger.put(absent[known], *self._older.taken(older[known]))
                found = self._younger.places(numbers)
        return found

    def put(self, numbers: Whole, records: Laid, lengths: Whole) -> None:
        """Keep the *records* of *numbers*, one behind the other, where they are not there yet.

        Where there is none its length is 0.
        """
        lacking = (lengths > 0) & (self.places(numbers) == NOWHERE)
        if not lacking.all():
            records = np.frombuffer(records, np.uint8)[np.repeat(lacking, lengths)].data
            numbers, lengths = numbers[lacking], lengths[lacking]
        if len(numbers):
            self._younger.put(numbers, records, lengths)


class _Half:
    def __init__(self) -> None:
        self.data = bytearray(_BYTES)
        self.size = self._count = 0
        self._table = table(FIRST_SLOTS)

    def places(self, numbers: Whole) -> Whole:
        return places_of(self._table, numbers)

    def put(self, numbers: Whole, records: Laid, lengths: Whole) -> None:
        ends = self.size + np.cumsum(lengths)
        end = int(ends[-1])
        self._make_room(end, len(numbers))
        self.data[self.size : end] = records
        put(self._table, numbers, ends - lengths)
        self.size, self._count = end, self._count + len(numbers)

    def taken(self, places: Whole) -> tuple[memoryview, Whole]:
        """Return the records at *places*, one behind the other, and their lengths."""
        lengths = np.empty(len(places), np.int64)
        records = np.empty(lengths_of(self.data, places, lengths), np.uint8)
        copy_all(self.data, places, lengths, records)
        return records.data, lengths

    def _make_room(self, size: int, more: int) -> None:
        have = len(self.data)
        if size > have:
            room = 2 * have if have < _LARGE else have + have // _MORE
            self.data += bytes(max(size, room) - have)
        while 2 * (self._count + more) > len(self._table):
            larger = table(2 * len(self._table))
            move(self._table, larger)
            self._table = larger
