"""One record of the `watchlist` topic, and how apply_entry.lua takes it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from screening import asking
from screening.keys import Keys, keys_of
from screening.prepared import PreparedEntry, prepare_entry
from screening.record import record as record_of
from screening.stored_entry import stored
from watchlist.delta import digest_of
from watchlist.entry import Entry, EntryKey, entry_json, next_turn


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in its agency's own topic a record was, and when it was sent there."""

    offset: int
    sent_ms: int


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
    prepared = {
        nth: prepare_entry(one.entry) for nth, one in enumerate(records) if one.entry is not None
    }
    keys = dict(zip(prepared, keys_of(prepared.values()), strict=True))
    contents = [
        _contents(one.entry, prepared[nth], keys[nth], now) if one.entry else _NOTHING
        for nth, one in enumerate(records)
    ]
    return [asking.as_one(_said(one, its)) for one, its in zip(records, contents, strict=True)]


@dataclass(frozen=True, slots=True)
class _Contents:
    """What is made of an entry itself, each once."""

    stored: bytes = b""
    list: str = ""
    digest: bytes = b""
    record: bytes = b""
    turn_s: int = 0
    listed: asking.Arguments = field(default_factory=partial(asking.listed, None))


_NOTHING = _Contents()  # of an entry that is removed


def _contents(entry: Entry, prepared: PreparedEntry, keys: Keys, now: datetime) -> _Contents:
    json = entry_json(entry)
    return _Contents(
        stored(json),
        f"{entry.owner}/{entry.list}",
        bytes.fromhex(digest_of(json)),
        record_of(entry, prepared),
        turn_s(entry, now),
        asking.listed_under(entry, prepared, keys),
    )


def _said(record: EntryRecord, contents: _Contents) -> asking.Arguments:
    """Return all in the order of apply_entry.lua, numbers as text: so Redis gives them back."""
    origin = record.origin
    return [
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
        *contents.listed,
    ]


def turn_s(entry: Entry, now: datetime) -> int:
    """Return when *entry* next comes into force or goes out of it: epoch seconds, 0 for never."""
    turn = next_turn(entry, now)
    return int(turn.timestamp()) if turn else 0
