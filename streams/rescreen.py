"""One watchlist record's way: apply it to the index, find who it concerns, publish the facts."""

from collections.abc import Mapping, Sequence

from alerts.ledger import Ledger
from screening.entry_join import Applied, EntryJoin, Overruled
from screening.entry_record import EntryRecord
from screening.home import Origin
from streams.equipment import Equipment
from streams.publisher import Outgoing
from streams.record import Record, Refused
from streams.screen import outgoing
from streams.topics import WATCHLIST
from watchlist.entry import EntryKey, parse_entry


class Rescreen:
    """Handles records of `watchlist`: entries against everybody on their way."""

    def __init__(self, equipment: Equipment, join: EntryJoin, ledger: Ledger) -> None:
        self._with = equipment
        self._join = join
        self._ledger = ledger

    async def handle(self, record: Record) -> None:
        """Publish the facts that the entry leads to; returns when the broker has them."""
        await self.handle_all([record])

    async def handle_all(self, records: Sequence[Record]) -> None:
        """Do so for many, in their order; where it raises, any of them may be done.

        Raises Refused, ValidationError.
        """
        space = await self._with.indexes.space()
        entries = list(map(entry_record, records))
        applied = await self._with.on_one_day(
            lambda now: self._join.apply(space, entries, self._ledger.flights_with, now)
        )
        self._with.crash.at("rescreen: before publish")
        going = [
            one
            for record, its in zip(records, applied, strict=True)
            for one in _outgoing(record, its)
        ]
        await self._with.publisher.publish(*going)
        self._with.stats.add(entries=len(records))
        self._with.crash.at("rescreen: before ack")

    async def refused(self, record: Record, refusal: Refused) -> None:  # noqa: ARG002  # why is no matter
        """Note that the index is past a record that is in quarantine, whatever kept it out."""
        space = await self._with.indexes.space()
        await self._join.note_applied(space, {record.partition: record.offset + 1})


def _outgoing(record: Record, applied: Applied) -> list[Outgoing]:
    again = _said_again(record, applied.overruled) if applied.overruled else ()
    return [*map(outgoing, applied.facts), *again]


def entry_record(record: Record) -> EntryRecord:
    """Return a record of the `watchlist` topic as the index takes it."""
    key = EntryKey((record.key or b"").decode(errors="replace"))
    entry = parse_entry(record.value) if record.value else None
    if entry is not None and entry.key != key:
        raise Refused("key_differs", f"the key is not {entry.key!r}")
    return EntryRecord(
        key,
        entry,
        record.partition,
        record.offset,
        record.source,
        _origin(record.headers),
        record.timestamp_ms,
    )


def _origin(headers: Mapping[str, str]) -> Origin | None:
    """Return where intake had the record from; None for an import, which is nobody's record."""
    topic, _, place = headers.get("source", "").partition("/")
    if not topic.startswith(f"{WATCHLIST}.") or "sent_ms" not in headers:
        return None
    return Origin(int(place.rpartition("/")[2]), int(headers["sent_ms"]))


def _said_again(late: Record, stands: Overruled) -> tuple[Outgoing]:
    """Return the record that makes what stands the last word of the log, as it is for the index.

    A rebuild after compaction would know the late one alone.
    """
    topic = late.headers["source"].partition("/")[0]
    headers = {
        "source": f"{topic}/0/{stands.origin.offset}",
        "sent_ms": str(stands.origin.sent_ms),
    }
    key = (late.key or b"").decode(errors="replace")
    return (Outgoing(WATCHLIST, stands.entry or None, key, headers),)
