"""Entries by the number of their contents: what comparing needs of them, or what rules them out.

A number is given out anew whenever an entry changes, so what is held by number cannot be stale. Of
all entries sketches are held, as long as they fit in: most candidates are ruled out by those, and
the contents of the others alone are read. They are not kept: hardly anybody is read twice. Several
may ask at a time: after each await, what was there before it may be gone.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
from redis.asyncio import Redis

from screening.asking import Budget
from screening.brought_up import (
    NO_CANDIDATES,
    BroughtUp,
    Candidates,
    Sketched,
    candidates_in,
    recorded,
    together,
)
from screening.candidates import hits_among
from screening.compiled.compiling import Whole
from screening.compiled.places import NOWHERE
from screening.compiled.postings import Lists
from screening.compiled.records import Pairs
from screening.judging import worth_reading
from screening.learning import next_contents
from screening.numbered import Numbered
from screening.person import Person
from screening.recent import Recent
from screening.record import Recorded
from screening.score import logit
from screening.shelf import Shelf
from screening.sketches import OtherLayout, sketches
from screening.space import NotReady, Space
from screening.stored_entry import entry_in
from watchlist.entry import Entry

SKETCHES_BYTES = 160 << 20
HITS = 4_000  # entries that were hits, kept whole
LEARNT_AT_ONCE = 2_000  # contents: some milliseconds, then others are served


class Contents:
    """Reads entries; keeps sketches of all, and whole those that were hits."""

    def __init__(
        self, redis: Redis, sketches_bytes: int = SKETCHES_BYTES, hits: int = HITS
    ) -> None:
        self._redis = redis
        self._numbered = Numbered(redis)
        self._sketches = Shelf(sketches_bytes)
        self._whole: Recent[int, Entry] = Recent(hits)
        self._prefix = ""
        self._learnt = self._last = 0  # numbers: learnt of, and given out when last asked

    async def sketched(
        self,
        space: Space,
        asked: Sequence[tuple[Person, Budget]],
        lists: Lists,
        known: Candidates = NO_CANDIDATES,
    ) -> Sketched:
        """Return sketches of whom each of those *asked* may be by their *lists*, and those *known*.

        Who is gone is left out; what is not held is read. Raises NotReady.
        """
        self._turn_to(space)
        who, numbers = together(candidates_in(asked, lists), known)
        self._sketches.begin()
        places = self._sketches.places(numbers)
        gone: set[int] = set()  # only Redis says so: what the shelf lacks another may have cleared
        while missing := sorted(set(numbers[places == NOWHERE].tolist()) - gone):
            found = await self._read(space, np.array(missing))
            gone.update(one for one, its in zip(missing, found, strict=True) if not its)
            self._sketch(np.array(missing), found)
            places = self._sketches.places(numbers)
        there = places != NOWHERE
        return Sketched(Pairs(who[there], places[there], self._sketches.records), numbers[there])

    async def recorded(self, space: Space, sketched: Sketched, which: Whole) -> BroughtUp:
        """Return the records of *which* of those *sketched*; who is gone is left out.

        Raises NotReady.
        """
        self._turn_to(space)
        numbers, nth = np.unique(sketched.numbers[which], return_inverse=True)
        found = await self._read(space, numbers)
        return recorded(sketched.pairs.who[which], nth, numbers, found)

    async def hits_among(
        self,
        space: Space,
        people: Sequence[Person],
        sketched: Sketched,
        min_score: float,
        day: date,
    ) -> list[tuple[int, Entry]]:
        """Return the entries in force on *day* that somebody may be, in some view of them.

        Each with the number of the person among *people*; records are read of those whom sketches
        leave. Raises NotReady.
        """
        worth = worth_reading(people, sketched, logit(min_score))
        brought = await self.recorded(space, sketched, worth)
        found = hits_among(people, brought, min_score, day)
        return [(who, self.whole(one)) for who, one in found]

    def whole(self, one: Recorded) -> Entry:
        """Return the entry whose contents were read."""
        entry = self._whole.get(one.number)
        if entry is None:
            entry = entry_in(one.stored)
            self._whole.put(one.number, entry, 1)
        return entry

    async def learn(self, space: Space) -> bool:
        """Sketch some more of the entries; return whether there are others left.

        Raises NotReady.
        """
        self._turn_to(space)
        if not self._sketches.has_room:
            return False
        which = range(self._learnt + 1, min(self._learnt + LEARNT_AT_ONCE, self._last) + 1)
        found, last = await next_contents(self._redis, space, which)
        self._refuse_other_builds(space)
        self._sketch(np.arange(which.start, which.stop), found)
        self._learnt, self._last = which.stop - 1, last
        return self._learnt < last

    def _turn_to(self, space: Space) -> None:
        if space.prefix != self._prefix:  # another build counts from one again
            self._sketches.clear()
            self._whole.clear()
            self._prefix, self._learnt, self._last = space.prefix, 0, 0

    def _sketch(self, numbers: Whole, contents: Sequence[bytes]) -> None:
        """Keep the sketches of entries by their *contents*. Raises NotReady."""
        lengths = np.fromiter(map(len, contents), np.int64, len(contents))
        try:
            self._sketches.put(numbers, *sketches(bytearray().join(contents), lengths))
        except OtherLayout:
            raise NotReady("another release wrote the index; it has to be built anew") from None

    async def _read(self, space: Space, numbers: Whole) -> list[bytes]:
        """Return the contents with the *numbers*, b"" for each that means nothing any more.

        Raises NotReady.
        """
        if not len(numbers):
            return []
        found = await self._numbered.contents(space, numbers)
        self._refuse_other_builds(space)
        return found

    def _refuse_other_builds(self, space: Space) -> None:
        if space.prefix != self._prefix:
            raise NotReady("the index was rebuilt meanwhile")
