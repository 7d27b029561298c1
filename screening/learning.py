"""Reads the contents of many entries at once, for whoever learns of all of them.

No script cuts the records out: Redis hands over what lies there, the entries behind them and all,
in a fraction of the time.
"""

from collections.abc import Sequence
from typing import Any

from redis.asyncio import Redis

from screening.space import EPOCH, NotReady, Space, text

OF_A_SHELF = 128  # contents, as lua/home.lua has it


async def on_shelves(
    redis: Redis, space: Space, which: Sequence[int]
) -> tuple[list[list[bytes]], int]:
    """Return what is on each of the shelves *which*, and how many shelves are full.

    b"" stands for contents that mean nothing any more; of a shelf of these alone there is nothing.
    Raises NotReady.
    """
    async with redis.pipeline(transaction=True) as pipe:
        pipe.get(EPOCH)
        pipe.get(space.key("shelf"))
        for shelf in which:
            pipe.lrange(space.key("contents", str(shelf)), 0, -1)
        answers: list[Any] = await pipe.execute()
    epoch, full, *found = answers
    if not space.building and text(epoch or b"") != space.epoch:
        raise NotReady("the index was lost or rebuilt")
    return found, int(full or 0)
