"""What agencies contribute is checked, keyed and handed on; what is not theirs is refused."""

from collections.abc import Sequence

from access.parties import Parties
from streams.entry_notes import EntryNotes
from streams.equipment import Equipment
from streams.intake import sized
from streams.publisher import Outgoing
from streams.record import Record, Refused
from streams.topics import WATCHLIST
from watchlist.entry import EntryKey, entry_json, parse_entry
from watchlist.validity import refusal


class EntryIntake:
    """Handles records of `watchlist.<agency>`; a null value removes the entry."""

    def __init__(self, equipment: Equipment, parties: Parties, notes: EntryNotes) -> None:
        self._with = equipment
        self._parties = parties
        self._notes = notes

    async def handle(self, record: Record) -> None:
        """Hand the entry, or its removal, on under `owner/id`. Raises Refused, NotNoted."""
        await self.handle_all([record])

    async def handle_all(self, records: Sequence[Record]) -> None:
        """Do so for many, in their order; where it raises, any of them may be handed on."""
        checked = [checked_entry(one, self._parties) for one in records]
        for record, (key, _) in zip(records, checked, strict=True):
            await self._notes.note(record, key)
        self._with.crash.at("intake: before publish")
        await self._with.publisher.publish(
            *[_outgoing(*one) for one in zip(records, checked, strict=True)]
        )
        self._with.crash.at("intake: before ack")


def _outgoing(record: Record, checked: tuple[EntryKey, bytes | None]) -> Outgoing:
    key, value = checked
    headers = {"source": record.source, "sent_ms": str(record.timestamp_ms)}
    return Outgoing(WATCHLIST, value, key, headers)


def checked_entry(record: Record, parties: Parties) -> tuple[EntryKey, bytes | None]:
    """Return the entry's key and its bytes, None for a removal; raises Refused."""
    item = record.key.decode(errors="replace") if record.key else ""
    if record.value is None:
        if not item or "/" in item:
            raise Refused("no_key", "a removal needs the entry's id as its key")
        return EntryKey(f"{record.party}/{item}"), None
    entry = parse_entry(sized(record.value))
    why = refusal(entry, record.party, parties.agencies)
    if why is not None:
        raise Refused("not_allowed", why)
    if item and item != entry.id:
        raise Refused("key_differs", f"the key is not the entry's id {entry.id!r}; make them equal")
    return entry.key, entry_json(entry)
