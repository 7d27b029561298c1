"""One record of the `watchlist` topic, and how apply_entry.lua takes it. Pure."""

from dataclasses import dataclass
from datetime import datetime

from screening import asking
from screening.prepared import prepare_entry
from screening.record import record as record_of
from screening.space import Space
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


def arguments(space: Space, record: EntryRecord, now: datetime) -> asking.Arguments:
    """Return the arguments of apply_entry.lua for *record*."""
    origin = record.origin
    said: asking.Arguments = [
        record.key,
        str(record.offset),
        str(record.partition),
        str(origin.offset) if origin else "",
        str(origin.sent_ms) if origin else "",
        *_contents(record, now),
    ]
    return [space.epoch, space.prefix, asking.as_one(said)]


def _contents(record: EntryRecord, now: datetime) -> asking.Arguments:
    """Return what comes of the entry itself, each made once."""
    owner, _, item = record.key.partition("/")
    entry, at_ms = record.entry, str(record.at_ms)
    if entry is None:
        return [b"", "", item, "", b"", "0", at_ms, *asking.listed(None)]
    json, prepared = entry_json(entry), prepare_entry(entry)
    return [
        json,
        f"{owner}/{entry.list}",
        item,
        bytes.fromhex(digest_of(json)),
        record_of(entry, prepared),
        str(turn_s(entry, now)),
        at_ms,
        *asking.listed(entry, prepared),
    ]


def turn_s(entry: Entry, now: datetime) -> int:
    """Return when *entry* next comes into force or goes out of it: epoch seconds, 0 for never."""
    turn = next_turn(entry, now)
    return int(turn.timestamp()) if turn else 0
