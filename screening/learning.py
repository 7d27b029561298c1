"""Reads the contents of many entries at once, for whoever learns of all of them.

No script makes their names: Redis hands over what lies there in a fraction of the time.
"""

from typing import Any

from redis.asyncio import Redis

from screening.space import EPOCH, NotReady, Space, text


async def next_contents(redis: Redis, space: Space, which: range) -> tuple[list[bytes], int]:
    """Return the contents with the numbers *which*, and the last number that there is.

    b"" stands for contents that mean nothing any more. Raises NotReady.
    """
    home = space.key("contents", "")
    async with redis.pipeline(transaction=True) as pipe:
        pipe.get(EPOCH)
        pipe.get(space.key("numbered"))
        if which:
            pipe.mget([f"{home}{number}" for number in which])
        answers: list[Any] = await pipe.execute()
    epoch, last, *found = answers
    if not space.building and text(epoch or b"") != space.epoch:
        raise NotReady("the index was lost or rebuilt")
    return [one or b"" for each in found for one in each], int(last or 0)
