"""The contents of entries in Redis, by their numbers. Reads only."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from redis.asyncio import Redis

from screening.compiled.compiling import Whole
from screening.record import parted
from screening.space import NotReady, Space, script
from screening.stored_entry import entry_in
from watchlist.entry import Entry


class Numbered:
    """Reads many in one call: record for comparing, keys and entry (`lua/home.lua`)."""

    def __init__(self, redis: Redis) -> None:
        self._script = script(redis, "screening", "contents")

    async def contents(self, space: Space, numbers: Sequence[int] | Whole) -> list[bytes]:
        """Return the contents of each, b"" where they mean nothing any more. Raises NotReady."""
        packed = np.asarray(numbers, ">u4").tobytes()
        reply: list[Any] = await self._script(args=[space.epoch, space.prefix, packed])
        if reply[0] == b"not-ready":
            raise NotReady("the index was lost or rebuilt")
        return [one or b"" for one in chain.from_iterable(reply[1:])]

    async def entries(self, space: Space, numbers: Sequence[int]) -> list[Entry | None]:
        """Return the entry of each, None where it has changed or is gone. Raises NotReady."""
        found = await self.contents(space, numbers)
        return [entry_in(parted(one)[1]) if one else None for one in found]
