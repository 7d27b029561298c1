"""Whom an entry would find if it were contributed: the join of entries, without its write."""

import asyncio
from datetime import datetime

from redis.asyncio import Redis

from screening import asking
from screening.entry_facts import Asked, entry_facts
from screening.facts import Facts
from screening.space import NotReady, Space, script
from watchlist.entry import Entry

_SOURCE = "dry-run"


class DryRun:
    """Asks who is on the way; the index is as it was before."""

    def __init__(self, redis: Redis, *, min_score: float) -> None:
        self._script = script(redis, "screening", "candidates", "held", "on_the_way", "would_meet")
        self._min_score = min_score

    async def facts(self, space: Space, entry: Entry, now: datetime) -> tuple[Facts, ...]:
        """Return what EntryJoin.apply would, were *entry* new. Raises NotReady."""
        arguments = await asyncio.to_thread(asking.listed, entry)
        reply = await self._script(args=[space.epoch, space.prefix, *arguments])
        if reply[0] == b"not-ready":
            raise NotReady("the index was lost or rebuilt")
        asked = Asked(entry.key, entry, _SOURCE, now)
        return await asyncio.to_thread(entry_facts, asked, [], reply, self._min_score)
