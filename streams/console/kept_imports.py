"""Imports as they are kept between their steps: in Redis, for an hour, one of each agency.

What one would change is large, so there is one of these too: the latest that was read.
"""

import time
from collections.abc import Callable
from typing import cast

from redis.asyncio import Redis

from access.parties import AgencyId
from doors.body import BODY_S
from doors.console.watchlist_desk import MOVING, Staged
from streams.declining import reached

PREFIX = "tocsin:console:import"
KEPT_S = 3600
COMING_S = BODY_S + 10  # a file has come by then, or was given up
DEAF_S = 20  # an import that moves and was not heard of for so long has broken off


class KeptImports:
    """Keeps how far imports have come, and what they would change; everything raises Declined."""

    def __init__(self, redis: Redis, clock: Callable[[], float] = time.time) -> None:
        self._redis = redis
        self._clock = clock

    async def of(self, agency: AgencyId) -> Staged | None:
        """Return the agency's import as far as it has come."""
        raw = await reached(self._redis.get(_key(agency)))
        if not raw:
            return None
        found = Staged.model_validate_json(raw)
        if found.state in MOVING and self._clock() - found.beat > DEAF_S:
            return found.model_copy(update={"state": "broken"})
        return found

    async def keep(self, agency: AgencyId, staged: Staged, **news: object) -> Staged:
        """Keep the import with its *news*, as heard of now; return it."""
        now = staged.model_copy(update={**news, "beat": self._clock()})
        await reached(self._redis.set(_key(agency), now.model_dump_json(), ex=KEPT_S))
        return now

    async def begin_coming(self, agency: AgencyId) -> bool:
        """Say whether a file of the agency may come: one at a time."""
        begun = await reached(self._redis.set(_coming_key(agency), b"", nx=True, ex=COMING_S))
        return bool(begun)

    async def end_coming(self, agency: AgencyId) -> None:
        """Let the next file come."""
        await reached(self._redis.delete(_coming_key(agency)))

    async def changes(self, agency: AgencyId, stamp: str) -> bytes | None:
        """Return what the import of that stamp would change, packed."""
        kept = cast("bytes | None", await reached(self._redis.get(_changes_key(agency))))
        begin = stamp.encode()
        return kept[len(begin) :] if begin and kept and kept.startswith(begin) else None

    async def keep_changes(self, agency: AgencyId, stamp: str, packed: bytes) -> None:
        """Keep that, in place of what an earlier one would have changed."""
        kept = stamp.encode() + packed
        await reached(self._redis.set(_changes_key(agency), kept, ex=KEPT_S))

    async def take(self, agency: AgencyId, stamp: str) -> bool:
        """Say whether the import of that stamp is the caller's to apply: the first one's."""
        taken = await reached(self._redis.set(_taken_key(agency, stamp), b"", nx=True, ex=KEPT_S))
        return bool(taken)

    async def give_back(self, agency: AgencyId, stamp: str) -> None:
        """Let another apply it, for the caller did not."""
        await reached(self._redis.delete(_taken_key(agency, stamp)))

    async def forget_changes(self, agency: AgencyId) -> None:
        await reached(self._redis.delete(_changes_key(agency)))

    async def forget(self, agency: AgencyId) -> None:
        await reached(self._redis.delete(_key(agency), _changes_key(agency)))


def _key(agency: AgencyId) -> str:
    return f"{PREFIX}:{agency}"


def _coming_key(agency: AgencyId) -> str:
    return f"{PREFIX}-coming:{agency}"


def _changes_key(agency: AgencyId) -> str:
    return f"{PREFIX}-changes:{agency}"


def _taken_key(agency: AgencyId, stamp: str) -> str:
    return f"{PREFIX}-taken:{agency}:{stamp}"
