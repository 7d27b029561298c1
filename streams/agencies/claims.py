"""Who changes what they have read is the only one to do so: one change follows each version.

A change goes through a topic, and what it leads to is seen a moment later. Until then a second
one that rests on the same version would pass the same comparison; here it is found out. What has
versions that come back, as contents do, is the affair of last_sent.py.
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
TAKEN = "somebody else has just changed it; read it again in a moment"


class Claims:
    """Remembers for a minute which change follows a version, by digests alone."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    @asynccontextmanager
    async def change(
        self, thing: str, given: Condition, before: str, after: bytes
    ) -> AsyncIterator[None]:
        """Let *after* follow the version *before* of *thing*, if *given* holds.

        Raises Declined, also where another change follows it already; the same one again may. What
        is under no condition goes before all others, and nobody else's follows that version then.
        """
        given.hold(before)
        key = claim_key(await reached(space_in_force(self._redis)), f"{thing}\x1f{before}")
        said = hashlib.sha256(after).digest()
        held = await reached(self._redis.set(key, said, nx=given.bound, get=True, ex=FOR_S))
        if given.bound and held not in (None, said):
            raise Declined(412, TAKEN)
        try:
            yield
        except BaseException:
            # Whose change is on its way still is.
            await (
                self._redis.delete(key) if held is None else self._redis.set(key, held, ex=FOR_S)
            )
            raise


def claim_key(space: Space, thing: str) -> str:
    """Return the key of Redis under which a change of *thing* is remembered."""
    return space.key("claim", hashlib.sha256(thing.encode()).hexdigest()[:32])
