"""One watchlist record's way: apply it to the index, find who it concerns, publish the facts."""

from datetime import UTC, datetime

from alerts.ledger import Ledger
from screening.entry_join import EntryJoin, EntryRecord
from streams.equipment import Equipment
from streams.record import Record, Refused
from streams.screen import outgoing
from watchlist.entry import EntryKey, parse_entry


class Rescreen:
    """Handles records of `watchlist`: entries against everybody on their way."""

    def __init__(self, equipment: Equipment, join: EntryJoin, ledger: Ledger) -> None:
        self._with = equipment
        self._join = join
        self._ledger = ledger

    async def handle(self, record: Record) -> None:
        """Publish the facts that the entry leads to; returns when the broker has them."""
        space = await self._with.indexes.space()
        found = await self._join.apply(
            space, entry_record(record), self._ledger.flights_with, datetime.now(UTC)
        )
        self._with.crash.at("rescreen: before publish")
        await self._with.publisher.publish(*map(outgoing, found))
        self._with.stats.add(entries=1)
        self._with.crash.at("rescreen: before ack")


def entry_record(record: Record) -> EntryRecord:
    """Return a record of the `watchlist` topic as the index takes it."""
    key = EntryKey((record.key or b"").decode(errors="replace"))
    entry = parse_entry(record.value) if record.value else None
    if entry is not None and entry.key != key:
        raise Refused("key_differs", f"the key is not {entry.key!r}")
    return EntryRecord(key, entry, record.partition, record.offset, record.source)
