"""One record of the `watchlist` topic, and how apply_entry.lua takes it. Pure."""

from dataclasses import dataclass
from datetime import datetime

from screening import asking
from screening.record import record as record_of
from screening.space import Space
from watchlist.delta import digest
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
    entry = record.entry
    owner, _, item = record.key.partition("/")
    return [
        space.epoch,
        space.prefix,
        record.key,
        record.offset,
        record.partition,
        record.origin.offset if record.origin else "",
        record.origin.sent_ms if record.origin else "",
        entry_json(entry) if entry else b"",
        f"{owner}/{entry.list}" if entry else "",
        item,
        digest(entry) if entry else "",
        record_of(entry) if entry else b"",
        turn_s(entry, now) if entry else 0,
        record.at_ms,
        *asking.listed(entry),
    ]


def turn_s(entry: Entry, now: datetime) -> int:
    """Return when *entry* next comes into force or goes out of it: epoch seconds, 0 for never."""
    turn = next_turn(entry, now)
    return int(turn.timestamp()) if turn else 0
