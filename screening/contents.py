"""Entries by the number of their contents, read from Redis once and kept ready to compare.

A number is given out anew whenever an entry changes, so what is held by number cannot be stale.
"""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from redis.asyncio import Redis

from screening.candidates import Listed, listed
from screening.space import NotReady, Space, script
from watchlist.entry import parse_entry

WIDTH = 4  # bytes of a number


class Contents:
    """Keeps the entries last compared; those that it lacks cost one more round trip for all."""

    def __init__(self, redis: Redis, size: int = 50_000) -> None:
        self._script = script(redis, "screening", "entries")
        self._size = size
        self._held: OrderedDict[bytes, Listed] = OrderedDict()
        self._prefix = ""

    async def of(self, space: Space, answers: list[bytes]) -> list[list[Listed]]:
        """Return the entries of each answer, packed numbers; an entry that is gone is left out.

        Raises NotReady.
        """
        if space.prefix != self._prefix:  # another build counts from one again
            self._held.clear()
            self._prefix = space.prefix
        asked = [_numbers(one) for one in answers]
        known = await self._known(space, dict.fromkeys(one for each in asked for one in each))
        return [[known[one] for one in each if one in known] for each in asked]

    async def _known(self, space: Space, numbers: Iterable[bytes]) -> dict[bytes, Listed]:
        known: dict[bytes, Listed] = {}
        missing = []
        for number in numbers:
            found = self._held.get(number)
            if found is None:
                missing.append(number)
            else:
                self._held.move_to_end(number)
                known[number] = found
        if missing:
            known |= await self._read(space, missing)
        return known

    async def _read(self, space: Space, missing: list[bytes]) -> dict[bytes, Listed]:
        wanted = [int.from_bytes(one) for one in missing]
        reply: list[Any] = await self._script(args=[space.epoch, space.prefix, *wanted])
        if reply[0] == b"not-ready":
            raise NotReady("the index was lost or rebuilt")
        fresh = {
            number: listed(parse_entry(json))
            for number, json in zip(missing, reply[1], strict=True)
            if json
        }
        self._held |= fresh
        while len(self._held) > self._size:
            self._held.popitem(last=False)
        return fresh


def _numbers(packed: bytes) -> list[bytes]:
    return [packed[at : at + WIDTH] for at in range(0, len(packed), WIDTH)]
