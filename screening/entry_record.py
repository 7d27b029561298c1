"""One record of the `watchlist` topic, and how apply_entry.lua takes it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from screening import asking
from screening.home import Origin
from screening.prepared import PreparedEntry, prepare_entry
from screening.record import record as record_of
from screening.stored_entry import stored
from watchlist.delta import digest_of
from watchlist.entry import Entry, EntryKey, entry_json, next_turn

_A_PAIR = b"\x92"  # in MessagePack: what is said of an entry, and how it is listed


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """One record of the `watchlist` topic; `entry` None means removed.

    `origin` is None where the record did not come through intake: an import.
    """

    key: EntryKey
    entry: Entry | None
    partition: int
    offset: int
    source: str
    origin: Origin | None = None
    at_ms: int = 0  # when it was written to the topic


def arguments(records: Sequence[EntryRecord], now: datetime) -> list[bytes]:
    """Return each of *records* as apply_entry.lua takes it."""
    entries = [one.entry for one in records if one.entry is not None]
    prepared = list(map(prepare_entry, entries))
    listed = iter(zip(prepared, asking.all_listed(entries, prepared), strict=True))
    return [
        _packed(one, _contents(one.entry, *next(listed), now) if one.entry else _NOTHING)
        for one in records
    ]


@dataclass(frozen=True, slots=True)
class _Contents:
    """What is made of an entry itself, each once."""

    stored: bytes = b""
    list: str = ""
    digest: bytes = b""
    record: bytes = b""
    turn_s: int = 0
    listed: bytes = asking.as_one(asking.listed(None))


_NOTHING = _Contents()  # of an entry that is removed


def _contents(entry: Entry, prepared: PreparedEntry, listed: bytes, now: datetime) -> _Contents:
    json = entry_json(entry)
    return _Contents(
        stored(json),
        f"{entry.owner}/{entry.list}",
        bytes.fromhex(digest_of(json)),
        record_of(entry, prepared),
        turn_s(entry, now),
        listed,
    )


def _packed(record: EntryRecord, contents: _Contents) -> bytes:
    """Return a record as apply_entry.lua has it, numbers as text: so Redis gives them back."""
    origin = record.origin
    head: asking.Arguments = [
        record.key,
        str(record.offset),
        str(record.partition),
        str(origin.offset) if origin else "",
        str(origin.sent_ms) if origin else "",
        contents.stored,
        contents.list,
        record.key.partition("/")[2],
        contents.digest,
        contents.record,
        str(contents.turn_s),
        str(record.at_ms),
    ]
    return _A_PAIR + asking.as_one(head) + contents.listed


def turn_s(entry: Entry, now: datetime) -> int:
    """Return when *entry* next comes into force or goes out of it: epoch seconds, 0 for never."""
    turn = next_turn(entry, now)
    return int(turn.timestamp()) if turn else 0
