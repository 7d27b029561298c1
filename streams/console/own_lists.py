"""An agency's own entries as the index has them: its lists, page by page, and by id or name."""

import asyncio
import heapq
from collections.abc import Iterable
from functools import partial
from itertools import islice

from pydantic import ValidationError
from redis.asyncio import Redis

from access.parties import AgencyId
from doors.console.watchlist_desk import EntryPage, ListState
from manifests.contract import Passenger
from screening.asking import Budget
from screening.entry_join import EntryJoin, lists_changed, lists_revised
from screening.held_entry import HeldEntries
from screening.lookup import Lookup
from screening.prepared import prepare_passenger
from screening.ranking import ranked
from screening.space import Space, space_in_force, text
from streams.declining import reached
from streams.list_versions import ListVersions, tag_of_list
from watchlist.entry import Entry, EntryKey

AT_ONCE = 25
_IDS_MOST = 200_000  # looked through for a part of an id
_ANYBODY = 1e-6  # a score: whoever shares a part of the name, the likeliest first
# Of everybody's entries, of which others' go: rarely asked, so more are read than for an officer.
_BUDGET = Budget(names=1_000, tokens=1_000)


class OwnLists:
    """Reads; what it computes of a whole list is kept until the list changes."""

    def __init__(self, redis: Redis, entries: EntryJoin) -> None:
        self._redis = redis
        self._entries = entries
        self._lookup: tuple[Space, Lookup] | None = None
        self._held = HeldEntries(redis)
        self._versions = ListVersions(redis)
        self._tags: dict[tuple[Space, str], tuple[int | None, int, str]] = {}

    async def lists(self, agency: AgencyId) -> tuple[ListState, ...]:
        """Return every list on which the agency has entries, or had an import; raises Declined."""
        return await reached(self._lists(agency))

    async def page(self, agency: AgencyId, name: str, after: str) -> EntryPage:
        """Return entries of one list in the order of their ids; raises Declined."""
        return await reached(self._page(agency, name, after))

    async def find(self, agency: AgencyId, asked: str) -> EntryPage:
        """Return entries whose id holds what is asked, then those so named; raises Declined."""
        return await reached(self._find(agency, asked))

    async def _lists(self, agency: AgencyId) -> tuple[ListState, ...]:
        space = await space_in_force(self._redis)
        changed = await lists_changed(self._redis, space)
        revised = await lists_revised(self._redis, space)  # before the lists are read
        found = []
        for name in await self._entries.lists(space, agency):
            key = f"{agency}/{name}"
            count, tag = await self._whole_list(space, agency, name, revised.get(key))
            versions = await self._versions.of(agency, name)
            found.append(ListState(name, count, tag, changed.get(key), versions))
        return tuple(found)

    async def _whole_list(
        self, space: Space, agency: AgencyId, name: str, revision: int | None
    ) -> tuple[int, str]:
        """Return how many entries a list has, and its tag."""
        key = (space, f"{agency}/{name}")
        kept = self._tags.get(key)
        if kept is None or kept[0] != revision:
            digests = await self._entries.digests(space, agency, name)
            kept = (revision, len(digests), await asyncio.to_thread(tag_of_list, digests))
            self._tags[key] = kept
        return kept[1:]

    async def _page(self, agency: AgencyId, name: str, after: str) -> EntryPage:
        space = await space_in_force(self._redis)
        raw = await self._redis.hkeys(space.key("digests", f"{agency}/{name}"))
        ids = await asyncio.to_thread(_next, raw, after, AT_ONCE + 1)
        found = await self._whole(space, agency, ids[:AT_ONCE])
        return EntryPage(found, ids[AT_ONCE - 1] if len(ids) > AT_ONCE else None)

    async def _find(self, agency: AgencyId, asked: str) -> EntryPage:
        space = await space_in_force(self._redis)
        people = await self._named(space, agency, asked)
        ids = [*await self._ids(space, agency, asked), *(one.id for one in people)]
        found = await self._whole(space, agency, islice(dict.fromkeys(ids), AT_ONCE + 1))
        return EntryPage(found[:AT_ONCE], more=len(found) > AT_ONCE)

    async def _ids(self, space: Space, agency: AgencyId, asked: str) -> list[str]:
        """Return ids that hold *asked*: the one that is just this, then those that begin so."""
        part = asked.casefold()
        if not part or any(one.isspace() for one in part):
            return []
        found = {one.id for one in await self._whole(space, agency, [asked])}
        for name in await self._entries.lists(space, agency):
            met = seen = 0
            key = space.key("digests", f"{agency}/{name}")
            async for raw, _ in self._redis.hscan_iter(key, count=1000):
                item, seen = text(raw), seen + 1
                if part in item.casefold():
                    found.add(item)
                    met += 1
                if met > AT_ONCE or seen >= _IDS_MOST:
                    break
        return sorted(found, key=lambda one: (one != asked, not one.startswith(asked), one))

    async def _named(self, space: Space, agency: AgencyId, asked: str) -> list[Entry]:
        """Return entries so named, the likeliest first; in force today, some day or no more."""
        try:
            prepared = prepare_passenger(Passenger(surname=asked))
        except ValidationError:  # no name
            return []
        if not prepared.name.readings:
            return []
        if self._lookup is None or self._lookup[0] != space:
            self._lookup = space, Lookup(self._redis, space, _BUDGET)
        (found,) = await self._lookup[1].candidates([prepared])
        own = [one for one in found if one.owner == agency]
        likeliest = partial(ranked, asker=agency, min_score=_ANYBODY, day=None)
        return [one.entry for one in await asyncio.to_thread(likeliest, prepared, own)]

    async def _whole(self, space: Space, agency: AgencyId, ids: Iterable[str]) -> tuple[Entry, ...]:
        keys = [EntryKey(f"{agency}/{one}") for one in ids]
        found = [await self._held.entry(space, one) for one in keys]
        return tuple(one for one in found if one is not None)


def _next(raw: Iterable[bytes | str], after: str, most: int) -> list[str]:
    """Return the first ids behind *after*, in their order."""
    return heapq.nsmallest(most, (one for one in map(text, raw) if one > after))
