"""Lists that are imported by a file: read, shown as a delta, and applied once somebody says so.

It goes by the agency's own topic, as whatever comes by HTTP, and is on record before it is sent.
Between the steps an import is in Redis, so that any server can take the next one.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any
from uuid import uuid4

from redis.asyncio import Redis

from access.parties import AgencyId, Parties
from doors.console.watchlist_desk import MOVING, ImportWish, Staged
from doors.gate import Asking
from doors.problem import Declined
from screening.entry_join import EntryJoin
from screening.space import space_in_force
from streams.console.kept_imports import KeptImports
from streams.console.list_applying import Applying
from streams.console.list_comparing import Comparing
from streams.console.spool import spool
from streams.declining import reached
from streams.list_versions import tag_of_list
from streams.on_record import OnRecord
from streams.publisher import Publishing
from watchlist.formats.rows import ListError

_UNDER_WAY = "an import of your agency is under way; wait for its end"
_COMING = "another file of your agency is on its way; wait until it has come"
_SHRINKS = "most of the list would go; tick that it is meant"
_GONE = "there is no such import any more; choose the file again"


class Imports:
    """Takes the imports of agencies from step to step, one at a time of each."""

    def __init__(
        self,
        redis: Redis,
        publisher: Publishing,
        parties: Parties,
        on_record: OnRecord,
        *,
        entries: EntryJoin,
    ) -> None:
        self._redis = redis
        self._agencies = parties.agencies
        self._kept = kept = KeptImports(redis)
        self._comparing = Comparing(redis, kept, entries, parties.agencies)
        self._applying = Applying(redis, kept, entries, publisher, on_record)
        self._working: set[asyncio.Task[None]] = set()

    async def staged(self, agency: AgencyId) -> Staged | None:
        """Return the agency's import as far as it has come; raises Declined."""
        return await self._kept.of(agency)

    async def drop(self, agency: AgencyId) -> None:
        """Forget the agency's import, unless it moves; raises Declined."""
        await self._refuse_second(agency)
        await self._kept.forget(agency)

    async def read(self, asking: Asking, wish: ImportWish, chunks: AsyncIterator[bytes]) -> None:
        """Take the file in and begin to read it; raises Declined."""
        agency = asking.agency
        if any(one != "*" and one not in self._agencies for one in wish.share):
            raise Declined(400, "share: names an agency that there is not")
        await self._refuse_second(agency)
        await reached(space_in_force(self._redis))
        if not await self._kept.begin_coming(agency):
            raise Declined(409, _COMING)
        folder = spool()
        try:
            path = Path(folder.name) / "list"
            with path.open("wb") as file:
                async for chunk in chunks:
                    await asyncio.to_thread(file.write, chunk)
            await self._refuse_second(agency)  # it may have been applied while this came
            begun = Staged(stamp=uuid4().hex, wish=wish, state="reading")
            staged = await self._kept.keep(agency, begun)
        except BaseException:
            folder.cleanup()
            raise
        finally:
            await self._kept.end_coming(agency)

        async def reading() -> None:
            try:
                await self._comparing.compare(agency, staged, path)
            finally:
                await asyncio.to_thread(folder.cleanup)

        self._begin(agency, staged, reading())

    async def apply(self, asking: Asking, stamp: str, shrink: bool = False) -> None:
        """Begin to send what was shown as *stamp*; raises Declined, also where most would go."""
        agency = asking.agency
        staged = await self._kept.of(agency)
        packed = await self._kept.changes(agency, stamp)
        if staged is None or staged.stamp != stamp or staged.state != "read":
            raise Declined(409, _GONE if staged is None else _UNDER_WAY)
        if packed is None:
            raise Declined(409, _GONE)
        if staged.shrinks and not shrink:
            raise Declined(409, _SHRINKS)
        if not await self._kept.take(agency, stamp):
            raise Declined(409, _UNDER_WAY)
        try:
            await self._apply(asking, staged, packed)
        except Declined:
            await self._kept.give_back(agency, stamp)
            raise

    async def _apply(self, asking: Asking, staged: Staged, packed: bytes) -> None:
        agency = asking.agency
        held = await self._comparing.held(agency, staged.list)
        if tag_of_list(held) != staged.held:
            await self._kept.keep(agency, staged, state="changed")
            return
        total = staged.changes
        moving = await self._kept.keep(agency, staged, state="sending", done=0, total=total)
        self._begin(agency, moving, self._applying.apply(asking, moving, packed))

    async def _refuse_second(self, agency: AgencyId) -> None:
        staged = await self._kept.of(agency)
        if staged is not None and staged.state in MOVING:
            raise Declined(409, _UNDER_WAY)

    def _begin(self, agency: AgencyId, staged: Staged, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._guarded(agency, staged, work))
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    async def _guarded(
        self, agency: AgencyId, staged: Staged, work: Coroutine[Any, Any, None]
    ) -> None:
        """Do it, and say where it broke off: what was sent by then stays."""
        try:
            await work
        except (Declined, ListError) as problem:
            said = problem.problem.detail if isinstance(problem, Declined) else str(problem)
            state = "refused" if staged.state == "reading" else "broken"
            now = await self._kept.of(agency) or staged
            await self._kept.keep(agency, now, state=state, problem=said)
