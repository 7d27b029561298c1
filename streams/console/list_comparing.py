"""A file that an agency sent, compared with what is held of its list: the delta that is shown."""

import asyncio
from collections.abc import Collection
from pathlib import Path

from redis.asyncio import Redis

from access.parties import AgencyId
from doors.console.watchlist_desk import ImportWish, Sample, Staged
from screening.entry_join import EntryJoin
from screening.held_entry import HeldEntries
from screening.space import space_in_force
from streams.console.changes import ListReader, called
from streams.console.kept_imports import KeptImports
from streams.declining import reached
from streams.importing import Order, Outcome
from streams.list_versions import tag_of_list
from streams.standing import OnLists, lists_beside
from watchlist.entry import EntryKey, Sharing
from watchlist.formats.recognise import recognise
from watchlist.formats.rows import ListError, ListFile, Terms

BEAT_S = 0.5


class Comparing:
    """Compares files with lists; *agencies* are those that a list may be shared with."""

    def __init__(
        self, redis: Redis, kept: KeptImports, entries: EntryJoin, agencies: Collection[AgencyId]
    ) -> None:
        self._redis = redis
        self._kept = kept
        self._entries = entries
        self._agencies = agencies
        self._whole = HeldEntries(redis)

    async def held(self, agency: AgencyId, name: str | None) -> dict[str, str]:
        """Return id to digest of what is held of a list, or of all; raises Declined."""
        return await reached(self._held(agency, name))

    async def compare(self, agency: AgencyId, staged: Staged, path: Path) -> None:
        """Keep what the file would change, telling how far it is; raises ListError, Declined."""
        try:
            source = await asyncio.to_thread(recognise, path)
            order = self._order(agency, staged.wish, source)
            held = await self.held(agency, order.list_name)
            others = await reached(self._beside(order))
            standing = others.from_thread(self._redis) if others else None
            outcome, reader = Outcome(), ListReader(order, held, standing)
            staged = staged.model_copy(update={"format": source.format_name, "total": source.size})
            working = asyncio.ensure_future(asyncio.to_thread(reader.read, outcome))
            while not working.done():
                done = min(outcome.tally.bytes_read, source.size)
                await self._kept.keep(agency, staged, done=done)
                await asyncio.wait([working], timeout=BEAT_S)
            packed = await reached(working)
        except ListError as problem:  # told without where the file is here
            raise ListError(str(problem).replace(f"{path}: ", "")) from problem
        await self._kept.keep_changes(agency, staged.stamp, packed)
        removed = [await self._sample(agency, one.id) for one in reader.samples["removed"]]
        reader.samples["removed"] = removed
        outcome.summary.skipped = outcome.tally.skipped
        await self._kept.keep(
            agency,
            staged,
            state="read",
            list=order.list_name,
            counts=outcome.summary,
            bad_rows=tuple(str(one) for one in outcome.bad),
            samples={kind: tuple(some) for kind, some in reader.samples.items()},
            held=tag_of_list(held),
            entries=len(held),
        )

    async def _held(self, agency: AgencyId, name: str | None) -> dict[str, str]:
        space = await space_in_force(self._redis)
        return await self._entries.digests(space, agency, name)

    async def _beside(self, order: Order) -> OnLists | None:
        if order.move:
            return None
        space = await space_in_force(self._redis)
        return await lists_beside(self._entries, space, order.owner, order.list_name)

    async def _sample(self, agency: AgencyId, item: str) -> Sample:
        space = await reached(space_in_force(self._redis))
        entry = await reached(self._whole.entry(space, EntryKey(f"{agency}/{item}")))
        return Sample(id=item, name=called(entry) if entry else "")

    def _order(self, agency: AgencyId, wish: ImportWish, source: ListFile) -> Order:
        terms = Terms(
            agency, wish.list, wish.category, wish.severity, Sharing(visible_to=wish.share)
        )
        return Order(
            source, terms, self._agencies, replace=wish.replace, patience_s=0, move=wish.move
        )
