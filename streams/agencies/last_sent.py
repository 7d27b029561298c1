"""What was last sent of a thing: a condition does not hold while another change is on its way.

A change goes through a topic, and what it leads to is seen a moment later. Until then a second
one that rests on what is there still would pass the same comparison, and overrun the first.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from redis.asyncio import Redis

from doors.conditions import Condition
from doors.problem import Declined
from screening.space import script, space_in_force
from streams.agencies.claims import FOR_S, TAKEN, claim_key
from streams.declining import reached

GONE = ""  # the tag of what is not there


class LastSent:
    """Remembers for a minute the tag that each thing is to have."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._send = script(redis, "streams", "last_sent")

    @asynccontextmanager
    async def change(
        self, thing: str, given: Condition, before: str, after: str
    ) -> AsyncIterator[None]:
        """Let *thing*, which has the tag *before*, come to have *after*, if *given* holds.

        Raises Declined, also where another change is on its way; the same one again may. What is
        under no condition goes before all others.
        """
        given.hold(before or None)
        key = claim_key(await reached(space_in_force(self._redis)), thing)
        args: list[str | int] = [key, after, int(given.bound), before, FOR_S]
        sent, last = await reached(self._send(args=args))
        if not sent:
            raise Declined(412, TAKEN)
        try:
            yield
        except BaseException:
            # Whose change is on its way still is.
            await (
                self._redis.delete(key) if last is None else self._redis.set(key, last, ex=FOR_S)
            )
            raise

    async def note(self, tags: Mapping[str, str]) -> None:
        """Remember changes under no condition, as things and the tags that they come to have."""
        space = await reached(space_in_force(self._redis))
        async with self._redis.pipeline(transaction=False) as pipe:
            for thing, tag in tags.items():
                pipe.set(claim_key(space, thing), tag, ex=FOR_S)
            await reached(pipe.execute())
