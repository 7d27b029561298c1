"""Entries by the number of their contents: what comparing needs of them, or what rules them out.

A number is given out anew whenever an entry changes, so what is held by number cannot be stale. Of
all entries sketches are held, as long as they fit in: nearly all candidates are ruled out by those,
and the contents of the others alone are read. They are not kept: hardly anybody is read twice.
Several may ask at a time: after each await, what was there before it may be gone.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
from redis.asyncio import Redis

from screening.asking import Budget
from screening.brought_up import (
    NO_CANDIDATES,
    Candidates,
    Left,
    Sketched,
    candidates_in,
    together,
)
from screening.candidates import hits_among
from screening.compiled.compiling import Whole
from screening.compiled.marking import Pairs
from screening.compiled.places import NOWHERE
from screening.compiled.postings import Lists
from screening.judging import marks_of
from screening.learning import next_contents
from screening.numbered import Numbered
from screening.person import Person
from screening.recent import Recent
from screening.record import Recorded, parted
from screening.score import logit
from screening.shelf import Shelf
from screening.sketches import OtherLayout, Words, sketches
from screening.space import NotReady, Space
from screening.stored_entry import entry_in
from watchlist.entry import Entry

SKETCHES_BYTES = 160 << 20
WORDS_BYTES = 64 << 20
HITS = 4_000  # entries that were hits, kept whole
LEARNT_AT_ONCE = 2_000  # contents: some milliseconds, then others are served


class Contents:
    """Reads entries; keeps sketches of all, and whole those that were hits."""

    def __init__(
        self,
        redis: Redis,
        sketches_bytes: int = SKETCHES_BYTES,
        hits: int = HITS,
        words_bytes: int = WORDS_BYTES,
    ) -> None:
        self._redis = redis
        self._numbered = Numbered(redis)
        self._sketches, self._words = Shelf(sketches_bytes), Words()
        self._words_bytes = words_bytes
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
        if self._words.size > self._words_bytes:  # most are of entries that are gone
            self._forget_sketches()
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
        held = self._sketches.records, self._words.data
        return Sketched(Pairs(who[there], places[there], *held), numbers[there])

    async def recorded(
        self, space: Space, sketched: Sketched, which: Whole
    ) -> list[tuple[int, Recorded]]:
        """Return *which* of those *sketched* are still there, each with its record.

        Raises NotReady.
        """
        self._turn_to(space)
        numbers = sketched.numbers[which].tolist()
        each = dict.fromkeys(numbers)
        read = await self._read(space, np.array(list(each)))
        found = {
            one: Recorded(one, *parted(its)) for one, its in zip(each, read, strict=True) if its
        }
        pairs = zip(which.tolist(), numbers, strict=True)
        return [(nth, found[one]) for nth, one in pairs if one in found]

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
        pairs = sketched.pairs
        marks = marks_of([one.packed for one in people], pairs, logit(min_score))
        worth = await self.recorded(space, sketched, np.flatnonzero(marks))
        left = (Left(int(pairs.who[nth]), int(marks[nth]), one) for nth, one in worth)
        found = hits_among(people, left, min_score, day)
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
        if not self._sketches.has_room or self._words.size > self._words_bytes:
            return False
        which = range(self._learnt + 1, min(self._learnt + LEARNT_AT_ONCE, self._last) + 1)
        found, last = await next_contents(self._redis, space, which)
        self._refuse_other_builds(space)
        self._sketch(np.arange(which.start, which.stop), found)
        self._learnt, self._last = which.stop - 1, last
        return self._learnt < last

    def _turn_to(self, space: Space) -> None:
        if space.prefix != self._prefix:  # another build counts from one again
            self._forget_sketches()
            self._whole.clear()
            self._prefix, self._learnt, self._last = space.prefix, 0, 0

    def _forget_sketches(self) -> None:
        self._sketches.clear()
        self._words = Words()

    def _sketch(self, numbers: Whole, contents: Sequence[bytes]) -> None:
        """Keep the sketches of entries by their *contents*. Raises NotReady."""
        lengths = np.fromiter(map(len, contents), np.int64, len(contents))
        try:
            made = sketches(bytearray().join(contents), lengths, self._words)
            self._sketches.put(numbers, *made)
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
