"""Lists that are imported by a file: read, shown as a delta, and applied once somebody says so.

Between the steps an import is in Redis, for an hour, so that any server can take the next one. It
goes by the agency's own topic, as whatever comes by HTTP, and is on record before it is sent.
"""

import asyncio
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from redis.asyncio import Redis

from access.parties import AgencyId, Parties
from doors.console.watchlist_desk import MOVING, ImportWish, Sample, Staged
from doors.gate import Asking
from doors.problem import Declined
from screening.entry_join import EntryJoin
from screening.held_entry import HeldEntries
from screening.space import Space, space_in_force, text
from streams.console.changes import Change, ListReader, batches, called, unpacked
from streams.declining import reached
from streams.importing import Order, Outcome
from streams.list_versions import ListVersions, tag_of_list, version_of
from streams.on_record import OnRecord
from streams.publisher import Outgoing, Publishing
from streams.topics import watchlist_topic
from watchlist.entry import EntryKey, Sharing, entry_json
from watchlist.formats.recognise import recognise
from watchlist.formats.rows import ListError, ListFile, Terms

KEPT_S = 3600
BEAT_S = 0.5
DEAF_S = 20  # an import that moves and was not heard of for so long has broken off
PATIENCE_S = 30.0  # for an index that does not move
_UNDER_WAY = "an import of your agency is under way; wait for its end"
_GONE = "there is no such import any more; choose the file again"


