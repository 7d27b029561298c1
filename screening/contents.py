"""Entries by the number of their contents: what comparing needs is read from Redis once and kept.

A number is given out anew whenever an entry changes, so what is held by number cannot be stale. Of
all entries sketches are held, as long as they fit in: most candidates are ruled out by those, and
the records of the others alone are read. Several may ask at a time: after each await, what was
there before it may be gone.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from redis.asyncio import Redis
from redis.commands.core import AsyncScript

from screening.asking import Budget
from screening.brought_up import BroughtUp, candidates_in
from screening.candidates import Listed, hits_among, listed
from screening.compiled.compiling import Whole
from screening.compiled.places import NOWHERE
from screening.compiled.postings import Lists
from screening.compiled.records import Pairs
from screening.judging import worth_reading
from screening.person import Person
from screening.recent import Recent
from screening.record import LAYOUT, Recorded
from screening.score import logit
from screening.shelf import Shelf
from screening.sketches import sketches
from screening.space import NotReady, Space, script
from screening.stored_entry import entry_in

SKETCHES_BYTES, RECORDS_BYTES = 160 << 20, 4 << 20
HITS = 4_000  # entries that were hits, kept whole
LEARNT_AT_ONCE = 8  # shelves of contents: Redis serves others in between


class Contents:
    """Keeps what was last compared; what it lacks costs one more round trip for all."""

    def __init__(
        self,
        redis: Redis,
        sketches_bytes: int = SKETCHES_BYTES,
        records_bytes: int = RECORDS_BYTES,
        hits: int = HITS,
    ) -> None:
        self._by_number = script(redis, "screening", "home", "records")
        self._by_shelf = script(redis, "screening", "home", "sketching")
        self._entries = script(redis, "screening", "home", "entries")
        self._sketches, self._records = Shelf(sketches_bytes), Shelf(records_bytes)
        self._whole: Recent[int, Listed] = Recent(hits)
        self._prefix = ""
        self._learnt = 0

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
        first = self._learnt
        full, numbers, records = await self._asked(self._by_shelf, space, (first, LEARNT_AT_ONCE))
        self._sketch(dict(zip(map(int, numbers), records, strict=True)))
        self._learnt = max(first, min(first + LEARNT_AT_ONCE, full))
        return self._learnt < int(full)

    async def entries(self, space: Space, found: Sequence[Recorded]) -> list[Listed | None]:
        """Return each of *found* whole; None where it has changed or is gone. Raises NotReady.

        One round trip, unless all have been hits not long ago.
        """
        self._turn_to(space)
        whole = {one.number: self._whole.get(one.number) for one in found}
        missing = [number for number, known in whole.items() if known is None]
        if missing:
            for number, stored in await self._read(self._entries, space, missing):
                whole[number] = read = listed(entry_in(stored))
                self._whole.put(number, read, 1)
        return [whole[one.number] for one in found]

    def _turn_to(self, space: Space) -> None:
        if space.prefix != self._prefix:  # another build counts from one again
            self._sketches.clear()
            self._records.clear()
            self._whole.clear()
            self._prefix, self._learnt = space.prefix, 0

    async def _read_from(self, shelf: Shelf, space: Space, who: Whole, numbers: Whole) -> BroughtUp:
        """Return what *shelf* has of *numbers*, once all are on it that there are."""
        shelf.begin()
        places = shelf.places(numbers)
        gone: set[int] = set()  # only Redis says so: what the shelf lacks another may have cleared
        while missing := sorted(set(numbers[places == NOWHERE].tolist()) - gone):
            found = dict(await self._read(self._by_number, space, missing))
            gone.update(set(missing) - found.keys())
            self._sketch(found)
            _put(self._records, found)
            places = shelf.places(numbers)
        there = places != NOWHERE
        return BroughtUp(Pairs(who[there], places[there], shelf.records), numbers[there])

    def _sketch(self, found: Mapping[int, bytes]) -> None:
        """Keep the sketches of records that were *found*. Raises NotReady."""
        if not all(record.startswith(LAYOUT) for record in found.values()):
            raise NotReady("another release wrote the index; it has to be built anew")
        _put(self._sketches, found, sketches)

    async def _read(
        self, script: AsyncScript, space: Space, wanted: Sequence[int]
    ) -> list[tuple[int, bytes]]:
        """Return the numbers that mean something still, each with what *script* has for it."""
        reply = await self._asked(script, space, wanted)
        return [(number, raw) for number, raw in zip(wanted, reply[0], strict=True) if raw]

    async def _asked(self, script: AsyncScript, space: Space, said: Sequence[int]) -> list[Any]:
        """Return what *script* answers. Raises NotReady."""
        reply: list[Any] = await script(args=[space.epoch, space.prefix, *said])
        if reply[0] == b"not-ready":
            raise NotReady("the index was lost or rebuilt")
        if space.prefix != self._prefix:
            raise NotReady("the index was rebuilt meanwhile")
        return reply[1:]


def _put(
    shelf: Shelf,
    found: Mapping[int, bytes],
    made: Callable[[bytes, Whole], tuple[bytes | memoryview, Whole]] = lambda *records: records,
) -> None:
    """Put what is *made* of records on a shelf, where it is not there: another may have."""
    numbers = np.array(list(found), np.int64)
    lacking = numbers[shelf.places(numbers) == NOWHERE]
    if len(lacking):
        records = [found[number] for number in lacking.tolist()]
        lengths = np.fromiter(map(len, records), np.int64, len(records))
        shelf.put(lacking, *made(b"".join(records), lengths))
