"""A delta that was shown, sent by the agency's own topic, until the index has come to it."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Mapping

from redis.asyncio import Redis

from access.parties import AgencyId
from doors.console.watchlist_desk import Staged
from doors.gate import Asking
from screening.entry_join import EntryJoin
from screening.space import space_in_force
from streams.agencies.entries import tag_of
from streams.agencies.last_sent import GONE, LastSent
from streams.console.changes import Change, batches, unpacked
from streams.console.kept_imports import KeptImports
from streams.declining import reached
from streams.list_versions import ListVersions
from streams.on_record import OnRecord
from streams.publisher import Outgoing, Publishing
from streams.topics import watchlist_topic
from watchlist.delta import Summary
from watchlist.entry import entry_json

LOOK_S = 0.5
PATIENCE_S = 30.0  # for an index that does not move

Pending = Mapping[str, dict[str, str]]  # by list, id to the digest that is to be in force


class Applying:
    """Sends what an import changes, each batch once it is on record."""

    def __init__(
        self,
        redis: Redis,
        kept: KeptImports,
        entries: EntryJoin,
        publisher: Publishing,
        on_record: OnRecord,
    ) -> None:
        self._redis = redis
        self._kept = kept
        self._entries = entries
        self._publisher = publisher
        self._on_record = on_record
        self._last_sent = LastSent(redis)
        self._versions = ListVersions(redis)

    async def apply(self, asking: Asking, staged: Staged, packed: bytes) -> None:
        """Send the changes, telling how far it is; raises Declined: what was sent by then stays."""
        agency, done = asking.agency, 0
        pending: defaultdict[str, dict[str, str]] = defaultdict(dict)
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for batch in batches(unpacked(packed)):
            tags = {f"entry:{agency}/{one.id}": _tag(one) for one in batch}
            await asking.note("changed", "watchlist", *tags)
            await self._last_sent.note(tags)
            records = [self._record(agency, one) for one in batch]
            await reached(self._publisher.publish(*records))
            for one in batch:
                pending[one.list][one.id] = one.digest
                counts[one.list][one.kind] += 1
            done += len(batch)
            await self._kept.keep(agency, staged, done=done)
        left = await self._settled(agency, staged, pending)
        for name, count in counts.items():
            await reached(self._note_version(asking, staged, name, count))
        await self._kept.forget_changes(agency)
        await self._kept.keep(agency, staged, state="done", done=staged.total - left)

    def _record(self, agency: AgencyId, one: Change) -> Outgoing:
        topic = watchlist_topic(agency)
        value = None if one.entry is None else entry_json(one.entry)
        header = self._on_record.header(topic, value, f"{agency}/{one.id}")
        return Outgoing(topic, value, one.id, header)

    async def _settled(self, agency: AgencyId, staged: Staged, pending: Pending) -> int:
        """Return how many the index has not come to, once all are there or it stands still."""
        before, until = -1, time.monotonic() + PATIENCE_S
        while True:
            left = await reached(self._left(agency, pending))
            if left != before:
                before, until = left, time.monotonic() + PATIENCE_S
            await self._kept.keep(agency, staged, state="settling", done=staged.total - left)
            if not left or time.monotonic() > until:
                return left
            await asyncio.sleep(LOOK_S)

    async def _left(self, agency: AgencyId, pending: Pending) -> int:
        """Take out of *pending* what is in force; return how many are not."""
        space = await space_in_force(self._redis)
        for name, wanted in pending.items():
            found = await self._entries.digests_of(space, agency, name, list(wanted))
            for item, digest in found.items():
                if digest == wanted[item]:
                    del wanted[item]
        return sum(map(len, pending.values()))

    async def _note_version(
        self, asking: Asking, staged: Staged, name: str, counts: Counter[str]
    ) -> None:
        space = await space_in_force(self._redis)
        digests = await self._entries.digests(space, asking.agency, name)
        by, file = asking.officer, staged.wish.file
        await self._versions.note(
            asking.agency, name, digests, by=by, file=file, told=Summary(**counts)
        )


def _tag(one: Change) -> str:
    return GONE if one.entry is None else tag_of(one.entry)
