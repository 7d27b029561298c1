"""Entries by the number of their contents: what comparing needs is read from Redis once and kept.

A number is given out anew whenever an entry changes, so what is held by number cannot be stale.
Several may ask at a time: after each await, what was there before it may be gone.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from redis.asyncio import Redis
from redis.commands.core import AsyncScript

from screening.asking import Budget
from screening.brought_up import BroughtUp, candidates_in
from screening.candidates import Listed, listed
from screening.compiled.places import NOWHERE
from screening.compiled.postings import Lists
from screening.compiled.records import Pairs
from screening.person import Person
from screening.recent import Recent
from screening.record import LAYOUT, Recorded
from screening.shelf import Shelf
from screening.space import NotReady, Space, script
from watchlist.entry import parse_entry

HELD_BYTES = 96 << 20
HITS = 4_000  # entries that were hits, kept whole


class Contents:
    """Keeps the records last compared; those that it lacks cost one more round trip for all."""

    def __init__(self, redis: Redis, held_bytes: int = HELD_BYTES, hits: int = HITS) -> None:
        self._records = script(redis, "screening", "records")
        self._entries = script(redis, "screening", "entries")
        self._shelf = Shelf(held_bytes)
        self._whole: Recent[int, Listed] = Recent(hits)
        self._prefix = ""

    async def brought_up(
        self, space: Space, asked: Sequence[tuple[Person, Budget]], lists: Lists
    ) -> BroughtUp:
        """Return whom each of those *asked* may be by their *lists*; who is gone is left out.

        Raises NotReady.
        """
        self._turn_to(space)
        who, numbers = candidates_in(asked, lists)
        self._shelf.begin()
        places = self._shelf.places(numbers)
        gone: set[int] = set()  # only Redis says so: what the shelf lacks another may have cleared
        while missing := sorted(set(numbers[places == NOWHERE].tolist()) - gone):
            gone.update(await self._fetch(space, missing))
            places = self._shelf.places(numbers)
        there = places != NOWHERE
        return BroughtUp(Pairs(who[there], places[there], self._shelf.records), numbers[there])

    async def entries(self, space: Space, found: Sequence[Recorded]) -> list[Listed | None]:
        """Return each of *found* whole; None where it has changed or is gone. Raises NotReady.

        One round trip, unless all have been hits not long ago.
        """
        self._turn_to(space)
        whole = {one.number: self._whole.get(one.number) for one in found}
        missing = [number for number, known in whole.items() if known is None]
        if missing:
            for number, json in await self._read(self._entries, space, missing):
                whole[number] = read = listed(parse_entry(json))
                self._whole.put(number, read, 1)
        return [whole[one.number] for one in found]

    def _turn_to(self, space: Space) -> None:
        if space.prefix != self._prefix:  # another build counts from one again
            self._shelf.clear()
            self._whole.clear()
            self._prefix = space.prefix

    async def _fetch(self, space: Space, missing: Sequence[int]) -> set[int]:
        """Put the records of *missing* on the shelf; return those that mean nothing any more."""
        found = dict(await self._read(self._records, space, missing))
        if not all(record.startswith(LAYOUT) for record in found.values()):
            raise NotReady("another release wrote the index; it has to be built anew")
        numbers = np.array(list(found), np.int64)
        lacking = numbers[self._shelf.places(numbers) == NOWHERE]  # another may have fetched some
        if len(lacking):
            self._shelf.put(lacking, [found[number] for number in lacking.tolist()])
        return set(missing) - found.keys()

    async def _read(
        self, script: AsyncScript, space: Space, wanted: Sequence[int]
    ) -> list[tuple[int, bytes]]:
        """Return the numbers that mean something still, each with what *script* has for it."""
        reply: list[Any] = await script(args=[space.epoch, space.prefix, *wanted])
        if reply[0] == b"not-ready":
            raise NotReady("the index was lost or rebuilt")
        if space.prefix != self._prefix:
            raise NotReady("the index was rebuilt meanwhile")
        return [(number, raw) for number, raw in zip(wanted, reply[1], strict=True) if raw]
