"""Entries by the number of their contents: what comparing needs is read from Redis once and kept.

A number is given out anew whenever an entry changes, so what is held by number cannot be stale.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from redis.asyncio import Redis
from redis.commands.core import AsyncScript

from screening.candidates import Listed, listed
from screening.recent import Recent
from screening.record import LAYOUT, Recorded
from screening.space import NotReady, Space, script
from watchlist.entry import parse_entry

WIDTH = 4  # bytes of a number
HELD_BYTES = 96 << 20
OVERHEAD = 220  # bytes that Python takes for each beside the record itself
HITS = 4_000  # entries that were hits, kept whole


class Contents:
    """Keeps the records last compared; those that it lacks cost one more round trip for all."""

    def __init__(self, redis: Redis, held_bytes: int = HELD_BYTES, hits: int = HITS) -> None:
        self._records = script(redis, "screening", "records")
        self._entries = script(redis, "screening", "entries")
        self._held: Recent[bytes, Recorded] = Recent(held_bytes)
        self._whole: Recent[bytes, Listed] = Recent(hits)
        self._prefix = ""

    async def of(self, space: Space, answers: Iterable[bytes]) -> list[list[Recorded]]:
        """Return the entries of each answer, packed numbers; an entry that is gone is left out.

        Raises NotReady.
        """
        if space.prefix != self._prefix:  # another build counts from one again
            self._held.clear()
            self._whole.clear()
            self._prefix = space.prefix
        asked = [_numbers(one) for one in answers]
        known = await self._known(space, dict.fromkeys(one for each in asked for one in each))
        return [[known[one] for one in each if one in known] for each in asked]

    async def entries(self, space: Space, found: Sequence[Recorded]) -> list[Listed | None]:
        """Return each of *found* whole; None where it has changed or is gone. Raises NotReady.

        One round trip, unless all have been hits not long ago.
        """
        whole = {one.number: self._whole.get(one.number) for one in found}
        missing = [number for number, known in whole.items() if known is None]
        if missing:
            for number, json in await self._read(self._entries, space, missing):
                whole[number] = read = listed(parse_entry(json))
                self._whole.put(number, read, 1)
        return [whole[one.number] for one in found]

    async def _known(self, space: Space, numbers: Iterable[bytes]) -> dict[bytes, Recorded]:
        known: dict[bytes, Recorded] = {}
        missing = []
        for number in numbers:
            found = self._held.get(number)
            if found is None:
                missing.append(number)
            else:
                known[number] = found
        if missing:
            for number, record in await self._read(self._records, space, missing):
                if not record.startswith(LAYOUT):
                    raise NotReady("another release wrote the index; it has to be built anew")
                known[number] = one = Recorded(number, record)
                self._held.put(number, one, len(record) + OVERHEAD)
        return known

    async def _read(
        self, script: AsyncScript, space: Space, missing: list[bytes]
    ) -> list[tuple[bytes, bytes]]:
        """Return the numbers that mean something still, each with what *script* has for it."""
        wanted = [int.from_bytes(one) for one in missing]
        reply: list[Any] = await script(args=[space.epoch, space.prefix, *wanted])
        if reply[0] == b"not-ready":
            raise NotReady("the index was lost or rebuilt")
        return [(number, raw) for number, raw in zip(missing, reply[1], strict=True) if raw]


def _numbers(packed: bytes) -> list[bytes]:
    return [packed[at : at + WIDTH] for at in range(0, len(packed), WIDTH)]