class Imports:
    """Reads, keeps and applies the imports of agencies, one at a time of each."""

    def __init__(  # noqa: PLR0913  # what an import goes through
        self,
        redis: Redis,
        publisher: Publishing,
        parties: Parties,
        on_record: OnRecord,
        *,
        entries: EntryJoin,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._redis = redis
        self._publisher = publisher
        self._parties = parties
        self._on_record = on_record
        self._entries = entries
        self._clock = clock
        self._versions = ListVersions(redis)
        self._whole = HeldEntries(redis)
        self._working: set[asyncio.Task[None]] = set()

    async def staged(self, agency: AgencyId) -> Staged | None:
        """Return the agency's import as far as it has come; raises Declined."""
        raw = await reached(self._redis.get(_key(agency)))
        if not raw:
            return None
        found = Staged.model_validate_json(raw)
        if found.state in MOVING and self._clock() - found.beat > DEAF_S:
            return found.model_copy(update={"state": "broken"})
        return found

    async def drop(self, agency: AgencyId) -> None:
        """Forget the agency's import, unless it moves; raises Declined."""
        await self._refuse_second(agency)
        await reached(self._redis.delete(_key(agency), _changes_key(agency)))

    async def read(self, asking: Asking, wish: ImportWish, chunks: AsyncIterator[bytes]) -> None:
        """Take the file in and begin to read it; raises Declined."""
        agency = asking.agency
        unknown = [one for one in wish.share if one != "*" and one not in self._parties.agencies]
        if unknown:
            raise Declined(400, "share: names an agency that there is not")
        await self._refuse_second(agency)
        await reached(space_in_force(self._redis))
        folder = tempfile.TemporaryDirectory(prefix="tocsin-import-")
        try:
            path = Path(folder.name) / "list"
            with path.open("wb") as file:
                async for chunk in chunks:
                    await asyncio.to_thread(file.write, chunk)
            staged = Staged(stamp=uuid4().hex, wish=wish, state="reading", beat=self._clock())
            await self._keep(agency, staged)
        except BaseException:
            folder.cleanup()
            raise

        async def reading() -> None:
            try:
                await self._read(agency, staged, path)
            finally:
                await asyncio.to_thread(folder.cleanup)

        self._begin(agency, staged, reading())

    async def apply(self, asking: Asking, stamp: str) -> None:
        """Begin to send what was shown as *stamp*; raises Declined."""
        agency = asking.agency
        staged = await self.staged(agency)
        packed = await reached(self._redis.get(_changes_key(agency)))
        if staged is None or staged.stamp != stamp or staged.state != "read" or packed is None:
            raise Declined(409, _GONE if staged is None else _UNDER_WAY)
        held = await reached(self._held(agency, staged.list))
        if tag_of_list(held) != staged.held:
            await self._keep(agency, staged.model_copy(update={"state": "changed"}))
            return
        total = staged.changes
        moving = staged.model_copy(
            update={"state": "sending", "done": 0, "total": total, "beat": self._clock()}
        )
        await self._keep(agency, moving)
        self._begin(agency, moving, self._apply(asking, moving, _bytes(packed)))

    async def _refuse_second(self, agency: AgencyId) -> None:
        staged = await self.staged(agency)
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
            now = await self.staged(agency) or staged
            told = {"state": state, "problem": said, "beat": self._clock()}
            await self._keep(agency, now.model_copy(update=told))

    async def _keep(self, agency: AgencyId, staged: Staged) -> None:
        await reached(self._redis.set(_key(agency), staged.model_dump_json(), ex=KEPT_S))

    async def _held(self, agency: AgencyId, name: str | None) -> dict[str, str]:
        space = await space_in_force(self._redis)
        return await self._entries.digests(space, agency, name)

    async def _read(self, agency: AgencyId, staged: Staged, path: Path) -> None:
        wish = staged.wish
        try:
            source = await asyncio.to_thread(recognise, path)
        except ListError as problem:
            raise ListError(_about(problem, path)) from problem
        order = self._order(agency, wish, source)
        held = await reached(self._held(agency, order.list_name))
        outcome, reader = Outcome(), ListReader(order, held)
        staged = staged.model_copy(update={"format": source.format_name, "total": source.size})
        working = asyncio.ensure_future(asyncio.to_thread(reader.read, outcome))
        while not working.done():
            done = outcome.tally.bytes_read
            told = {"done": min(done, source.size), "beat": self._clock()}
            await self._keep(agency, staged.model_copy(update=told))
            await asyncio.wait([working], timeout=BEAT_S)
        try:
            packed = working.result()
        except ListError as problem:
            raise ListError(_about(problem, path)) from problem
        await reached(self._redis.set(_changes_key(agency), packed, ex=KEPT_S))
        removed = [await self._sample(agency, one.id) for one in reader.samples["removed"]]
        reader.samples["removed"] = removed
        counts = outcome.summary
        read: dict[str, object] = {
            "state": "read",
            "list": order.list_name,
            "added": counts.added,
            "changed": counts.changed,
            "removed": counts.removed,
            "unchanged": counts.unchanged,
            "bad": counts.bad,
            "kept": counts.kept,
            "skipped": outcome.tally.skipped,
            "bad_rows": tuple(str(one) for one in outcome.bad),
            "samples": {kind: tuple(some) for kind, some in reader.samples.items()},
            "held": tag_of_list(held),
            "beat": self._clock(),
        }
        await self._keep(agency, staged.model_copy(update=read))

    async def _sample(self, agency: AgencyId, item: str) -> Sample:
        space = await reached(space_in_force(self._redis))
        entry = await reached(self._whole.entry(space, EntryKey(f"{agency}/{item}")))
        return Sample(id=item, name=called(entry) if entry else "")

    def _order(self, agency: AgencyId, wish: ImportWish, source: ListFile) -> Order:
        terms = Terms(
            agency, wish.list, wish.category, wish.severity, Sharing(visible_to=wish.share)
        )
        return Order(source, terms, self._parties.agencies, replace=wish.replace, patience_s=0)

    async def _apply(self, asking: Asking, staged: Staged, packed: bytes) -> None:
        agency, done = asking.agency, 0
        pending: defaultdict[str, dict[str, str]] = defaultdict(dict)
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for batch in batches(unpacked(packed)):
            keys = [f"{agency}/{one.id}" for one in batch]
            await asking.note("changed", "watchlist", *(f"entry:{one}" for one in keys))
            records = [self._record(agency, one) for one in batch]
            await reached(self._publisher.publish(*records))
            for one in batch:
                pending[one.list][one.id] = one.digest
                counts[one.list][one.kind] += 1
            done += len(batch)
            told = {"done": done, "beat": self._clock()}
            await self._keep(agency, staged.model_copy(update=told))
        left = await self._settled(agency, staged, pending)
        for name, count in counts.items():
            await self._note_version(asking, staged, name, count)
        await reached(self._redis.delete(_changes_key(agency)))
        over: dict[str, object] = {"state": "done", "done": staged.total - left}
        await self._keep(agency, staged.model_copy(update=over | {"beat": self._clock()}))

    def _record(self, agency: AgencyId, one: Change) -> Outgoing:
        topic = watchlist_topic(agency)
        value = None if one.entry is None else entry_json(one.entry)
        return Outgoing(
            topic, value, one.id, self._on_record.header(topic, value, f"{agency}/{one.id}")
        )

    async def _settled(
        self, agency: AgencyId, staged: Staged, pending: Mapping[str, dict[str, str]]
    ) -> int:
        """Return how many the index has not come to, once all are there or it stands still."""
        staged = staged.model_copy(update={"state": "settling"})
        before, until = -1, time.monotonic() + PATIENCE_S
        while True:
            left = await reached(self._left(agency, pending))
            if left != before:
                before, until = left, time.monotonic() + PATIENCE_S
            told = {"done": staged.total - left, "beat": self._clock()}
            await self._keep(agency, staged.model_copy(update=told))
            if not left or time.monotonic() > until:
                return left
            await asyncio.sleep(BEAT_S)

    async def _left(self, agency: AgencyId, pending: Mapping[str, dict[str, str]]) -> int:
        """Take out of *pending* what is in force; return how many are not."""
        space = await space_in_force(self._redis)
        for name, wanted in pending.items():
            ids = list(wanted)
            for first in range(0, len(ids), 1000):
                some = ids[first : first + 1000]
                found = await self._redis.hmget(space.key("digests", f"{agency}/{name}"), some)
                for item, raw in zip(some, found, strict=True):
                    if (text(raw) if raw else "") == wanted[item]:
                        del wanted[item]
        return sum(map(len, pending.values()))

    async def _note_version(
        self, asking: Asking, staged: Staged, name: str, counts: Counter[str]
    ) -> None:
        space: Space = await reached(space_in_force(self._redis))
        digests = await reached(self._entries.digests(space, asking.agency, name))
        told = (counts["added"], counts["changed"], counts["removed"])
        version = version_of(digests, by=asking.officer, file=staged.wish.file, counts=told)
        await reached(self._versions.note(asking.agency, name, version))


def _about(problem: ListError, path: Path) -> str:
    """Return what is wrong with the file, without where it is here."""
    return str(problem).replace(f"{path}: ", "")


def _bytes(raw: bytes | str) -> bytes:
    return raw if isinstance(raw, bytes) else raw.encode()


def _key(agency: AgencyId) -> str:
    return f"tocsin:console:import:{agency}"


def _changes_key(agency: AgencyId) -> str:
    return f"tocsin:console:import-changes:{agency}"
