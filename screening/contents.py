"""Entries by the number of their contents: what comparing needs is read from Redis once and kept.

A number is given out anew whenever an entry changes, so what is held by number cannot be stale. Of
all entries sketches are held, as long as they fit in: most candidates are ruled out by those, and
the records of the others alone are read. Several may ask at a time: after each await, what was
there before it may be gone.
"""

from collections.abc import Sequence
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
from redis.asyncio import Redis
from redis.commands.core import AsyncScript

from screening.asking import Budget
from screening.brought_up import BroughtUp, candidates_in
from screening.candidates import hits_among
from screening.compiled.compiling import Whole
from screening.compiled.places import NOWHERE
from screening.compiled.postings import Lists
from screening.compiled.records import Pairs
from screening.judging import worth_reading
from screening.learning import OF_A_SHELF, on_shelves
from screening.person import Person
from screening.recent import Recent
from screening.record import Recorded
from screening.score import logit
from screening.shelf import Shelf
from screening.sketches import OtherLayout, sketches
from screening.space import NotReady, Space, script
from screening.stored_entry import entry_in
from watchlist.entry import Entry

SKETCHES_BYTES, RECORDS_BYTES = 160 << 20, 2 << 20
HITS = 4_000  # entries that were hits, kept whole
LEARNT_AT_ONCE = 16  # shelves of contents: a millisecond, then others are served


class Contents:
    """Keeps what was last compared; what it lacks costs one more round trip for all."""

    def __init__(
        self,
        redis: Redis,
        sketches_bytes: int = SKETCHES_BYTES,
        records_bytes: int = RECORDS_BYTES,
        hits: int = HITS,
    ) -> None:
        self._redis = redis
        self._by_number = script(redis, "screening", "home", "records")
        self._entries = script(redis, "screening", "home", "entries")
        self._sketches, self._records = Shelf(sketches_bytes), Shelf(records_bytes)
        self._whole: Recent[int, Entry] = Recent(hits)
        self._prefix = ""
        self._learnt = self._full = 0  # shelves of contents

    async def brought_up(
        self, space: Space, asked: Sequence[tuple[Person, Budget]], lists: Lists
    ) -> BroughtUp:
        """Return sketches of whom each of those *asked* may be by their *lists*.

        Who is gone is left out. Raises NotReady.
        """
        self._turn_to(space)
        return await self._read_from(self._sketches, space, *candidates_in(asked, lists))

    async def recorded(self, space: Space, sketched: BroughtUp, which: Whole) -> BroughtUp:
        """Return the records of *which* of those *sketched*; who is gone is left out.

        Raises NotReady.
        """
        self._turn_to(space)
        who, numbers = sketched.pairs.who[which], sketched.numbers[which]
        return await self._read_from(self._records, space, who, numbers)

    async def hits_among(
        self,
        space: Space,
        people: Sequence[Person],
        sketched: BroughtUp,
        min_score: float,
        day: date,
    ) -> list[tuple[int, Recorded]]:
        """Return what `candidates.hits_among` does; records are read of those whom sketches leave.

        Raises NotReady.
        """
        worth = worth_reading(people, sketched, logit(min_score))
        return hits_among(people, await self.recorded(space, sketched, worth), min_score, day)

    async def learn(self, space: Space) -> bool:
        """Sketch some more of the entries; return whether there are others left.

        Raises NotReady.
        """
        self._turn_to(space)
        if not self._sketches.has_room:
            return False
        which = range(self._learnt, min(self._learnt + LEARNT_AT_ONCE, self._full))
        found, full = await on_shelves(self._redis, space, which)
        self._refuse_other_builds(space)
        numbers = [
            np.arange(1, len(contents) + 1) + shelf * OF_A_SHELF
            for shelf, contents in zip(which, found, strict=True)
        ]
        if numbers:
            self._sketch(np.concatenate(numbers), list(chain.from_iterable(found)))
        self._learnt, self._full = which.stop, full
        return self._learnt < full

    async def entries(self, space: Space, found: Sequence[Recorded]) -> list[Entry | None]:
        """Return each of *found* whole; None where it has changed or is gone. Raises NotReady.

        One round trip, unless all have been hits not long ago.
        """
        self._turn_to(space)
        whole = {one.number: self._whole.get(one.number) for one in found}
        missing = [number for number, known in whole.items() if known is None]
        if missing:
            for number, stored in await self._read(self._entries, space, missing):
                whole[number] = read = entry_in(stored)
                self._whole.put(number, read, 1)
        return [whole[one.number] for one in found]

    def _turn_to(self, space: Space) -> None:
        if space.prefix != self._prefix:  # another build counts from one again
            self._sketches.clear()
            self._records.clear()
            self._whole.clear()
            self._prefix, self._learnt, self._full = space.prefix, 0, 0

    async def _read_from(self, shelf: Shelf, space: Space, who: Whole, numbers: Whole) -> BroughtUp:
        """Return what *shelf* has of *numbers*, once all are on it that there are."""
        shelf.begin()
        places = shelf.places(numbers)
        gone: set[int] = set()  # only Redis says so: what the shelf lacks another may have cleared
        while missing := sorted(set(numbers[places == NOWHERE].tolist()) - gone):
            found = dict(await self._read(self._by_number, space, missing))
            gone.update(set(missing) - found.keys())
            read, records = np.array(list(found), np.int64), list(found.values())
            self._sketch(read, records)
            self._records.put(read, *_joined(records))
            places = shelf.places(numbers)
        there = places != NOWHERE
        return BroughtUp(Pairs(who[there], places[there], shelf.records), numbers[there])

    def _sketch(self, numbers: Whole, records: Sequence[bytes]) -> None:
        """Keep the sketches of *records*, whatever comes behind them. Raises NotReady."""
        try:
            self._sketches.put(numbers, *sketches(*_joined(records)))
        except OtherLayout:
            raise NotReady("another release wrote the index; it has to be built anew") from None

    async def _read(
        self, script: AsyncScript, space: Space, wanted: Sequence[int]
    ) -> list[tuple[int, bytes]]:
        """Return the numbers that mean something still, each with what *script* has for it.

        Raises NotReady.
        """
        reply: list[Any] = await script(args=[space.epoch, space.prefix, *wanted])
        if reply[0] == b"not-ready":
            raise NotReady("the index was lost or rebuilt")
        self._refuse_other_builds(space)
        return [(number, raw) for number, raw in zip(wanted, reply[1], strict=True) if raw]

    def _refuse_other_builds(self, space: Space) -> None:
        if space.prefix != self._prefix:
            raise NotReady("the index was rebuilt meanwhile")


def _joined(records: Sequence[bytes]) -> tuple[bytearray, Whole]:
    """Return *records*, one behind the other, and their lengths."""
    lengths = np.fromiter(map(len, records), np.int64, len(records))
    return bytearray().join(records), lengths
