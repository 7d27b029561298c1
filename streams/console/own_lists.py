"""An agency's own entries as the index has them: its lists, page by page, and by id or name."""

import asyncio
import heapq
from collections.abc import Iterable

from pydantic import ValidationError
from redis.asyncio import Redis

from access.parties import AgencyId
from doors.console.watchlist_desk import EntryPage, ListState
from manifests.contract import Passenger
from screening.entry_join import EntryJoin, lists_changed, lists_revised
from screening.held_entry import HeldEntries
from screening.prepared import prepare_passenger
from screening.space import Space, space_in_force, text
from streams.agencies.checking import Listing
from streams.declining import reached
from streams.list_versions import ListVersions, tag_of_list
from watchlist.entry import Entry, EntryKey

AT_ONCE = 25
_IDS_MOST = 200_000  # looked through for a part of an id
_ANYBODY = 1e-6  # a score: whoever shares a part of the name, the likeliest first


class OwnLists:
    """Reads; what it computes of a whole list is kept until the list changes."""

    def __init__(self, redis: Redis, entries: EntryJoin, listing: Listing) -> None:
        self._redis = redis
        self._entries = entries
        self._listing = listing
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
        ids = await self._ids(space, agency, asked)
        people = await self._named(agency, asked)
        wanted = dict.fromkeys([*ids, *(one.id for one in people)])
        return EntryPage(await self._whole(space, agency, list(wanted)[:AT_ONCE]))

    async def _ids(self, space: Space, agency: AgencyId, asked: str) -> list[str]:
        """Return ids that hold *asked*; one is a whole id, and comes first."""
        part, found = asked.casefold(), []
        if not part or any(one.isspace() for one in part):
            return []
        for name in await self._entries.lists(space, agency):
            seen = 0
            key = space.key("digests", f"{agency}/{name}")
            async for raw, _ in self._redis.hscan_iter(key, count=1000):
                item, seen = text(raw), seen + 1
                if part in item.casefold():
                    found.append(item)
                if len(found) >= AT_ONCE or seen >= _IDS_MOST:
                    break
        return sorted(found, key=lambda one: (one != asked, one))

    async def _named(self, agency: AgencyId, asked: str) -> Iterable[Entry]:
        try:
            prepared = prepare_passenger(Passenger(surname=asked))
        except ValidationError:  # no name
            return ()
        if not prepared.name.readings:
            return ()
        found = await self._listing.likely(prepared, asker=agency, min_score=_ANYBODY)
        return [one.entry for one in found if one.entry.owner == agency]

    async def _whole(self, space: Space, agency: AgencyId, ids: Iterable[str]) -> tuple[Entry, ...]:
        keys = [EntryKey(f"{agency}/{one}") for one in ids]
        found = [await self._held.entry(space, one) for one in keys]
        return tuple(one for one in found if one is not None)


def _next(raw: Iterable[bytes | str], after: str, most: int) -> list[str]:
    """Return the first ids behind *after*, in their order."""
    return heapq.nsmallest(most, (one for one in map(text, raw) if one > after))
