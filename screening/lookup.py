"""Who on the watchlist may this be? Asked of the index alone; nothing is written or remembered."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
from redis.asyncio import Redis

from screening.asking import Budget, about, packed
from screening.brought_up import Sketched
from screening.compiled.compiling import Whole
from screening.contents import Contents
from screening.person import Person, as_persons
from screening.prepared import PreparedPassenger
from screening.record import Recorded
from screening.space import NotReady, Space, script
from watchlist.entry import Entry


class Lookup:
    """Reads candidates of one space; sketches of those it has read before are kept."""

    def __init__(self, redis: Redis, space: Space, budget: Budget | None = None) -> None:
        self._script = script(redis, "screening", "candidates", "lookup")
        self._contents = Contents(redis)
        self._space = space
        self._budget = budget

    async def candidates(self, people: Sequence[PreparedPassenger]) -> list[list[Entry]]:
        """Return, for each of *people*, the entries they may be, whole: whoever they are.

        Raises NotReady when the index is no longer that of the space.
        """
        sketched = await self.sketched(as_persons(people))
        all_of_them = np.arange(len(sketched.numbers))
        found, who = await self.recorded(sketched, all_of_them), sketched.pairs.who
        whole = self._contents.whole
        return _of_each([(int(who[nth]), whole(one)) for nth, one in found], len(people))

    async def likely(
        self, people: Sequence[PreparedPassenger], min_score: float, day: date
    ) -> list[list[Entry]]:
        """Return, for each, the entries in force on *day* that reach *min_score* in some view."""
        asked = as_persons(people)
        sketched = await self.sketched(asked)
        found = await self._contents.hits_among(self._space, asked, sketched, min_score, day)
        return _of_each(found, len(people))

    async def sketched(self, people: Sequence[Person]) -> Sketched:
        """Return who of *people* may be which entry, in sketches: two round trips mostly.

        Raises NotReady.
        """
        question = about(people, self._space.prefix, self._budget)
        sent = packed(question)
        reply: list[Any] = await self._script(args=[self._space.epoch, self._space.prefix, sent])
        if reply[0] == b"not-ready":
            raise NotReady("the index was lost or rebuilt")
        lists = question.sought.lists(reply[1:])
        return await self._contents.sketched(self._space, question.asked, lists)

    async def learn(self) -> bool:
        """Sketch some more of the entries; return whether there are others left. Raises NotReady.

        Who looks many people up does so first, as a worker does.
        """
        return await self._contents.learn(self._space)

    async def recorded(self, sketched: Sketched, which: Whole) -> list[tuple[int, Recorded]]:
        """Return which of the pairs are still there, each with its record. Raises NotReady."""
        return await self._contents.recorded(self._space, sketched, which)


def _of_each(found: Iterable[tuple[int, Entry]], people: int) -> list[list[Entry]]:
    """Return the entries *found*, of each of so many people."""
    whole: list[list[Entry]] = [[] for _ in range(people)]
    for who, one in found:
        whole[who].append(one)
    return whole
