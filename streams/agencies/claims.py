"""Who changes what they have read is the only one to do so: one change follows each version.

A change goes through a topic, and what it leads to is seen a moment later. Until then a second
one that rests on the same version would pass the same comparison; here it is found out.
"""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from redis.asyncio import Redis

from doors.conditions import Condition
from doors.problem import Declined
from screening.space import Space, space_in_force
from streams.declining import reached

FOR_S = 60  # by then what was changed is there to be compared with
GONE = ""  # the tag of what is not there
_TAKEN = "somebody else has just changed it; read it again in a moment"


class Claims:
    """Remembers for a minute which change follows a version, by digests alone."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    @asynccontextmanager
    async def change(
        self, thing: str, given: Condition, before: str, after: bytes | None
    ) -> AsyncIterator[None]:
        """Let *after*, None: its removal, follow the tag *before* of *thing*, if *given* holds.

        Raises Declined, also where another change follows it already; the same one again may. What
        is under no condition goes before all others, and nobody else's follows that version then.
        """
        given.hold(before or None)
        key = _key(await reached(space_in_force(self._redis)), thing, before)
        said = hashlib.sha256(after or b"").digest()
        if given.bound:
            held = await reached(self._redis.set(key, said, nx=True, get=True, ex=FOR_S))
            if held not in (None, said):
                raise Declined(412, _TAKEN)
        elif after is None and before == GONE:  # whatever is on its way ends: it may be made anew
            await reached(self._redis.delete(key))
        else:
            await reached(self._redis.set(key, said, ex=FOR_S))
        try:
            yield
        except BaseException:
            await self._redis.delete(key)
            raise


def _key(space: Space, thing: str, version: str) -> str:
    digest = hashlib.sha256(f"{thing}\x1f{version}".encode()).hexdigest()[:32]
    return space.key("claim", digest)
