"""Entries that agencies change by Kafka, in the audit trail."""

from access.caller import Caller
from access.parties import AgencyId
from doors.noting import Noting
from streams.on_record import OnRecord
from streams.record import Record
from watchlist.entry import EntryKey


class EntryNotes:
    """Notes what comes by Kafka alone; who in the agency sent it is not known there."""

    def __init__(self, note: Noting, secret: bytes) -> None:
        self._note = note
        self._on_record = OnRecord(secret)

    async def note(self, record: Record, key: EntryKey) -> None:
        """Return once the change of *key* is on record. Raises NotNoted."""
        if self._on_record.holds(record, key):
            return
        what = "a removal of an entry" if record.value is None else "an entry"
        who = Caller(AgencyId(record.party), "admin", record.topic)
        await self._note(who, "changed", what, [f"entry:{key}"], None)
